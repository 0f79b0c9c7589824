/** A part of a text that does not begin or end within a surrogate pair. */
export function part(text: string, from: number, to = text.length): string {
  const start = isLow(text.charCodeAt(from)) && from > 0 ? from + 1 : from;
  const end = to > start && to < text.length && isLow(text.charCodeAt(to)) ? to - 1 : to;
  return text.slice(start, end);
}

/** The second half of a surrogate pair. */
const isLow = (unit: number): boolean => unit >= 0xdc00 && unit <= 0xdfff;

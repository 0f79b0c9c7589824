/** A text of a URL without its percent-encoding; as it is written, where that is malformed. */
export function decoded(text: string, decode: (text: string) => string = decodeURIComponent): string {
  try {
    return decode(text);
  } catch {
    return text;
  }
}

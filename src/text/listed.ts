const MOST = 8;

/** The first few of a list, for a sentence: `a, b, c`, `a, b, c, d, e, f, g, h, and 12 more`. */
export function listed(texts: readonly string[]): string {
  const more = texts.length - MOST;
  return `${texts.slice(0, MOST).join(', ')}${more > 0 ? `, and ${more} more` : ''}`;
}

/** All of a list, for a sentence: `a, b and c`. */
export function enumerated(texts: readonly string[]): string {
  return texts.length < 2 ? texts.join() : `${texts.slice(0, -1).join(', ')} and ${texts.at(-1)}`;
}

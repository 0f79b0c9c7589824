import { grouped } from './grouped';

/**
 * The first few of a list, for a sentence: `a, b, c`, `a, b, c and 12 more`.
 * @param most How many are listed.
 * @param textOf Called only for those.
 */
export function listed<Item>(items: readonly Item[], most = 8, textOf: (item: Item) => string = String): string {
  const texts = items.slice(0, most).map(textOf);
  const left = items.length - texts.length;
  return left > 0 ? `${texts.join(', ')} and ${grouped(left)} more` : texts.join(', ');
}

/** All of a list, for a sentence: `a, b and c`. */
export function enumerated(texts: readonly string[]): string {
  return texts.length < 2 ? texts.join() : `${texts.slice(0, -1).join(', ')} and ${texts.at(-1)}`;
}

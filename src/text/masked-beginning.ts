import { maskText } from './mask';
import { part } from './part-of-text';
import { longestSecret } from './secret-names';

/** A secret that is only recognized by what follows it, such as user info by its `@`, is usually shorter than this. */
const LONGEST_UNKNOWN = 256;

/**
 * The beginning of a text with its secrets masked. The part that is looked at may end within a secret, of which the first half
 * would not be recognized. So more is looked at than is asked for, and at its end as much is dropped as one secret may be long.
 * @param looked How many characters are looked at.
 * @param isCut Whether the text has been cut already.
 */
export function maskedBeginning(text: string, looked: number, isCut = false): string {
  if (text.length <= looked && !isCut) return maskText(text);
  const margin = secretMargin();
  if (text.length <= looked + margin && !isCut) return maskText(text);
  const masked = maskText(part(text, 0, looked + margin));
  return part(masked, 0, Math.max(0, masked.length - margin));
}

/** How long a secret may be that is cut off at the end of a text, in characters. */
export const secretMargin = (): number => Math.max(LONGEST_UNKNOWN, longestSecret());

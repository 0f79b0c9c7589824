import { maskText } from './mask';
import { part } from './part-of-text';
import { longestSecret } from './secret-names';

/** What is recognized by what stands behind it, as user info by its `@`, is mostly shorter than this. */
const LONGEST_UNKNOWN = 256;

/**
 * The beginning of a text with its secrets masked. What is looked at ends somewhere, perhaps within a secret, whose first part
 * nobody recognizes; and masking may leave so little of the text that this end is shown. So a little more is looked at than is
 * asked for, and as much as one secret may be long is dropped from the end of it.
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

import { maskedBeginning } from '../text/masked-beginning';
import { part } from '../text/part-of-text';

/**
 * The beginning of a text, with its secrets masked. Only about twice as much as is shown is searched for secrets.
 * @param most How many characters are kept.
 * @param isCut Whether the text has been cut already.
 */
export function safeText(text: string, most: number, isCut = false): string {
  const shown = maskedBeginning(text, 2 * most, isCut);
  return shown.length > most || text.length > 2 * most || isCut ? `${part(shown, 0, most)}…` : shown;
}

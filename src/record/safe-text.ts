import { maskText } from '../text/mask';
import { part } from '../text/part-of-text';

/**
 * The beginning of a text, with its secrets masked. No more is looked through than twice what is shown: a secret that is cut
 * off there is still one.
 * @param most How many characters are kept.
 */
export function safeText(text: string, most: number): string {
  const shown = maskText(part(text, 0, 2 * most));
  return shown.length > most || text.length > 2 * most ? `${part(shown, 0, most)}…` : shown;
}

import { count } from '../../src/text/count';
import { escaped } from '../../src/text/escape';
import type { Change, Severity } from './change';

const HEADINGS: readonly (readonly [Severity, string])[] = [
  ['breaking', 'Breaking'],
  ['may-break', 'May break'],
  ['compatible', 'Compatible'],
];

/** The changes of a document, one a line, the worst first. */
export function checkText(changes: readonly Change[], old: string, now: string): string {
  if (changes.length === 0) return `No changes: ${now} says what ${old} does.`;
  const places = changes.map(({ where }) => `${where.file}:${where.line}`);
  const width = Math.max(...places.map(({ length }) => length));
  const blocks = HEADINGS.flatMap(([severity, heading]) => {
    const own = changes.flatMap((change, index) =>
      change.severity === severity ? [`  ${(places[index] as string).padEnd(width)}  ${sentenceOf(change)}`] : [],
    );
    return own.length > 0 ? [`${heading}\n${own.join('\n')}`] : [];
  });
  return `${blocks.join('\n\n')}\n\n${summaryOf(changes)}`;
}

/** `/chat, received ChatSaid: /kind may be "gif" now`. */
function sentenceOf({ channel, direction, message, pointer, text }: Change): string {
  const subject = message === undefined ? direction : `${direction} ${message}`;
  const place = pointer === undefined ? '' : `${pointer === '' ? 'it' : pointer} `;
  return escaped(
    `${channel}${subject === undefined ? '' : `, ${subject}`}${place === '' && message !== undefined ? '' : ':'} ${place}${text}`,
  );
}

function summaryOf(changes: readonly Change[]): string {
  const [breaking, mayBreak, compatible] = HEADINGS.map(
    ([severity]) => changes.filter((one) => one.severity === severity).length,
  );
  return `${count(breaking ?? 0, 'breaking change')}, ${mayBreak} that may break, ${compatible} compatible.`;
}

/** The same for machines. */
export function checkJson(changes: readonly Change[], old: string, now: string): string {
  const numberOf = (severity: Severity) => changes.filter((change) => change.severity === severity).length;
  const totals = { breaking: numberOf('breaking'), mayBreak: numberOf('may-break'), compatible: numberOf('compatible') };
  return JSON.stringify({ version: 1, old, new: now, ...totals, changes }, null, 2);
}

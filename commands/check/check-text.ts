import { count } from '../../src/text/count';
import { escaped } from '../../src/text/escape';
import type { Change, Severity } from './severity';

const HEADINGS: readonly (readonly [Severity, string])[] = [
  ['breaking', 'Breaking'],
  ['may-break', 'May break'],
  ['compatible', 'Compatible'],
];

/** The changes of a document, one per line, the worst first. A change of a part that is used in many places is told once. */
export function checkText(changes: readonly Change[], old: string, now: string): string {
  if (changes.length === 0) return `No changes: ${now} says what ${old} does.`;
  const told = toldOnce(changes);
  const width = Math.max(...told.map(({ change }) => placeText(change).length));
  const blocks = HEADINGS.flatMap(([severity, heading]) => {
    const own = told
      .filter(({ change }) => change.severity === severity)
      .map(({ change, more }) => `  ${placeText(change).padEnd(width)}  ${sentenceOf(change)}${moreText(more)}`);
    return own.length > 0 ? [`${heading}\n${own.join('\n')}`] : [];
  });
  return `${blocks.join('\n\n')}\n\n${summaryOf(told.map(({ change }) => change))}`;
}

interface Told {
  readonly change: Change;
  /** In how many more places the same part of the document is used. */
  readonly more: number;
}

function toldOnce(changes: readonly Change[]): Told[] {
  const told = new Map<string, Told>();
  for (const change of changes) {
    const { severity, text, where, pointer } = change;
    const name = pointer?.slice(pointer.lastIndexOf('/')); // two names may be written in one place: in 'required'
    const key = JSON.stringify([severity, text, where.file, where.pointer, name]);
    const known = told.get(key);
    told.set(key, known ? { change: known.change, more: known.more + 1 } : { change, more: 0 });
  }
  return [...told.values()];
}

const placeText = ({ where }: Change): string => `${where.file}:${where.line}`;

const moreText = (more: number): string => (more === 0 ? '' : `, and ${count(more, 'more place')}`);

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

/** The changes of a document as JSON, for other programs. */
export function checkJson(changes: readonly Change[], old: string, now: string): string {
  const numberOf = (severity: Severity) => changes.filter((change) => change.severity === severity).length;
  const totals = { breaking: numberOf('breaking'), mayBreak: numberOf('may-break'), compatible: numberOf('compatible') };
  return JSON.stringify({ version: 1, old, new: now, ...totals, changes }, null, 2);
}

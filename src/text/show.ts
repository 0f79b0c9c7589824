import { inspect } from 'node:util';
import { tagOf } from '../runtime/tag';
import { displayable } from './displayable';
import { escaped } from './escape';
import { listed } from './listed';
import { MASK, maskText } from './mask';
import { maskedBeginning } from './masked-beginning';
import { displayableJson } from './note';
import { part } from './part-of-text';
import { holdsSecrets, isSecret } from './secret-names';
import { StandIns } from './stand-ins';

const IN_SHORT = { depth: 1, breakLength: Number.POSITIVE_INFINITY };
const LONGEST_TEXT = 200;
const KEPT_END = 40;
/** How many characters of a text are looked at: the end of a longer one is not shown. */
const LOOKED_AT = 64 * 1024;

/** Text on one line, safe to show: secrets masked, hidden characters escaped, a long text cut in the middle. */
export function oneLine(text: string, longest = LONGEST_TEXT): string {
  if (text.length <= LOOKED_AT) return cut(escaped(maskText(text)), longest);
  return `${part(escaped(maskedBeginning(text, LOOKED_AT)), 0, longest - 1)}…`;
}

/** How much of a value is shown in a sentence. */
const IN_A_SENTENCE = { characters: 2000, longest: 500, items: 20, depth: 6 };

/** A value as a user would write it, on one line. For sentences; matchers print values with Jest's own printer. */
export function show(value: unknown, longest?: number): string {
  if (typeof value === 'string') return oneLine(`'${value}'`, longest);
  if (typeof value === 'function') return value.name ? `the function ${oneLine(value.name)}` : 'a function';
  if (typeof value === 'bigint') return `${value}n`;
  if (typeof value === 'object' && value !== null) return oneLine(objectText(value), longest);
  return String(value);
}

/** The same for a value under a name: a sentence about `token` never prints one. */
export function showNamed(name: string, value: unknown): string {
  const holds = typeof value === 'object' && value !== null && holdsSecrets(name, Array.isArray(value));
  return show(holds || isSecret(name, value) ? MASK : value);
}

function objectText(value: object): string {
  const standIns = new StandIns();
  const copy = displayable(value, { ...IN_A_SENTENCE, escape: standIns.mark });
  return standIns.restored(copyText(copy));
}

function copyText(copy: unknown): string {
  if (typeof copy === 'string') return `'${copy}'`; // something that prints itself
  const isInspected = /^(Map|Set|RegExp)$/.test(tagOf(copy));
  return isInspected ? inspect(copy, IN_SHORT) : displayableJson(copy);
}

/** The names of clients in a failure: the first few. */
export function namesOf(named: readonly { readonly name: string }[]): string {
  return listed(named, LISTED, ({ name }) => shownName(name));
}

const LISTED = 10;
const LONGEST_NAME = 60;

/** The name of a client or scenario as it is shown. */
export const shownName = (name: string): string => oneLine(name, LONGEST_NAME);
/** A line that Jest takes for a stack frame: it prints that, and everything after it, elsewhere. */
const FRAME = /^(\s*)(at\s.*:\d*:\d*)/gm;

/** A message in which no line is taken for a stack frame. */
export const withoutFrames = (message: string): string => message.replace(FRAME, '$1| $2');

function cut(text: string, longest: number): string {
  if (text.length <= longest) return text;
  const end = Math.min(KEPT_END, Math.floor(longest / 3));
  return `${part(text, 0, longest - end - 1)}…${part(text, text.length - end)}`;
}

/** A reason that was given as text, or as an error, or as anything else. */
export function reasonText(reason: unknown): string {
  if (typeof reason === 'string') return reason;
  return tagOf(reason) === 'Error' ? said(reason) : show(reason);
}

/** The first line of what was thrown, which may be an error of any realm, or any other value. */
export function said(thrown: unknown): string {
  try {
    const message: unknown = (thrown as { message?: unknown } | null | undefined)?.message ?? thrown;
    const [firstLine = ''] = String(message).split('\n');
    return oneLine(firstLine);
  } catch {
    return 'something that cannot be shown'; // its message throws, or it has no form as text
  }
}

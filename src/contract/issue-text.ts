import { MASK } from '../text/mask';
import { part } from '../text/part-of-text';
import { holdsSecrets, isSecret } from '../text/secret-names';
import { oneLine, show } from '../text/show';
import type { Issue } from './definition';
import { keysOf } from './pointer';

const LONGEST = 80;
/** How many issues of one message are told. */
const MOST = 3;

/** The type of a value, in the words of JSON Schema. */
export function typeOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  if (ArrayBuffer.isView(value)) return 'binary data';
  return value === undefined ? 'nothing' : typeof value;
}

/** A value on one line; masked if its name, or one around it, says that it is secret. */
export function shownValue(pointer: string, value: unknown): string {
  const isHidden = keysOf(pointer).some(
    (key) => isSecret(key, value) || (isObject(value) && holdsSecrets(key, Array.isArray(value))),
  );
  if (isHidden) return MASK;
  const text = typeof value === 'string' ? show(JSON.stringify(value)).slice(1, -1) : show(value);
  return text.length > LONGEST ? `${part(text, 0, LONGEST - 1)}…` : text;
}

const isObject = (value: unknown): boolean => typeof value === 'object' && value !== null;

/** What is wrong with a message, on one line: the first few issues. */
export function issuesText(issues: readonly Issue[]): string {
  const told = issues.slice(0, MOST).map(({ pointer, text }) => `${pointer === '' ? 'it' : oneLine(pointer)} ${text}`);
  const left = issues.length - told.length;
  return `${told.join('; ')}${left > 0 ? `; and ${left} more` : ''}`;
}

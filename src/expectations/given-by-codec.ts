import type { CodecName } from '../codecs/codec';
import type { ReceivedMessage } from '../log/transcript';
import { bytesOf } from '../runtime/bytes';
import { fieldsOf } from '../runtime/fields';
import { isAsymmetric, tagOf } from '../runtime/tag';
import { show } from '../text/show';
import { UsageError } from '../text/usage-error';
import type { Expected } from './expected';

/** A client, as far as it matters here. */
interface Recipient {
  /** Its built-in codec; undefined for one of the user's. */
  readonly codec: CodecName | undefined;
}

/**
 * Refuses what no message can match that the built-in codec of a client gives.
 * @param isForbidden Whether the user asks that it does not come, which would then always hold.
 * @throws {UsageError} that says what to write instead.
 */
export function refuseForCodec(expected: readonly Expected[], recipients: readonly Recipient[], isForbidden: boolean): void {
  for (const { form, source, exact, equality, alternatives } of expected) {
    if (alternatives) refuseForCodec(alternatives, recipients, isForbidden);
    if (form !== 'value' || equality.extended || isAsymmetric(source)) continue;
    for (const { codec } of recipients) {
      const advice = codec && ADVICE[codec](source, exact, isForbidden);
      if (advice) throw new UsageError(`The expected message ${advice}`);
    }
  }
}

type Advise = (source: unknown, exact: boolean, isForbidden: boolean) => string | undefined;

const ADVICE: Readonly<Record<CodecName, Advise>> = {
  json: (source, exact, isForbidden) => notInJson(source, exact, isForbidden, '', new Set()),
  text: (source) => {
    if (typeof source === 'string') return undefined;
    return `is ${show(source)}, and the codec 'text' gives text. Write text, or connect with { codec: 'json' }.`;
  },
  binary: (source) => {
    const instead = typeof source === 'string' ? 'Write Buffer.from(…)' : "Write bytes, or connect with { codec: 'json' }";
    return `is ${show(source)}, and the codec 'binary' gives Buffers. ${instead}.`;
  },
};

/** What is in a value that JSON has no form for. */
function notInJson(value: unknown, exact: boolean, isForbidden: boolean, path: string, seen: Set<unknown>): string | undefined {
  const where = path === '' ? 'is' : 'has';
  const at = path === '' ? '' : ` at ${path}`;
  const instead = insteadOf(value, path, exact, isForbidden);
  if (instead) return `${where} ${instead.what}${at}, which no JSON gives. Write ${instead.advice}.`;
  if (typeof value !== 'object' || value === null || isAsymmetric(value) || seen.has(value) || bytesOf(value)) return undefined;
  seen.add(value);
  for (const key of fieldsOf(value)) {
    const part = (value as Record<PropertyKey, unknown>)[key];
    const found = notInJson(part, exact, isForbidden, path === '' ? String(key) : `${path}.${String(key)}`, seen);
    if (found) return found;
  }
  return undefined;
}

function insteadOf(
  value: unknown,
  path: string,
  exact: boolean,
  isForbidden: boolean,
): { what: string; advice: string } | undefined {
  switch (typeof value) {
    case 'undefined':
      return exact ? undefined : { what: 'undefined', advice: 'a value, or leave it out' };
    case 'bigint':
      return { what: show(value), advice: 'a number, or text' };
    case 'number':
      return Number.isFinite(value) ? undefined : { what: show(value), advice: 'null, or text' };
    case 'object': {
      if (path !== '' && bytesOf(value)) return { what: 'bytes', advice: 'what the server makes of them' };
      const tag = tagOf(value);
      if (tag === 'Map' || tag === 'Set')
        return { what: `a ${tag}`, advice: tag === 'Map' ? 'Object.fromEntries(map)' : '[...set]' };
      // that something comes fails by itself, and shows the text that came
      if (tag === 'Date' && isForbidden) return { what: 'a Date', advice: 'date.toISOString()' };
      return undefined;
    }
    default:
      return undefined;
  }
}

/**
 * Why text that came is not the text that is expected, though it reads the same: the codec has made another value of it.
 * Undefined where it is not so.
 */
export function sameText(expected: Expected, message: Message): string | undefined {
  if (readsSoInBytes(expected, message)) {
    return 'it is binary, and says so as text. Let the server send text, or expect bytes';
  }
  if (!readsTheSame(expected, message)) return undefined;
  const { source } = expected;
  return `its text is exactly ${show(source)}, which the codec has decoded. Expect the value, or connect with { codec: 'text' }`;
}

/** An expectation that something does not come: text is also what its codec has made another value of, or left as bytes. */
export function forbidden(expected: Expected): Expected {
  const alternatives = expected.alternatives?.map(forbidden);
  if (alternatives) {
    return { ...expected, alternatives, matches: (message) => alternatives.some(({ matches }) => matches(message)) };
  }
  if (expected.form !== 'value' && expected.form !== 'text') return expected;
  return {
    ...expected,
    matches: (message) => expected.matches(message) || readsTheSame(expected, message) || readsSoInBytes(expected, message),
  };
}

type Message = Pick<ReceivedMessage, 'payload' | 'value'>;

const readsTheSame = ({ form, source }: Expected, { payload, value }: Message): boolean =>
  form === 'value' && typeof source === 'string' && payload === source && value !== source;

/** Whether bytes that the codec has left as they are say as text what is expected: many servers echo text as bytes. */
function readsSoInBytes(expected: Expected, { payload, value }: Message): boolean {
  if (typeof payload === 'string' || value !== payload) return false;
  if ((expected.form !== 'value' && expected.form !== 'text') || isAsymmetric(expected.source)) return false;
  const text = payload.toString();
  return expected.matches({ payload: text, value: text }) || expected.matches({ payload: text, value: jsonIn(text) });
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

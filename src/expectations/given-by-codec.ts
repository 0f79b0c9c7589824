import type { OneToOneCodec } from '../codecs/one-to-one-codec';
import type { ReceivedMessage } from '../log/transcript';
import { isAsymmetric } from '../runtime/tag';
import { show } from '../text/show';
import { UsageError } from '../text/usage-error';
import type { Expected } from './expected';

/** A client, as far as it matters here. */
interface Recipient {
  /** Its built-in codec; undefined for one of the user's. */
  readonly codec: OneToOneCodec | undefined;
}

/**
 * Refuses what no message can match that the built-in codec of a client gives.
 * @param isForbidden Whether the user asks that it does not come, which would then always hold.
 * @throws {UsageError} that says what to write instead.
 */
export function refuseForCodec(expected: readonly Expected[], recipients: readonly Recipient[], isForbidden: boolean): void {
  for (const one of expected) {
    const { form, source, equality, alternatives } = one;
    if (alternatives) refuseForCodec(alternatives, recipients, isForbidden);
    if (form !== 'value' || equality.extended || isAsymmetric(source)) continue;
    for (const { codec } of recipients) {
      const why = codec?.whyNever(one, isForbidden);
      if (why) throw new UsageError(`The expected message ${why}`);
    }
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

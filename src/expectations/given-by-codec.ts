import type { OneToOneCodec } from '../codecs/one-to-one-codec';
import { isAsymmetric } from '../runtime/tag';
import { show } from '../text/show';
import { UsageError } from '../text/usage-error';
import type { Expected, MatchableMessage } from './expected';

/** A client, as far as its codec matters. */
interface ReceivingClient {
  /** Its built-in codec; undefined for one of the user's. */
  readonly codec: OneToOneCodec | undefined;
}

/**
 * Refuses an expected value that no message from a client's built-in codec can match.
 * @param isForbidden Whether the user expects that it does not come: an impossible one would pass always, and prove nothing.
 * @throws {UsageError} that says what to write instead.
 */
export function refuseForCodec(
  expected: readonly Expected[],
  recipients: readonly ReceivingClient[],
  isForbidden: boolean,
): void {
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
 * Why a message does not match an expected text though its payload reads the same: the codec has made another value of it.
 * Undefined for other messages.
 */
export function sameText(expected: Expected, message: MatchableMessage): string | undefined {
  if (readsSoInBytes(expected, message)) {
    return 'it is binary, and says so as text. Let the server send text, or expect bytes';
  }
  if (!readsTheSame(expected, message)) return undefined;
  const { source } = expected;
  return `its text is exactly ${show(source)}, which the codec has decoded. Expect the value, or connect with { codec: 'text' }`;
}

/** For a message that must not come: an expected text also matches a payload that the codec has parsed, or left as bytes. */
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

const readsTheSame = ({ form, source }: Expected, { payload, value }: MatchableMessage): boolean =>
  form === 'value' && typeof source === 'string' && payload === source && value !== source;

/** Whether bytes that the codec has left as they are match if read as text: many servers echo text as bytes. */
function readsSoInBytes(expected: Expected, { payload, value }: MatchableMessage): boolean {
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

import type { CheckedCodec, Encoded } from '../codecs/checked-codec';
import type { AskedRequest } from '../codecs/checked-request';
import type { ReceivedMessage } from '../log/transcript';
import { PrintsItself } from '../runtime/prints-itself';
import { isPromise } from '../runtime/tag';
import { said, show } from '../text/show';
import { isUsageError, UsageError } from '../text/usage-error';

/** The client that sends, for a sentence about it. */
interface SendingClient {
  readonly name: string;
  readonly codecName: string;
}

/**
 * The payloads that carry a message.
 * @throws {UsageError} that says who cannot send what, and why.
 */
export function encode(
  message: unknown,
  session: CheckedCodec,
  { name, codecName }: SendingClient,
  trigger: ReceivedMessage | undefined,
): readonly Encoded[] {
  if (isPromise(message)) throw new UsageError(`${name} cannot send a promise. Await it first: send(await …).`);
  if (PrintsItself.isOne(message)) throw new UsageError(`${name} cannot send ${message}: it is not a message.`);
  try {
    return session.encode(message, trigger);
  } catch (error) {
    const what = isUsageError(error) ? '' : `${show(message)} `;
    const why = isUsageError(error) ? error.message : `with the codec '${codecName}': ${said(error)}`;
    throw new UsageError(`${name} cannot send ${what}${why}`);
  }
}

/**
 * How a codec sends a message as a request; undefined if it leaves that to `send()`.
 * @throws {UsageError} that says who cannot ask what, and why.
 */
export function ask(message: unknown, session: CheckedCodec, { name, codecName }: SendingClient): AskedRequest | undefined {
  if (isPromise(message)) throw new UsageError(`${name} cannot ask a promise. Await it first: request(await …).`);
  try {
    return session.request?.(message);
  } catch (error) {
    throw new UsageError(`${name} cannot ask ${show(message)} with the codec '${codecName}': ${said(error)}`);
  }
}

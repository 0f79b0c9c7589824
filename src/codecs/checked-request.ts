import { isPromise, neglect } from '../runtime/tag';
import { said } from '../text/show';
import { UsageError } from '../text/usage-error';
import type { CodecRequest } from './codec';
import { kindOf } from './kind-of';

/** What a codec's `request()` has returned, with checks of what its functions return. */
export interface AskedRequest {
  readonly message: unknown;
  /**
   * Whether a message answers it.
   * @throws {UsageError} when the codec cannot say.
   */
  isReply(value: unknown): boolean;
  /**
   * What the request resolves to, given its reply.
   * @throws {UsageError} when the codec cannot say.
   */
  resultOf(value: unknown): unknown;
  /**
   * Whether other messages may answer it too, after this reply.
   * @throws {UsageError} when the codec cannot say.
   */
  several(reply: unknown): boolean;
}

/**
 * Checks what the `request()` of a codec has returned.
 * @throws when it is not a request.
 */
export function checkedRequest(returned: unknown): AskedRequest | undefined {
  if (returned === undefined) return undefined;
  if (isPromise(returned)) {
    neglect(returned);
    throw new TypeError('request() returned a promise. Return { message, isReply } from it at once');
  }
  const asked = returned as CodecRequest;
  if (typeof returned !== 'object' || returned === null || typeof asked.isReply !== 'function') {
    throw new TypeError(`request() returned ${kindOf(returned)}. Return { message, isReply } from it, or undefined`);
  }
  const { message, several = false } = asked;
  if (message === undefined)
    throw new TypeError('request() returned no message. Return { message, isReply } from it, or undefined');
  if (asked.resultOf !== undefined && typeof asked.resultOf !== 'function') {
    throw new TypeError(`The resultOf that request() returned must be a function, not ${kindOf(asked.resultOf)}`);
  }
  if (typeof several !== 'boolean' && typeof several !== 'function') {
    throw new TypeError(`The several that request() returned must be true, false or a function, not ${kindOf(several)}`);
  }
  return {
    message,
    several: (reply) => (typeof several === 'boolean' ? several : Boolean(atOnce('several', () => several.call(asked, reply)))),
    isReply: (value) => Boolean(atOnce('isReply', () => asked.isReply(value))),
    resultOf: (value) => (asked.resultOf ? atOnce('resultOf', () => asked.resultOf?.(value)) : value),
  };
}

function atOnce(name: string, act: () => unknown): unknown {
  let result: unknown;
  try {
    result = act();
  } catch (error) {
    throw new UsageError(`${name}() of the codec threw: ${said(error)}`);
  }
  if (!isPromise(result)) return result;
  neglect(result);
  throw new UsageError(`${name}() of the codec returned a promise. Return its result at once`);
}

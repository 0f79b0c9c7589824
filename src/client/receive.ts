import { type Expected, understand } from '../expectations/expected';
import { refuseForCodec } from '../expectations/given-by-codec';
import { type OwnReply, one, ownReply, type Requirement, reply } from '../expectations/requirement';
import type { ReceivedMessage } from '../log/transcript';
import { errorAt } from '../text/error-at';
import { type Checks, checkOptions } from '../text/options';
import { isUsageError } from '../text/usage-error';
import { waitFor } from '../waiting/wait';
import { type ReceiveOptions, receiveOptions } from '../waiting/wait-options';
import type { MethodCall } from './method-call';
import { mustAwait } from './must-await';

/** Waits for an unread message that matches, and resolves to it. */
export function receive(call: MethodCall, expected: unknown, options: ReceiveOptions): Promise<unknown> {
  return receiveOne(call, expected, options, handedOut);
}

/** Sends a message and waits for its reply. */
export function request(call: MethodCall, message: unknown, expected: unknown, options: ReceiveOptions): Promise<unknown> {
  return receiveOne(call, expected, options, (understood) => asked(call, message, understood));
}

/** What is waited for, and how the promise's value is made of the message. */
export interface Sought {
  readonly requirement: Requirement | OwnReply;
  readonly valueOf: (message: ReceivedMessage) => unknown;
  readonly meanwhile?: Meanwhile;
}

/** Sends the request. Its reply is known by the codec, or it is the first message that matches. */
function asked({ connection }: MethodCall, message: unknown, expected: Expected): Sought {
  const request = connection.sending.ask(message);
  if (!request) return { requirement: reply(expected), valueOf: expected.valueOf };
  const resultOf = (received: ReceivedMessage) => request.resultOf(expected.valueOf(received));
  return {
    requirement: ownReply(message, request, expected),
    valueOf: expected.form === 'schema' ? expected.valueOf : resultOf,
  };
}

/** Pinned: a message that was given to the user cannot be exchanged for another later. */
const handedOut = (expected: Expected): Sought => ({ requirement: one(expected, true), valueOf: expected.valueOf });

/** What goes on while a message is awaited. */
export interface Meanwhile {
  stop(): void;
  /** What has been done, in a sentence for a failure. */
  account(): string;
}

/** @param seek Called when the arguments have been checked, before the wait begins. */
export function receiveOne(
  { engine, connection, name, location, caller }: MethodCall,
  source: unknown,
  options: ReceiveOptions,
  seek: (expected: Expected) => Sought,
  checks: Checks = receiveOptions,
): Promise<unknown> {
  const { realm, framework } = engine;
  const reader = { name, position: location.position };
  return mustAwait(engine, caller, { name, location }, (resolve, reject) => {
    const fail = (message: string) => reject(errorAt(realm, location, message));
    try {
      checkOptions(options, checks, `${name}()`);
      const expected = understand(source, framework.equality(), options.exact);
      refuseForCodec([expected], [connection], false);
      const { requirement, valueOf, meanwhile } = seek(expected);
      const timeout = options.timeout ?? connection.timeout;
      const wait = {
        connections: [connection],
        requirement,
        negated: false,
        timeout,
        reader,
        caller,
        account: meanwhile?.account,
      };
      waitFor(wait, (outcome) => {
        meanwhile?.stop();
        const [message] = outcome.kind === 'satisfied' ? outcome.messages : [];
        try {
          if (message) resolve(valueOf(message));
          else fail(framework.explain(wait, outcome));
        } catch (error) {
          if (isUsageError(error)) fail(error.message);
          else reject(error); // explaining prints values of the user's, which may throw
        }
      });
    } catch (error) {
      if (!isUsageError(error)) throw error;
      fail(error.message);
    }
  });
}

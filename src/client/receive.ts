import { type Expected, understand } from '../expectations/expected';
import { refuseForCodec } from '../expectations/given-by-codec';
import { one, type Requirement, reply as replyRequirement } from '../expectations/requirement';
import { errorAt } from '../text/error-at';
import { type Checks, checkOptions } from '../text/options';
import { isUsageError } from '../text/usage-error';
import { waitFor } from '../waiting/wait';
import { type ReceiveOptions, receiveOptions } from '../waiting/wait-options';
import type { MethodCall } from './method-call';
import { mustAwait } from './must-await';

/** Waits for an unread message that matches, and resolves to it. */
export function receive(call: MethodCall, expected: unknown, options: ReceiveOptions): Promise<unknown> {
  return receiveOne(call, expected, options, handedOut, () => undefined);
}

/** Sends a message and waits for its reply. */
export function request(call: MethodCall, message: unknown, reply: unknown, options: ReceiveOptions): Promise<unknown> {
  return receiveOne(call, reply, options, replyRequirement, () => {
    call.connection.send(message);
    return undefined;
  });
}

/** A message that the user was given cannot be exchanged for another. */
const handedOut = (expected: Expected): Requirement => one(expected, true);

/** What goes on while a message is awaited. */
export interface Meanwhile {
  stop(): void;
  /** What has been done, in a sentence for a failure. */
  account(): string;
}

/** @param begin Called when the arguments have been checked, before the wait begins. */
export function receiveOne(
  { engine, connection, name, location, caller }: MethodCall,
  source: unknown,
  options: ReceiveOptions,
  requirementOf: (expected: Expected) => Requirement,
  begin: () => Meanwhile | undefined,
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
      const meanwhile = begin();
      const requirement = requirementOf(expected);
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
          if (message) resolve(expected.valueOf(message));
          else fail(framework.explain(wait, outcome));
        } catch (error) {
          reject(error); // to word the failure is to print values of the user's, which may throw
        }
      });
    } catch (error) {
      if (!isUsageError(error)) throw error;
      fail(error.message);
    }
  });
}

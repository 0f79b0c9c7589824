import type { Connection } from '../connection/connection';
import { type Expected, understand } from '../expectations/expected';
import { refuseForCodec } from '../expectations/given-by-codec';
import { one, type Requirement } from '../expectations/requirement';
import type { CallLocation } from '../runtime/call-location';
import { errorAt } from '../text/error-at';
import { checkOptions } from '../text/option-checks';
import { isUsageError } from '../text/usage-error';
import type { Caller } from '../waiting/scope';
import { waitFor } from '../waiting/wait';
import { type ReceiveOptions, receiveChecks } from '../waiting/wait-options';
import { begun } from './begun';
import type { Engine } from './engine';

/** Who asks: the method of a client that the user has called. */
export interface Asking {
  readonly engine: Engine;
  readonly connection: Connection;
  readonly name: string;
  readonly location: CallLocation;
  /** Whose code it is. */
  readonly caller: Caller;
}

interface Way {
  /** What is done first. */
  readonly begin?: () => void;
  readonly requirement?: (expected: Expected) => Requirement;
}

/** Waits for an unread message that matches, and resolves to it. */
export function ask(
  asking: Asking,
  source: unknown,
  options: ReceiveOptions,
  { begin, requirement: requirementOf = handedOut }: Way = {},
): Promise<unknown> {
  const { engine, connection, name, location, caller } = asking;
  const { realm, framework } = engine;
  const reader = { name, position: location.position };
  return begun(engine, caller, { name, location }, 0, (resolve, reject) => {
    const fail = (message: string) => reject(errorAt(realm, location, message));
    try {
      checkOptions(options, receiveChecks, `${name}()`);
      const understood = understand(source, framework.equality(), options.exact);
      refuseForCodec([understood], [connection], false);
      begin?.();
      const requirement = requirementOf(understood);
      const timeout = options.timeout ?? connection.timeout;
      const wait = { connections: [connection], requirement, negated: false, timeout, reader, caller };
      waitFor(wait, (outcome) => {
        const [message] = outcome.kind === 'satisfied' ? outcome.messages : [];
        try {
          if (message) resolve(understood.valueOf(message));
          else fail(framework.explain(wait, outcome));
        } catch (error) {
          reject(error); // wording may meet anything that a user gave
        }
      });
    } catch (error) {
      if (!isUsageError(error)) throw error;
      fail(error.message);
    }
  });
}

/** What the user was given cannot be exchanged for another message. */
const handedOut = (expected: Expected): Requirement => one(expected, true);

import { checkOptions } from './check';
import type { Connection } from './connection';
import { one } from './demand';
import type { Engine } from './engine';
import { type Expected, understand } from './expected';
import { refuseForCodec } from './given-by-codec';
import { Mistake } from './mistake';
import { type ReceiveOptions, receiveChecks } from './options';
import { read } from './reading';
import type { Occasion } from './scope';
import { errorAt, type Site } from './site';

/** Who asks: the method of a client that the user has called. */
export interface Asking {
  readonly engine: Engine;
  readonly connection: Connection;
  readonly name: string;
  readonly site: Site;
  /** Whose code it is. */
  readonly occasion: Occasion;
}

/**
 * Waits for an unread message that matches, and resolves to it.
 * @param begin What is done first. Returns the number of the last message that is too old.
 */
export function ask(asking: Asking, source: unknown, options: ReceiveOptions, begin: () => number = () => 0): Promise<unknown> {
  const { engine, connection, name, site, occasion } = asking;
  const { realm, watch, framework } = engine;
  const reader = { name, place: site.place };
  return watch.promise({ name, site }, occasion.scope.unawaited, 0, (resolve, reject) => {
    const fail = (message: string) => reject(errorAt(realm, site, message));
    try {
      checkOptions(options, receiveChecks, `${name}()`);
      const understood = understand(source, framework.equality(), options.exact);
      refuseForCodec([understood], [connection], false);
      const demand = one(after(begin(), understood), true);
      const timeout = options.timeout ?? connection.timeout;
      const reading = { connections: [connection], demand, negated: false, timeout, reader, occasion };
      read(reading, (outcome) => {
        const [message] = outcome.kind === 'satisfied' ? outcome.messages : [];
        if (message) resolve(understood.valueOf(message));
        else fail(framework.explain(reading, outcome));
      });
    } catch (error) {
      if (!(error instanceof Mistake)) throw error;
      fail(error.message);
    }
  });
}

/** A reply is no older than its request. */
function after(number: number, expected: Expected): Expected {
  if (number === 0) return expected;
  return { ...expected, matches: (message) => isNewer(message, number) && expected.matches(message) };
}

const isNewer = (message: object, number: number): boolean => 'number' in message && (message.number as number) > number;

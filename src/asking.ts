import { begun } from './begun';
import { checkOptions } from './check';
import type { Connection } from './connection';
import { type Demand, one } from './demand';
import type { Engine } from './engine';
import { type Expected, understand } from './expected';
import { refuseForCodec } from './given-by-codec';
import { isMistake } from './mistake';
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

interface Way {
  /** What is done first. */
  readonly begin?: () => void;
  readonly demand?: (expected: Expected) => Demand;
}

/** Waits for an unread message that matches, and resolves to it. */
export function ask(
  asking: Asking,
  source: unknown,
  options: ReceiveOptions,
  { begin, demand: demandOf = handedOut }: Way = {},
): Promise<unknown> {
  const { engine, connection, name, site, occasion } = asking;
  const { realm, framework } = engine;
  const reader = { name, place: site.place };
  return begun(engine, occasion, { name, site }, 0, (resolve, reject) => {
    const fail = (message: string) => reject(errorAt(realm, site, message));
    try {
      checkOptions(options, receiveChecks, `${name}()`);
      const understood = understand(source, framework.equality(), options.exact);
      refuseForCodec([understood], [connection], false);
      begin?.();
      const demand = demandOf(understood);
      const timeout = options.timeout ?? connection.timeout;
      const reading = { connections: [connection], demand, negated: false, timeout, reader, occasion };
      read(reading, (outcome) => {
        const [message] = outcome.kind === 'satisfied' ? outcome.messages : [];
        try {
          if (message) resolve(understood.valueOf(message));
          else fail(framework.explain(reading, outcome));
        } catch (error) {
          reject(error); // wording may meet anything that a user gave
        }
      });
    } catch (error) {
      if (!isMistake(error)) throw error;
      fail(error.message);
    }
  });
}

/** What the user was given cannot be exchanged for another message. */
const handedOut = (expected: Expected): Demand => one(expected, true);

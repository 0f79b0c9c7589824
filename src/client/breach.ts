import type { Connection } from '../connection/connection';
import type { ContractBreach, ToldBreach } from '../connection/contract-breach';
import { CallLocation } from '../runtime/call-location';
import type { Caller } from '../waiting/caller';
import type { RuleViolation } from '../waiting/rule-violation';
import { WebSocketClient } from './client';
import type { Engine } from './engine';

/** A client that is held to a contract. */
interface HeldClient {
  readonly engine: Engine;
  readonly connection: Connection;
  /** The test, hook or file that has opened it. */
  readonly caller: Caller;
  /** Where it was opened. */
  readonly location: Pick<CallLocation, 'frames'>;
}

/** For a breach that fails no test: there is nothing to pardon. */
const untold: ToldBreach = { pardon: () => {}, isOpen: () => true };

/** Makes a breach of the client's contract end every wait of the test, and fail it. A mere warning is printed instead. */
export function failOnBreach(client: HeldClient): void {
  const { engine, connection, caller } = client;
  const { contract } = connection;
  if (!contract) return;
  contract.breaches.broken = (breach) => {
    if (connection.closing.isDisposed) return untold;
    const sentence = `${connection.name}: ${breach.sentence}`;
    if (breach.isWarning) {
      engine.warn(sentence, sentence.replace(/#\d+ /, '')); // without the number, so that each kind is told once
      return untold;
    }
    const violation: RuleViolation = { sentence, location: locationOf(breach, client), isBreach: true };
    engine.break(caller.scope, violation);
    return {
      pardon: () => {
        violation.isMeant = true;
      },
      isOpen: () => engine.host.judging(caller.scope).holds(violation),
    };
  };
}

/** The user's line that is sending the message right now; for all other breaches, the line that opened the client. */
function locationOf({ direction }: ContractBreach, { location }: HeldClient): Pick<CallLocation, 'frames'> {
  if (direction === 'received') return location;
  const { send, sendRaw, request, sendUntil } = WebSocketClient.prototype;
  const sent = [send, sendRaw, request, sendUntil].map((method) => new CallLocation(method));
  return sent.find(({ frames }) => frames !== '') ?? location;
}

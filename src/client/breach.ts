import type { Connection } from '../connection/connection';
import type { ContractBreach, ToldBreach } from '../connection/contract-breach';
import { CallLocation } from '../runtime/call-location';
import type { RuleViolation } from '../waiting/rule-violation';
import type { Caller } from '../waiting/scope';
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

/** One that fails nothing. */
const untold: ToldBreach = { pardon: () => {}, isOpen: () => true };

/** A breach of the client's contract ends every wait of the test, and fails it. Only a warning is told and fails nothing. */
export function failOnBreach(client: HeldClient): void {
  const { engine, connection, caller } = client;
  const { contract } = connection;
  if (!contract) return;
  contract.breaches.broken = (breach) => {
    if (connection.closing.isDisposed) return untold;
    const sentence = `${connection.name}: ${breach.sentence}`;
    if (breach.isWarning) {
      engine.warn(sentence, sentence.replace(/#\d+ /, '')); // each kind once, however often it comes
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

/** The line that has sent it, if that is what happens now; else the line that has opened the client. */
function locationOf({ direction }: ContractBreach, { location }: HeldClient): Pick<CallLocation, 'frames'> {
  if (direction === 'received') return location;
  const { send, sendRaw, request, sendUntil } = WebSocketClient.prototype;
  const sent = [send, sendRaw, request, sendUntil].map((method) => new CallLocation(method));
  return sent.find(({ frames }) => frames !== '') ?? location;
}

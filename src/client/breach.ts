import type { Connection } from '../connection/connection';
import type { ContractBreach } from '../connection/contract-watch';
import { CallLocation } from '../runtime/call-location';
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

/** A breach of the client's contract ends every wait of the test, and fails it. Only a warning is told and fails nothing. */
export function failOnBreach(client: HeldClient): void {
  const { engine, connection, caller } = client;
  const { contract } = connection;
  if (!contract) return;
  contract.broken = (breach) => {
    if (connection.closing.isDisposed) return () => {};
    const sentence = `${connection.name}: ${breach.sentence}`;
    if (breach.isWarning) {
      engine.warn(sentence);
      return () => {};
    }
    const violation = { sentence, location: locationOf(breach, client), isBreach: true };
    const scopes = [...new Set([caller.scope, engine.host.running()])];
    for (const scope of scopes) scope?.break(violation);
    return () => {
      for (const scope of scopes) scope?.pardon(violation);
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

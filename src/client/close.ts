import { checkClose } from '../connection/control-frames';
import { errorAt } from '../text/error-at';
import { waitTime } from '../waiting/caller';
import type { MethodCall } from './method-call';

/**
 * Closes, and resolves when the connection is gone. It need not be awaited: the test closes what is left open.
 * @throws {UsageError} when no close frame can carry the code or the reason.
 */
export function close({ engine, connection, location, caller }: MethodCall, code: number, reason: string): Promise<void> {
  checkClose(code, reason);
  const { realm, grace } = engine;
  return new realm.Promise((resolve, reject) => {
    connection.close(code, reason);
    void connection.ended(waitTime(connection.timeout, caller), grace).then((answered) => {
      if (answered) return resolve();
      const why = connection.whyCutOff === undefined ? '' : `: ${connection.whyCutOff}`;
      const message = `${connection.name} was cut: the server did not answer its close frame (${code}) in time${why}.`;
      reject(errorAt(realm, location, message));
    });
  });
}

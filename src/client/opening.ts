import { profileOf } from '../codecs/codec-profile';
import { ConnectFailure } from '../connection/connect-failure';
import { type ConnectOptions, connectOptions } from '../connection/connect-options';
import { Connection } from '../connection/connection';
import { ABNORMAL } from '../connection/ending';
import type { HandshakeFailure } from '../connection/handshake-failure';
import { withQuery } from '../connection/websocket-url';
import { trace } from '../explain/trace';
import { learnFrom } from '../record/learning';
import { isLearning } from '../record/traffic-record';
import type { CallLocation } from '../runtime/call-location';
import { checkOptions, mergeOptions } from '../text/options';
import { addSecretNames, addSecretValues } from '../text/secret-names';
import { secretsIn } from '../text/secret-values';
import { said } from '../text/show';
import { isUsageError, UsageError } from '../text/usage-error';
import { type Caller, waitTime } from '../waiting/caller';
import { failOnBreach } from './breach';
import { WebSocketClient } from './client';
import { codecOf, settingsOf, withOffer } from './connection-settings';
import type { Engine } from './engine';
import { givenSecrets } from './given-secrets';
import { addressOf } from './target';

/**
 * Opens a client, owned by the scope of the caller.
 * @throws {UsageError | ConnectFailure}
 */
export async function openClient(
  engine: Engine,
  caller: Caller,
  target: unknown,
  options: ConnectOptions,
  location: Pick<CallLocation, 'frames'>,
): Promise<WebSocketClient> {
  const { scope } = caller;
  if (scope.ended) {
    throw new UsageError(`connect() was called after ${scope.label} had ended. Await everything that a test starts.`);
  }
  const { servers } = engine;
  servers.given(target);
  const given = mergeOptions(connectOptions, engine.config, options);
  const codec = codecOf(given, engine.realm);
  const profile = profileOf(codec);
  const merged = withOffer(given, profile);
  if (options.mask) addSecretNames(options.mask);
  const name = options.name ?? scope.nextClientName();
  const path = options.path ?? (merged.ws?.path as string | undefined);
  const surroundings = { base: () => engine.base(caller), path, defaultPath: profile.path, servers, scope };
  const address = withQuery(await addressOf(target, surroundings), merged.query, profile.query);
  const ofCodec = secretsIn(profile.secrets);
  addSecretValues([...givenSecrets(address, merged), ...ofCodec]);
  const began = performance.now();
  const connection = construct(() => {
    const contract = merged.contract ? engine.contracts.of(merged.contract, address, profile) : undefined;
    const settings = settingsOf(name, address, merged, codec, profile, ofCodec.length > 0, contract);
    const { timeout, waitForServer } = settings;
    const longest = waitTime(timeout === undefined ? undefined : timeout + waitForServer, caller);
    return new Connection(settings, longest, caller.deadline);
  });
  scope.connections.push(connection);
  if (connection.contract && !isLearning()) failOnBreach({ engine, connection, caller, location });
  if (engine.traces) trace(connection, scope.began);
  if (merged.contract !== false) learnFrom(connection, profile, () => engine.host.judging(scope));
  const owned = { dispose: () => connection.dispose(engine.grace, scope.whenClosed) };
  try {
    scope.own(owned);
  } catch (error) {
    connection.terminate();
    throw error;
  }
  void connection.gone.then(() => scope.disown(owned));
  const failure = await connection.opened;
  if (failure) {
    const why = await explained(failure, () => servers.crashAt(connection.address, began, caller.deadline));
    throw new ConnectFailure(options.name === undefined ? why : of(name, why));
  }
  return new WebSocketClient(connection, engine, async (now, more, where) => {
    checkOptions(more, connectOptions, 'reconnect()');
    return openClient(engine, now, target, mergeOptions(connectOptions, { ...options, name }, more), where);
  });
}

/** `ws` throws for what a handshake cannot carry: a subprotocol with spaces, a header with a line break. */
function construct(make: () => Connection): Connection {
  try {
    return make();
  } catch (error) {
    if (isUsageError(error)) throw error;
    throw new UsageError(`connect() was given something that a handshake cannot carry: ${said(error)}.`);
  }
}

/** The codes of a connection that was cut before it was open: by the system, and without a close frame. */
const OF_A_CUT = new Set<unknown>(['ECONNRESET', 'EPIPE', ABNORMAL]);

/** @param crash Resolves to how the server has crashed meanwhile, as a sentence without its end; to undefined if it has not. */
async function explained(failure: HandshakeFailure, crash: () => Promise<string | undefined>): Promise<HandshakeFailure> {
  const code = failure.code ?? failure.properties?.code;
  const why = OF_A_CUT.has(code) ? await crash() : undefined;
  return why === undefined ? failure : { ...failure, message: `${why} while a client was connecting to it (${code}).` };
}

const of = (name: string, failure: HandshakeFailure): HandshakeFailure => ({
  ...failure,
  message: `${name} could not connect: ${failure.message}`,
});

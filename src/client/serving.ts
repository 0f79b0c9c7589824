import { isPlain } from '../runtime/literal';
import { InProcessServer } from '../server/in-process-server';
import type { ManagedServer } from '../server/managed-server';
import { ProcessServer } from '../server/process-server';
import { commandOptions, GRACE, type ServeOptions, type ServerCommand } from '../server/serve-options';
import { has, isApplication } from '../server/server-kinds';
import { checkOptions } from '../text/options';
import { addSecretValues } from '../text/secret-names';
import { UsageError } from '../text/usage-error';
import type { Caller } from '../waiting/caller';
import type { Scope } from '../waiting/scope';
import type { Engine } from './engine';
import { TestServer } from './test-server';

const HOST = '127.0.0.1';

/**
 * Starts a server, owned by the scope of the caller.
 * @throws {UsageError}
 */
export async function openServer(engine: Engine, caller: Caller, source: unknown, options: ServeOptions): Promise<TestServer> {
  const { scope } = caller;
  if (scope.ended) {
    throw new UsageError(`serve() was called after ${scope.label} had ended. Await everything that a test starts.`);
  }
  if (source instanceof TestServer) throw new UsageError('serve() was given a server that it has made itself. Use that.');
  const server = testServer(engine, scope, source, options);
  await server.start(caller);
  return server;
}

/** Made, and owned, before it is started, so that it ends with its owner even while it starts. */
function testServer(engine: Engine, scope: Scope, source: unknown, options: ServeOptions): TestServer {
  const { path, timeout } = options;
  if (!isCommand(source)) {
    const server = new TestServer(inProcess(source, options), engine, { path, timeout, usedBy: () => {} });
    scope.keep(server);
    return server;
  }
  const managed = ofCommand(engine, source, options);
  const { processes } = engine.servers;
  processes.add(managed);
  managed.usedBy(scope);
  const server = new TestServer(managed, engine, { path, timeout, usedBy: (user) => managed.usedBy(user) });
  scope.keep({ dispose: () => server.dispose().finally(() => processes.delete(managed)) });
  return server;
}

function inProcess(source: unknown, { port = 0, host = HOST, grace = GRACE }: ServeOptions): ManagedServer {
  return new InProcessServer(source, { port, host }, grace);
}

function ofCommand(engine: Engine, command: ServerCommand, { port = 0, host, grace = GRACE }: ServeOptions): ProcessServer {
  checkOptions(command, commandOptions, 'serve()');
  if (host !== undefined) throw new UsageError('serve({ command }) takes no host: the command says where it listens. Write url.');
  const server = new ProcessServer(command, engine.variables, port, grace);
  addSecretValues(server.secrets);
  return server;
}

/** Also true if `command` is not a string, so that the check of the options names that mistake. */
const isCommand = (source: unknown): source is ServerCommand =>
  isPlain(source) && (source as ServerCommand).command !== undefined && !isApplication(source) && !has(source, 'listen');

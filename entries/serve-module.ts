/*
 * The process of `testEnvironmentOptions: { websocket: { server: { module } } }`. Its arguments: the path of a module, whose
 * export is served on the port of the variable PORT, and how long it may take to close after SIGTERM, in ms. The time that
 * it may take to start is limited by its parent.
 */
import { basename } from 'node:path';
import { pathToFileURL } from 'node:url';
import { isPlain } from '../src/runtime/literal';
import { InProcessServer } from '../src/server/in-process-server';
import { isUsageError, UsageError } from '../src/text/usage-error';

async function exported(path: string): Promise<unknown> {
  // in this CommonJS file, the build would turn a plain `import()` into a `require()`
  const load = new Function('url', 'return import(url)') as (url: string) => Promise<{ default?: unknown }>;
  const module = await load(pathToFileURL(path).href);
  const given = module.default ?? module;
  const isCompiled = typeof given === 'object' && (given as { __esModule?: boolean }).__esModule;
  return isCompiled ? (given as { default?: unknown }).default : given;
}

/** @throws {UsageError} when there is nothing in it. */
function refuseNothing(given: unknown): void {
  const isEmpty =
    given === undefined || given === null || (isPlain(given) && Object.values(given).every((one) => one === undefined));
  if (!isEmpty) return;
  throw new UsageError(
    'It exports nothing. By default, or as module.exports, it must export a server, an application, or a function that makes one.',
  );
}

async function serve(path: string, grace: number): Promise<void> {
  const place = { port: Number(process.env.PORT), host: '127.0.0.1' };
  const given = await exported(path);
  refuseNothing(given);
  const server = new InProcessServer(given, place, grace, false);
  process.once('SIGTERM', () => void server.stop(true).finally(() => process.exit()));
  console.log(`jest-websocket serves ${await server.start(Number.POSITIVE_INFINITY)}`);
}

const [, , path = '', grace] = process.argv;
serve(path, Number(grace)).catch((error) => {
  console.error(isUsageError(error) ? `${basename(path)}: ${error.message}` : error);
  process.exit(1);
});

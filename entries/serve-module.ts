/*
 * The process of `testEnvironmentOptions: { websocket: { server: { module } } }`: serves what a module exports, on the port
 * of the variable PORT, until it is told to end.
 */
import { pathToFileURL } from 'node:url';
import { InProcessServer } from '../src/server/in-process-server';
import { GRACE } from '../src/server/serve-options';

const START = 30_000;

async function exported(path: string): Promise<unknown> {
  // `import()` of this CommonJS file would be made a `require()` of
  const load = new Function('url', 'return import(url)') as (url: string) => Promise<{ default?: unknown }>;
  const module = await load(pathToFileURL(path).href);
  const given = module.default ?? module;
  const isCompiled = typeof given === 'object' && (given as { __esModule?: boolean }).__esModule;
  return isCompiled ? (given as { default?: unknown }).default : given;
}

async function serve(path: string): Promise<void> {
  const place = { port: Number(process.env.PORT), host: '127.0.0.1' };
  const server = new InProcessServer(await exported(path), place, GRACE);
  process.once('SIGTERM', () => void server.stop(true).finally(() => process.exit()));
  console.log(`jest-websocket serves ${await server.start(START)}`);
}

serve(process.argv[2] as string).catch((error) => {
  console.error(error);
  process.exit(1);
});

import { basename, join } from 'node:path';
import { urlUnder } from '../connection/websocket-url';
import { settlesWithin } from '../runtime/settles-within';
import { grouped } from '../text/grouped';
import { said } from '../text/show';
import { UsageError } from '../text/usage-error';
import { type Caller, waitTime } from '../waiting/caller';
import { ProcessServer } from './process-server';
import { GRACE, type ServerCommand } from './serve-options';
import type { ServerConfig } from './server-config';

/** The default of how long it may take to start (ms). */
const START = 30_000;

/** The server of the configuration: it starts when it is first needed. */
export class ConfiguredServer {
  readonly process: ProcessServer;
  readonly #config: ServerConfig;
  #starting: Promise<string> | undefined;

  /** @param env The environment variables of the test. */
  constructor(config: ServerConfig, env: NodeJS.ProcessEnv) {
    this.#config = config;
    const { command, module, grace = GRACE } = config;
    const name = module === undefined ? undefined : `The server of ${basename(module)}`;
    const run = module === undefined ? commandOf(config, command ?? '') : runnerOf(config, module, grace);
    this.process = new ProcessServer(run, env, 0, grace, name);
  }

  /** Whether it has been started, but does not run any more. */
  get isOver(): boolean {
    return this.#starting !== undefined && this.process.stopped !== undefined;
  }

  /** Begins to start it, once. Resolves when it has started or cannot; never rejects. */
  async begin(): Promise<void> {
    this.#starting ??= this.process.start(this.#config.timeout ?? START);
    await this.#starting.catch(() => {});
  }

  /**
   * Its URL, for a client that connects: waits until it has started, as long as the caller has time.
   * @throws {UsageError} when it does not run.
   */
  async urlFor(caller: Caller): Promise<string> {
    const { name } = this.process;
    this.process.usedBy(caller.scope);
    const longest = waitTime(undefined, caller);
    if (!(await settlesWithin(this.begin(), longest, caller.deadline))) {
      const waited = grouped(Math.round(longest));
      throw new UsageError(`${name} is still starting, after ${waited} ms. Give the test more time, or start it in a beforeAll.`);
    }
    try {
      const url = (await this.#starting) as string;
      const { stopped } = this.process;
      if (stopped !== undefined) throw new UsageError(`${name} ${stopped}.`);
      const { path } = this.#config;
      return path === undefined ? url : urlUnder(url, path);
    } catch (error) {
      throw new UsageError(`testEnvironmentOptions.websocket.server: ${said(error)}`);
    }
  }
}

const shared = new Map<string, ConfiguredServer>();

/** The server of this worker, or a new one with `per: 'file'`. A server that ended in an earlier file is replaced. */
export function configuredServer(config: ServerConfig, env: NodeJS.ProcessEnv): ConfiguredServer {
  if (config.per === 'file') return new ConfiguredServer(config, env);
  const key = JSON.stringify(config);
  const known = shared.get(key);
  if (known && !known.isOver) return known;
  const made = new ConfiguredServer(config, env);
  shared.set(key, made);
  return made;
}

function commandOf({ url, ready, env, cwd }: ServerConfig, command: string): ServerCommand {
  return { command, ...(url && { url }), ...(ready && { ready }), ...(env && { env }), ...(cwd && { cwd }) };
}

/**
 * A process that loads the module and serves what it exports, and says where.
 * @param grace How long it may take to close (ms).
 */
function runnerOf({ env, cwd }: ServerConfig, module: string, grace: number): ServerCommand {
  const runner = join(__dirname, '../entries/serve-module.js');
  const url = ([, found = '']: RegExpExecArray) => found;
  const command = [process.execPath, runner, module, String(grace)].map(quoted).join(' ');
  return { command: `exec ${command}`, ready: /^jest-websocket serves (\S+)$/, url, ...(env && { env }), ...(cwd && { cwd }) };
}

/** A text as one word for the shell. */
const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

import { type ChildProcess, spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { settlesWithin } from '../runtime/settles-within';
import { said } from '../text/show';
import type { ProcessOutput } from './process-output';
import { isGroupRunning } from './running-group';

/**
 * A script that ends the group when the process that started it is gone, however that ended: its input is a pipe from that
 * process, which ends with it. It runs in a session of its own.
 */
const WATCH = 'read _; kill -s TERM -- "-$1" 2>/dev/null || exit 0; sleep 1; kill -s KILL -- "-$1" 2>/dev/null';

/** After how long it is looked again whether a process without output still runs (ms): twice as long each time, up to the longest. */
const SOON = 10;
const LONGEST = 100;

/** How long the rest of a process's output is read after its end (ms). */
const REST = 500;

/** A shell command and all the processes that it starts, as a process group: none of them outlives this process. */
export class ProcessGroup {
  /** Resolves, when it has ended, to how it did, for the end of a sentence: `exited with code 1`. */
  readonly exited: Promise<string>;
  /** Resolves when its output has ended. */
  readonly silent: Promise<void>;
  readonly #process: ChildProcess;
  readonly #watch: ChildProcess | undefined;
  #isOver = false;

  /** @param output Takes what it prints. */
  constructor(
    command: string,
    options: { readonly cwd: string | undefined; readonly env: NodeJS.ProcessEnv },
    output: ProcessOutput,
  ) {
    const child = spawn('/bin/sh', ['-c', command], { ...options, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
    this.#process = child;
    this.exited = new Promise((resolve) => {
      child.once('exit', (code, signal) => resolve(signal ? `was ended by ${signal}` : `exited with code ${code}`));
      child.once('error', (error) => resolve(`could not be started: ${said(error)}`));
    });
    this.silent = new Promise((resolve) => void child.once('close', () => resolve()));
    this.#watch = child.pid === undefined ? undefined : watcherOf(child.pid);
    for (const stream of [child.stdout, child.stderr]) output.read(stream);
    unref(child);
  }

  /** Ends the group by SIGTERM, and after `grace` ms by SIGKILL. Resolves when that is done. */
  async stop(grace: number): Promise<void> {
    this.#signal('SIGTERM');
    await this.#ended(grace);
    this.#signal('SIGKILL');
    await this.exited;
    await this.#ended(REST);
    this.#leave();
  }

  /** To be called when the command has exited by itself: ends what it has left running. Resolves when its output is read. */
  async clear(): Promise<void> {
    this.#signal('SIGTERM');
    await this.#ended(REST);
    this.#signal('SIGKILL');
    this.#leave();
  }

  /** Waits until none of it runs, at most `ms`. A process that writes to a file may go on when the output has ended. */
  async #ended(ms: number): Promise<void> {
    const { pid } = this.#process;
    const end = performance.now() + ms;
    if (!(await settlesWithin(this.silent, ms)) || pid === undefined) return;
    for (let pause = SOON; performance.now() < end && isGroupRunning(pid); pause = Math.min(2 * pause, LONGEST))
      await sleep(Math.min(pause, end - performance.now()));
  }

  #signal(signal: NodeJS.Signals): void {
    const { pid } = this.#process;
    if (pid === undefined || this.#isOver) return; // by then the number may be that of another
    try {
      process.kill(-pid, signal);
    } catch {
      // none of it is left
    }
  }

  #leave(): void {
    this.#isOver = true;
    this.#watch?.kill('SIGKILL');
    this.#watch?.stdin?.destroy();
    this.#process.stdout?.destroy();
    this.#process.stderr?.destroy();
  }
}

function watcherOf(group: number): ChildProcess {
  const watcher = spawn('/bin/sh', ['-c', WATCH, 'sh', String(group)], { detached: true, stdio: ['pipe', 'ignore', 'ignore'] });
  watcher.on('error', () => {});
  watcher.stdin.on('error', () => {});
  unref(watcher);
  return watcher;
}

/** Lets this process end while the child still runs. */
function unref(child: ChildProcess): void {
  child.unref();
  for (const stream of child.stdio) (stream as { unref?: () => void } | null | undefined)?.unref?.();
}

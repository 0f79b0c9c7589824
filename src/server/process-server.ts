import { statSync } from 'node:fs';
import { webSocketUrl } from '../connection/websocket-url';
import { NOT_INHERITED } from '../record/records-variables';
import { settlesWithin } from '../runtime/settles-within';
import { startTimer } from '../runtime/timer';
import { grouped } from '../text/grouped';
import { maskUrl } from '../text/mask';
import { isSecret } from '../text/secret-names';
import { oneLine, show } from '../text/show';
import { UsageError } from '../text/usage-error';
import type { Scope } from '../waiting/scope';
import type { ManagedServer } from './managed-server';
import { freePort, isListening, isSamePlace, whenListening } from './ports';
import { ProcessGroup } from './process-group';
import { type Line, ProcessOutput } from './process-output';
import type { ServerCommand } from './serve-options';

/** How long after the end of its sockets the end of a process is waited for (ms). */
const UNTIL_NOTICED = 50;

/** A server in a process of its own. */
export class ProcessServer implements ManagedServer {
  readonly name: string;
  readonly #command: ServerCommand;
  readonly #env: NodeJS.ProcessEnv;
  readonly #grace: number;
  /** The scopes that have connected to it: when it crashes, their waits end, and their failures show what it has printed. */
  readonly #users = new WeakSet<Scope>();
  /** The users that have not ended. Kept apart, since thousands of tests may share a server. */
  readonly #liveUsers = new Set<Scope>();
  /** The output of all its runs, so that it can still be told why one has crashed when the next one runs. */
  readonly #output = new ProcessOutput();
  #port: number;
  #group: ProcessGroup | undefined;
  #ending: Promise<void> | undefined;
  /** How often it was stopped, so that a start notices that it was overtaken by a stop. */
  #stops = 0;
  #stopped: string | undefined = 'has not been started';
  /** When it began to start, on the clock of `performance.now()`, as long as it has not become ready. */
  #startingSince: number | undefined;
  /** The URL that clients connect to; undefined until it is ready. */
  #url: string | undefined;
  /** When its last run began, on the clock of `performance.now()`. */
  #began = 0;
  /** When that ended though nobody had stopped it, on the same clock; undefined if it did not. */
  #crashed: number | undefined;

  /**
   * @param env The environment variables of the test.
   * @param port 0 for a free one.
   * @param grace How long it may take to end when it is asked to (ms).
   * @param name Defaults to the command.
   */
  constructor(command: ServerCommand, env: NodeJS.ProcessEnv, port: number, grace: number, name?: string) {
    this.name = name ?? `The server \`${oneLine(command.command, 80)}\``;
    this.#command = command;
    this.#env = env;
    this.#port = port;
    this.#grace = grace;
  }

  /** The secrets among its variables, which it may print under any name. */
  get secrets(): string[] {
    const variables = Object.entries({ ...this.#env, ...NOT_INHERITED, ...this.#command.env });
    return variables.flatMap(([name, value]) => (value !== undefined && isSecret(name, value) ? value : []));
  }

  get stopped(): string | undefined {
    return this.#stopped;
  }

  usedBy(scope: Scope): void {
    this.#users.add(scope);
    if (scope.ended || this.#liveUsers.has(scope)) return;
    this.#liveUsers.add(scope);
    scope.own({ dispose: async () => this.#liveUsers.delete(scope) });
  }

  async start(waitTime: number, latest?: number): Promise<string> {
    const { command, cwd, env: ownEnv } = this.#command;
    const stops = this.#stops;
    const end = performance.now() + waitTime;
    await this.#ending;
    this.#port = Number(ownEnv?.PORT) || this.#port || (await freePort());
    const env = { ...this.#env, ...NOT_INHERITED, ...ownEnv, PORT: ownEnv?.PORT ?? String(this.#port) };
    if (cwd !== undefined && !isFolder(cwd))
      throw new UsageError(`${this.name} cannot run in ${show(cwd)}: there is no such folder.`);
    await this.#refuseTaken();
    if (stops !== this.#stops) throw new UsageError(`${this.name} was closed before it was started.`);
    const group = new ProcessGroup(command, { cwd, env }, this.#output);
    this.#group = group;
    this.#began = performance.now();
    this.#startingSince = this.#began;
    this.#stopped = undefined;
    this.#crashed = undefined;
    void group.exited.then((how) => this.#exited(group, how));
    try {
      this.#url = await this.#whenReady(group, waitTime, end, latest);
      this.#startingSince = undefined;
      return this.#url;
    } catch (error) {
      void this.stop(); // not awaited: the test would be over by then
      throw error;
    }
  }

  /** Refuses to start if something listens there already: clients would reach that, such as a server that was left running. */
  async #refuseTaken(): Promise<void> {
    if (typeof this.#command.url === 'function') return;
    const url = this.#urlFrom();
    if (!(await isListening(url))) return;
    throw new UsageError(
      `Something listens at ${maskUrl(url)} already, before \`${oneLine(this.#command.command, 80)}\` was started. ` +
        'End it, or write {port} into url, which stands for a free one: the command finds it in the variable PORT.',
    );
  }

  /**
   * Resolves to the URL.
   * @param end When the time for it is over, on the clock of `performance.now()`, as `latest` is.
   */
  #whenReady(group: ProcessGroup, waitTime: number, end: number, latest: number | undefined): Promise<string> {
    const { ready } = this.#command;
    const look = ready === undefined ? this.#whenListening() : whenPrinted(this.#output, ready);
    return new Promise((resolve, reject) => {
      const settle = (act: () => void) => {
        stopTimer();
        stopLooking();
        act();
      };
      const fail = (why: string) => settle(() => reject(new UsageError(`${this.name} ${why}`)));
      const late = `was not ready within ${grouped(Math.round(waitTime))} ms: ${look.lack}.`;
      const stopTimer = startTimer(end - performance.now(), () => fail(late), latest);
      const stopLooking = look.until((match) => {
        settle(() => {
          try {
            resolve(this.#urlFrom(match));
          } catch (error) {
            reject(error);
          }
        });
      });
      void group.exited.then((how) => fail(`${how} before it was ready.`));
    });
  }

  #whenListening(): Look {
    const url = this.#urlFrom();
    return { lack: `nothing listens at ${maskUrl(url)}`, until: (done) => whenListening(url, done) };
  }

  #urlFrom(match?: RegExpExecArray): string {
    const { url = 'ws://localhost:{port}' } = this.#command;
    if (typeof url === 'string') return webSocketUrl(url.replaceAll('{port}', String(this.#port)));
    if (!match) throw new UsageError('serve() was given a function as url, which takes what ready has matched. Give ready, too.');
    const made = url(match);
    if (typeof made !== 'string') throw new UsageError(`The function url of serve() must return a URL, not ${show(made)}.`);
    return webSocketUrl(made);
  }

  #exited(group: ProcessGroup, how: string): void {
    if (this.#group !== group || this.#stopped !== undefined) return;
    this.#stopped = how;
    this.#crashed = performance.now();
    void group.clear();
    // later, so that what its own connections say about its end is read first
    startTimer(0, () => {
      const sentence = `${this.name} ${how}`;
      for (const scope of this.#liveUsers) scope.endAllWaits({ sentence, location: { frames: '' } });
    });
  }

  async stop(): Promise<void> {
    this.#stops++;
    this.#stopped ??= 'was closed';
    this.#ending = this.#group?.stop(this.#grace);
    await this.#ending;
  }

  /**
   * How it has crashed since a client began to connect, for one that was cut off: the end of a process is noticed after that
   * of its sockets. Undefined if it has not, or had ended or was not begun by then.
   * @param since On the clock of `performance.now()`, as `latest` is: when the test's own timer is due.
   */
  async crashSince(since: number, latest?: number): Promise<string | undefined> {
    if (this.#began > since) return undefined;
    if (this.#stopped === undefined) await settlesWithin(this.#group?.exited, UNTIL_NOTICED, latest);
    return this.#crashed !== undefined && this.#crashed >= since ? this.#stopped : undefined;
  }

  isAt(url: string): boolean {
    return this.#url !== undefined && isSamePlace(this.#url, url);
  }

  isUsedBy(scopes: readonly Scope[]): boolean {
    return scopes.some((scope) => this.#users.has(scope));
  }

  /** Waits until what it has printed so far is read, or its output ends, at most `ms`. */
  async untilRead(ms: number): Promise<void> {
    await settlesWithin(this.#group?.silent, ms);
  }

  /** The lines that it has printed since then. */
  linesSince(since: number): readonly Line[] {
    return this.#output.since(since);
  }

  /**
   * What it has printed since a moment on the clock of `performance.now()`, and how it crashed, for the failure of a test;
   * undefined if there is nothing to tell. If it has not become ready, what it has printed since it began to start.
   */
  accountSince(since: number): string | undefined {
    if (this.#crashed === undefined) {
      const printed = this.#output.shown(Math.min(since, this.#startingSince ?? since));
      const when = this.#startingSince === undefined ? 'during the test' : 'before it was ready';
      return printed === '' ? undefined : `${this.name} printed ${when}:\n\n${printed}`;
    }
    const printed = this.#output.shown(0);
    return `${this.name} ${this.#stopped}${printed === '' ? ', and printed nothing.' : `. Its last output:\n\n${printed}`}`;
  }
}

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}

/** How it is found out that the server is ready. */
interface Look {
  /** What is still missing, for the error. */
  readonly lack: string;
  /** Calls back when the server is ready. Returns a function that stops this. */
  until(done: (match?: RegExpExecArray) => void): () => void;
}

function whenPrinted(output: ProcessOutput, ready: RegExp | string): Look {
  const pattern = patternOf(ready);
  const watch: Look['until'] = (done) =>
    output.watch((line) => {
      const match = pattern.exec(line);
      if (match) done(match);
    });
  return { lack: `it printed no line with ${show(ready)}`, until: watch };
}

/** Of the user's own world, and stateless. */
function patternOf(ready: RegExp | string): RegExp {
  if (typeof ready !== 'string') return new RegExp(ready.source, ready.flags.replace(/[gy]/g, ''));
  return new RegExp(ready.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&'));
}

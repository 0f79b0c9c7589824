import { isUnix, portOf, urlUnder } from '../connection/websocket-url';
import { CallLocation } from '../runtime/call-location';
import { PrintsItself } from '../runtime/prints-itself';
import type { ManagedServer } from '../server/managed-server';
import { errorAt } from '../text/error-at';
import { maskUrl } from '../text/mask';
import { said } from '../text/show';
import { UsageError } from '../text/usage-error';
import { type Caller, waitTime } from '../waiting/caller';
import type { Scope } from '../waiting/scope';
import type { Engine } from './engine';
import { mustAwaitClient } from './must-await';

/** How a server is started and reached. */
interface Settings {
  readonly path: string | undefined;
  /** How long it may take to start (ms); undefined for all the time that the test has. */
  readonly timeout: number | undefined;
  /** Tells the server which scope uses it. */
  readonly usedBy: (scope: Scope) => void;
}

/** A server that `serve()` has started. The test, hook or describe block that called `serve()` owns it: its end closes it. */
export class TestServer extends PrintsItself {
  readonly #managed: ManagedServer;
  readonly #engine: Engine;
  readonly #settings: Settings;
  #url = '';
  /** Settles when the closes and restarts that were asked for so far are done: the next restart waits for it. */
  #before: Promise<unknown> = Promise.resolve();
  /** How many restarts are under way. */
  #restarts = 0;
  /** How often it was closed. A restart that finds a higher number than when it was asked for starts nothing. */
  #closes = 0;

  /** @internal */
  constructor(managed: ManagedServer, engine: Engine, settings: Settings) {
    super();
    this.#managed = managed;
    this.#engine = engine;
    this.#settings = settings;
  }

  /** Where clients connect: `ws://127.0.0.1:4000/chat`. It stays the same when the server is restarted. */
  get url(): string {
    return this.#url;
  }

  /** The same for requests: `http://127.0.0.1:4000/chat`. */
  get httpUrl(): string {
    return this.#url.replace(/^ws/, 'http');
  }

  /** The port that it listens on; 0 for a unix socket. */
  get port(): number {
    return isUnix(this.#url) ? 0 : portOf(new URL(this.#url));
  }

  /**
   * Starts it.
   * @param caller The test, hook or file that starts it: its time limits the start.
   * @throws {UsageError} when it cannot be started in time.
   * @internal
   */
  async start(caller: Caller): Promise<void> {
    const { path, timeout } = this.#settings;
    const root = await this.#managed.start(waitTime(timeout, caller), caller.deadline);
    this.#url = path === undefined ? root : urlUnder(root, path);
  }

  /**
   * Ends it, also while it starts or restarts.
   * @internal
   */
  dispose(): Promise<void> {
    this.#closes++;
    const stopping = this.#managed.stop(true);
    this.#before = Promise.allSettled([this.#before, stopping]);
    return stopping;
  }

  /**
   * The URL for a client of this scope, which counts as a user of the server from now on.
   * @throws {UsageError} when the server does not run, unless it is being restarted.
   * @internal
   */
  urlFor(scope: Scope): string {
    const { name, stopped } = this.#managed;
    this.#settings.usedBy(scope);
    if (stopped === undefined || this.#restarts > 0) return this.#url;
    throw new UsageError(`${name} given to connect() ${stopped}. restart() starts it again.`);
  }

  /**
   * Stops listening and cuts all connections. An application is first given the time to close by itself (the option `grace`),
   * a process the time to end after SIGTERM. Resolves when the server is gone. There is no need to call it: the server closes
   * with its owner.
   * @throws (rejects) if the application fails to close.
   */
  close(): Promise<void> {
    const location = new CallLocation(this.close);
    const { realm } = this.#engine;
    return new realm.Promise((resolve, reject) => {
      this.dispose().then(resolve, (error) => reject(errorAt(realm, location, said(error))));
    });
  }

  /**
   * Stops the server as `close()` does, if it runs, and starts it again on the same port. A command is run again, and a
   * function is called again. A server that was given to `serve()` itself listens again and keeps its state; only its
   * connections are cut. Resolves when it can be connected to. Several calls are done one after the other.
   * @throws (rejects) if it cannot be started again, or `close()` was called meanwhile.
   */
  restart(): Promise<void> {
    const caller = this.#engine.host.caller();
    const call = { name: 'restart()', location: new CallLocation(this.restart) };
    const closes = this.#closes;
    return mustAwaitClient(this.#engine, caller, call, () => {
      this.#restarts++;
      const restarting = this.#before.then(() => this.#restart(caller, closes)).finally(() => this.#restarts--);
      this.#before = restarting.catch(() => {});
      return restarting;
    });
  }

  async #restart(caller: Caller, closes: number): Promise<void> {
    if (caller.scope.ended) throw new UsageError(`restart() was called after ${caller.scope.label} had ended.`);
    const refuseClosed = () => {
      if (closes !== this.#closes) throw new UsageError(`${this.#managed.name} was closed before it was started again.`);
    };
    refuseClosed();
    await this.#managed.stop(false);
    refuseClosed();
    await this.start(caller);
  }

  /** Closes the server at the end of the block that has declared it with `await using`. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  override toString(): string {
    return `[server ${maskUrl(this.#url)} ${this.#managed.stopped ?? 'listens'}]`;
  }
}

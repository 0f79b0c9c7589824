import type { WebSocketClient } from './client/client';
import { configOptions, type WebSocketConfig } from './client/config';
import type * as DocumentedMessages from './client/documented-messages';
import type { DocumentedIn } from './client/documented-messages';
import type { Engine } from './client/engine';
import { mustAwaitClient } from './client/must-await';
import type { openClient } from './client/opening';
import type { openServer } from './client/serving';
import { targetAndOptions } from './client/target';
import type { TestServer } from './client/test-server';
import { type ConnectOptions, connectOptions } from './connection/connect-options';
import { Alternatives } from './expectations/any-of';
import { understand } from './expectations/expected';
import { partMatcher } from './expectations/part-matcher';
import { undecodable } from './expectations/undecodable';
import { withPath } from './expectations/with-path';
import { type Callee, CallLocation } from './runtime/call-location';
import { isPlain } from './runtime/literal';
import type { Scenario } from './scenario/scenario';
import type { ScenarioRun } from './scenario/scenario-run';
import { scenarios } from './scenario/when-asked-for';
import { type ServeOptions, serveOptions } from './server/serve-options';
import { errorAt, guarded } from './text/error-at';
import { checkOptions } from './text/options';
import { show } from './text/show';
import { UsageError } from './text/usage-error';
import type { Caller } from './waiting/caller';

type ClientsByName = Record<string, WebSocketClient>;

const documented = () => require('./client/documented-messages') as typeof DocumentedMessages;

/** Loads `ws` with the first client: a worker whose files open none does without. */
const open: typeof openClient = (...args) =>
  (require('./client/opening') as typeof import('./client/opening')).openClient(...args);

const serve: typeof openServer = (...args) =>
  (require('./client/serving') as typeof import('./client/serving')).openServer(...args);

/** What the functions of the package do. It lives outside of the test file's realm. */
export class Api {
  constructor(readonly engine: Engine) {}

  imported(): void {
    this.engine.host.imported();
    this.#guard(this.imported, () => this.engine.loadContract());
  }

  configure(callee: Callee, options: unknown): void {
    this.#guard(callee, () => {
      checkOptions(options, configOptions, 'configure()');
      if ((options as WebSocketConfig).fastExpect !== undefined) {
        throw new UsageError(
          'configure() takes no fastExpect: expect is there before it. Write it into testEnvironmentOptions.websocket.',
        );
      }
      if ((options as WebSocketConfig).server !== undefined) {
        throw new UsageError('configure() takes no server. Write it into testEnvironmentOptions.websocket, or await serve(…).');
      }
      this.engine.configure(options as WebSocketConfig);
    });
  }

  connect(callee: Callee, args: readonly unknown[]): Promise<WebSocketClient> {
    return this.#promise(callee, 'connect()', async (caller, location) => {
      this.engine.servers.given(args[0]);
      const [target, options] = targetAndOptions(args);
      return open(this.engine, caller, target, checked(options), location);
    });
  }

  connectAll(callee: Callee, args: readonly unknown[]): Promise<ClientsByName> {
    return this.#promise(callee, 'connectAll()', (caller, location) =>
      this.#openAll(caller, location, ...targetAndClients(args)),
    );
  }

  serve(callee: Callee, [source, options]: readonly unknown[]): Promise<TestServer> {
    return this.#promise(callee, 'serve()', async (caller) => {
      this.engine.servers.given(source);
      checkOptions(options ?? {}, serveOptions, 'serve()');
      return serve(this.engine, caller, source, (options ?? {}) as ServeOptions);
    });
  }

  useClients(callee: Callee, args: readonly unknown[]): ClientsByName {
    const [target, specs] = targetAndClients(args);
    this.engine.servers.given(target);
    const opened = new WeakMap<object, ClientsByName>();
    const location = new CallLocation(callee);
    const names = this.#guard(callee, () => {
      checkClients(specs, 'useClients()');
      for (const [name, options] of Object.entries(specs as object))
        checkOptions(options, connectOptions, `useClients(): ${name}`);
      return Object.keys(specs as object);
    });
    this.engine.host.beforeEach(() =>
      this.#promiseAt(location, 'useClients()', async (caller) => {
        const given: unknown = typeof target === 'function' ? await target() : target;
        opened.set(caller.scope.first, await this.#openAll(caller, location, given, specs));
      }),
    );
    const clients: object = new this.engine.realm.Object();
    for (const name of names) {
      const get = (): WebSocketClient => {
        const client = opened.get(this.engine.host.caller().scope.first)?.[name];
        if (client) return client;
        const message = `useClients() opens '${name}' for each test: use it inside a test or an afterEach hook.`;
        throw errorAt(this.engine.realm, new CallLocation(get), message);
      };
      Object.defineProperty(clients, name, { get, enumerable: true });
    }
    return clients as ClientsByName;
  }

  withPath(callee: Callee, [path, ...expected]: readonly unknown[]): object {
    return this.#guard(callee, () => withPath(path, expected, this.engine.framework.equality()));
  }

  undecodable(callee: Callee, [problem]: readonly unknown[]): object {
    return this.#guard(callee, () => undecodable(problem));
  }

  contractExample(callee: Callee, document: DocumentedIn, name: unknown): unknown {
    return this.#guard(callee, () => documented().exampleOf(this.engine, document, name));
  }

  contractMessage(callee: Callee, document: DocumentedIn, name: unknown): object {
    return this.#guard(callee, () => documented().documentedMessage(this.engine, document, name));
  }

  anyOf(callee: Callee, alternatives: readonly unknown[]): object {
    return this.#guard(callee, () => {
      if (alternatives.length === 0)
        throw new UsageError('anyOf() takes the expected messages, one of which must come: anyOf(a, b).');
      if (alternatives.includes(undefined)) throw new UsageError('anyOf() was given undefined, which every message matches.');
      const equality = this.engine.framework.equality();
      const understood = alternatives.map((one) => understand(one, equality));
      const matches = partMatcher(understood);
      return new Alternatives(alternatives, (value) => matches([value]));
    });
  }

  scenario(callee: Callee, [name]: readonly unknown[]): Scenario {
    return this.#guard(callee, () => scenarios().scenario(this.engine, new CallLocation(callee), name));
  }

  runTogether(callee: Callee, args: readonly unknown[]): Promise<ScenarioRun[]> {
    return scenarios().runTogether(this.engine, callee, args);
  }

  loadScenarios(callee: Callee, [source, target]: readonly unknown[]): Record<string, Scenario> {
    return this.#guard(callee, () => scenarios().loadScenarios(this.engine, new CallLocation(callee), source, target));
  }

  /** Opens one after the other, in the order written, so that the messages about arriving users are always the same. */
  async #openAll(caller: Caller, location: CallLocation, target: unknown, specs: unknown): Promise<ClientsByName> {
    this.engine.servers.given(target);
    checkClients(specs, 'connectAll()');
    const clients: ClientsByName = new this.engine.realm.Object() as ClientsByName;
    for (const [key, options] of Object.entries(specs as object)) {
      const { name = key, ...others } = checked(options);
      clients[key] = await open(this.engine, caller, target, { ...others, name }, location);
    }
    return clients;
  }

  #promise<T>(callee: Callee, name: string, act: Act<T>): Promise<T> {
    return this.#promiseAt(new CallLocation(callee), name, act);
  }

  /** A promise of the test's realm, whose rejections point at the user's line. */
  #promiseAt<T>(location: CallLocation, name: string, act: Act<T>): Promise<T> {
    const caller = this.engine.host.caller();
    return mustAwaitClient(this.engine, caller, { name, location }, () => act(caller, location));
  }

  #guard<T>(callee: Callee, act: () => T): T {
    return guarded(this.engine.realm, callee, act);
  }
}

type Act<T> = (caller: Caller, location: CallLocation) => Promise<T>;

/** `(target?, clients)`: one argument is the record of clients, whatever they are called. */
function targetAndClients([first, second]: readonly unknown[]): [target: unknown, clients: unknown] {
  return second === undefined ? [undefined, first] : [first, second];
}

/** @throws {UsageError} */
function checkClients(clients: unknown, where: string): void {
  if (isPlain(clients)) return;
  throw new UsageError(`${where} takes a record of clients, { rob: { query: … }, ann: {} }, not ${show(clients)}.`);
}

function checked(options: unknown = {}): ConnectOptions {
  checkOptions(options, connectOptions, 'connect()');
  return options as ConnectOptions;
}

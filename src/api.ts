import { eitherOf } from './any-of';
import { checkOptions } from './check';
import type { WebSocketClient } from './client';
import type { Engine } from './engine';
import { understand } from './expected';
import { isPlain } from './literal';
import { Mistake } from './mistake';
import type { openClient } from './opening';
import { type Config, type ConnectOptions, configChecks, connectChecks } from './options';
import type { Scenario } from './scenario/scenario';
import type { ScenarioRun } from './scenario/scenario-run';
import { scenarios } from './scenario/when-asked-for';
import type { Occasion } from './scope';
import { show } from './show';
import { type Callee, errorAt, guarded, Site } from './site';
import { targetAndOptions } from './target';
import { toBeAwaited } from './to-be-awaited';
import { undecodable } from './undecodable';
import { withPath } from './with-path';

type Clients = Record<string, WebSocketClient>;

/** Loads `ws` with the first client: a worker whose files open none does without. */
const open: typeof openClient = (...args) => (require('./opening') as typeof import('./opening')).openClient(...args);

/** What the functions of the package do, in the world outside of the test file. */
export class Api {
  constructor(readonly engine: Engine) {}

  configure(callee: Callee, options: unknown): void {
    this.#guard(callee, () => {
      checkOptions(options, configChecks, 'configure()');
      this.engine.configure(options as Config);
    });
  }

  connect(callee: Callee, args: readonly unknown[]): Promise<WebSocketClient> {
    return this.#promise(callee, 'connect()', async (occasion) => {
      const [target, options] = targetAndOptions(args);
      return open(this.engine, occasion, target, checked(options));
    });
  }

  connectAll(callee: Callee, args: readonly unknown[]): Promise<Clients> {
    return this.#promise(callee, 'connectAll()', (occasion) => this.#openAll(occasion, ...targetAndClients(args)));
  }

  useClients(callee: Callee, args: readonly unknown[]): Clients {
    const [target, specs] = targetAndClients(args);
    const opened = new WeakMap<object, Clients>();
    const site = new Site(callee);
    const names = this.#guard(callee, () => {
      checkClients(specs, 'useClients()');
      for (const [name, options] of Object.entries(specs as object))
        checkOptions(options, connectChecks, `useClients(): ${name}`);
      return Object.keys(specs as object);
    });
    this.engine.host.beforeEach(() =>
      this.#promiseAt(site, 'useClients()', async (occasion) => {
        const given: unknown = typeof target === 'function' ? await target() : target;
        opened.set(occasion.scope, await this.#openAll(occasion, given, specs));
      }),
    );
    const clients: object = new this.engine.realm.Object();
    for (const name of names) {
      const get = (): WebSocketClient => {
        const client = opened.get(this.engine.host.occasion().scope)?.[name];
        if (client) return client;
        const message = `useClients() opens '${name}' for each test: use it inside of a test, not before it runs.`;
        throw errorAt(this.engine.realm, new Site(get), message);
      };
      Object.defineProperty(clients, name, { get, enumerable: true });
    }
    return clients as Clients;
  }

  withPath(callee: Callee, [path, ...expected]: readonly unknown[]): object {
    return this.#guard(callee, () => {
      if (typeof path !== 'string') throw new Mistake(`withPath() takes a path first, such as 'body.name', not ${show(path)}.`);
      return withPath(path, expected, this.engine.framework.equality(), () => require('json-p3'));
    });
  }

  undecodable(callee: Callee, [problem]: readonly unknown[]): object {
    return this.#guard(callee, () => undecodable(problem));
  }

  anyOf(callee: Callee, alternatives: readonly unknown[]): object {
    return this.#guard(callee, () => {
      if (alternatives.length === 0)
        throw new Mistake('anyOf() takes the expected messages of which one must come: anyOf(a, b).');
      if (alternatives.includes(undefined)) throw new Mistake('anyOf() was given undefined, which every message matches.');
      const equality = this.engine.framework.equality();
      const understood = alternatives.map((one) => understand(one, equality));
      const matches = (value: unknown) => {
        const message = { payload: typeof value === 'string' ? value : '', value };
        return understood.some((one) => one.matches(message));
      };
      return eitherOf(alternatives, matches);
    });
  }

  scenario(callee: Callee, [name]: readonly unknown[]): Scenario {
    return this.#guard(callee, () => scenarios().scenario(this.engine, new Site(callee), name));
  }

  runTogether(callee: Callee, args: readonly unknown[]): Promise<ScenarioRun[]> {
    return scenarios().runTogether(this.engine, callee, args);
  }

  loadScenarios(callee: Callee, [source, target]: readonly unknown[]): Record<string, Scenario> {
    return this.#guard(callee, () => scenarios().loadScenarios(this.engine, new Site(callee), source, target));
  }

  /** One after the other in the order written: who sees whose arrival is fixed. */
  async #openAll(occasion: Occasion, target: unknown, specs: unknown): Promise<Clients> {
    checkClients(specs, 'connectAll()');
    const clients: Clients = new this.engine.realm.Object() as Clients;
    for (const [name, options] of Object.entries(specs as object)) {
      clients[name] = await open(this.engine, occasion, target, { name, ...checked(options) });
    }
    return clients;
  }

  #promise<T>(callee: Callee, name: string, act: (occasion: Occasion) => Promise<T>): Promise<T> {
    return this.#promiseAt(new Site(callee), name, act);
  }

  /** A promise of the test's realm, whose rejections point at the user's line. */
  #promiseAt<T>(site: Site, name: string, act: (occasion: Occasion) => Promise<T>): Promise<T> {
    const occasion = this.engine.host.occasion();
    return toBeAwaited<T>(this.engine, occasion, { name, site }, (resolve, reject) => void act(occasion).then(resolve, reject));
  }

  #guard<T>(callee: Callee, act: () => T): T {
    return guarded(this.engine.realm, callee, act);
  }
}

/** `(target?, clients)`: one argument is the record of clients, whatever they are called. */
function targetAndClients([first, second]: readonly unknown[]): [target: unknown, clients: unknown] {
  return second === undefined ? [undefined, first] : [first, second];
}

/** @throws {Mistake} */
function checkClients(clients: unknown, where: string): void {
  if (isPlain(clients)) return;
  throw new Mistake(`${where} takes a record of clients, { rob: { query: … }, ann: {} }, not ${show(clients)}.`);
}

function checked(options: unknown = {}): ConnectOptions {
  checkOptions(options, connectChecks, 'connect()');
  return options as ConnectOptions;
}

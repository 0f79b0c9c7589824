import { checkOptions, isRecord } from './check';
import type { WebSocketClient } from './client';
import { ConnectFailure } from './connect-failure';
import type { Equality } from './expected';
import { isPlain } from './literal';
import { Mistake } from './mistake';
import type { openClient } from './opening';
import { type Config, type ConnectOptions, configChecks, connectChecks, mergeOptions } from './options';
import type { Outcome, Reading } from './reading';
import type { Realm } from './realm';
import type { scenarios as Scenarios } from './scenario';
import type { Ensemble, Failure } from './scenario/ensemble';
import type { perform } from './scenario/perform';
import type { Scenario } from './scenario/scenario';
import type { ScenarioRun } from './scenario/scenario-run';
import type { Occasion, Scope } from './scope';
import { defaults } from './settings';
import { show } from './show';
import { errorAt, Site } from './site';
import { isTarget } from './target';
import { type PromiseWatch, watchPromises } from './watched-promise';
import { withPath } from './with-path';

/** Who runs the tests. */
export interface Host {
  /** Whose code runs now. */
  occasion(): Occasion;
  /** The test that runs now, whatever code asks: what happens on a client of a `beforeAll` happens to it. */
  running(): Scope | undefined;
  /** Registers a hook of the test file. */
  beforeEach(callback: () => Promise<void>): void;
}

/** What only the test framework knows: how values are compared, and how a failure is worded. */
export interface Framework {
  equality(): Equality;
  explain(reading: Reading, outcome: Outcome): string;
  /** @param name What ran them: `rob.run`, `runTogether`. */
  explainScenarios(ensemble: Ensemble, failure: Failure, name: string): string;
  /** How often `expect` itself calls `then` on what a matcher returns, before the user can. */
  readonly thens: number;
  /** How snapshots print clients. */
  readonly serializer: object;
  /** The matchers for this engine's clients, by their names. */
  readonly matchers: object;
}

type Rest<All extends readonly unknown[]> = All extends readonly [unknown, ...infer Others] ? Others : never;
type Callee = (...args: never[]) => unknown;
type Clients = Record<string, WebSocketClient>;

/** Loads `ws` with the first client: a worker whose files open none does without. */
const open: typeof openClient = (...args) => (require('./opening') as typeof import('./opening')).openClient(...args);

/** Loaded with the first scenario. */
const scenarios = () => (require('./scenario') as { scenarios: typeof Scenarios }).scenarios;

/** Opens clients for one test file, in the world outside of it. */
export class Engine {
  readonly watch: PromiseWatch;
  #config: Config;
  /** Read once: asking the system for a variable costs more than a message. */
  readonly #environment = {
    url: process.env.JEST_WEBSOCKET_URL,
    traces: !['', '0', undefined].includes(process.env.JEST_WEBSOCKET_TRACE),
  };
  #framework: Framework | undefined;
  #learn: (() => Framework) | undefined;

  constructor(
    readonly realm: Realm,
    config: Config,
    readonly host: Host,
  ) {
    this.#config = config;
    this.watch = watchPromises(realm);
  }

  get config(): Config {
    return this.#config;
  }

  /** Where paths go: `JEST_WEBSOCKET_URL`, else the configured URL. */
  get url(): string | undefined {
    return this.#environment.url || this.#config.url;
  }

  /** Whether what is said is printed at once. */
  get traces(): boolean {
    return this.#config.trace ?? this.#environment.traces;
  }

  /** How long a server may take to answer the closing handshake at teardown (ms). */
  get grace(): number {
    return this.#config.teardown?.grace ?? defaults.grace;
  }

  /** Learned when it is first asked for: a test file that asserts nothing of ours does not pay for it. */
  get framework(): Framework {
    if (!this.#learn) throw new Mistake('The matchers of jest-websocket are not registered.');
    this.#framework ??= this.#learn();
    return this.#framework;
  }

  adopt(learn: () => Framework): void {
    this.#learn = learn;
  }

  configure(callee: Callee, options: unknown): void {
    this.#atSite(callee, () => {
      checkOptions(options, configChecks, 'configure()');
      this.#config = mergeOptions(this.#config, options as Config);
    });
  }

  connect(callee: Callee, args: readonly unknown[]): Promise<WebSocketClient> {
    return this.#promise(callee, async (occasion) => {
      const [target, options] = targetAndRest(args);
      return open(this, occasion, target, checked(options));
    });
  }

  connectAll(callee: Callee, args: readonly unknown[]): Promise<Clients> {
    return this.#promise(callee, (occasion) => this.#openAll(occasion, ...targetAndRest(args)));
  }

  useClients(callee: Callee, args: readonly unknown[]): Clients {
    const [target, specs] = targetAndRest(args);
    const opened = new WeakMap<object, Clients>();
    const site = new Site(callee);
    const names = this.#atSite(callee, () => {
      if (!isRecord(specs)) throw new Mistake('useClients() takes a record of clients: { rob: { query: … }, ann: {} }.');
      for (const [name, options] of Object.entries(specs)) checkOptions(options, connectChecks, `useClients(): ${name}`);
      return Object.keys(specs);
    });
    this.host.beforeEach(() =>
      this.#promiseAt(site, async (occasion) => {
        const given: unknown = typeof target === 'function' ? await target() : target;
        opened.set(occasion.scope, await this.#openAll(occasion, given, specs));
      }),
    );
    const clients: object = new this.realm.Object();
    for (const name of names) {
      const get = (): WebSocketClient => {
        const client = opened.get(this.host.occasion().scope)?.[name];
        if (client) return client;
        const message = `useClients() opens '${name}' for each test: use it inside of a test, not before it runs.`;
        throw errorAt(this.realm, new Site(get), message);
      };
      Object.defineProperty(clients, name, { get, enumerable: true });
    }
    return clients as Clients;
  }

  withPath(callee: Callee, [path, ...expected]: readonly unknown[]): object {
    return this.#atSite(callee, () => {
      if (typeof path !== 'string') throw new Mistake(`withPath() takes a path first, such as 'body.name', not ${show(path)}.`);
      return withPath(path, expected, this.framework.equality(), () => require('json-p3'));
    });
  }

  scenario(callee: Callee, [name]: readonly unknown[]): Scenario {
    return this.#atSite(callee, () => scenarios().scenario(this, new Site(callee), name));
  }

  runTogether(callee: Callee, args: readonly unknown[]): Promise<ScenarioRun[]> {
    return scenarios().runTogether(this, callee, args);
  }

  loadScenarios(callee: Callee, [source, target]: readonly unknown[]): Record<string, Scenario> {
    return this.#atSite(callee, () => scenarios().loadScenarios(this, new Site(callee), source, target));
  }

  /** Runs scenarios together, for a matcher. */
  perform(...[occasion, asked, subjects, failed]: Rest<Parameters<typeof perform>>): Promise<ScenarioRun[]> {
    return scenarios().perform(this, occasion, asked, subjects, failed);
  }

  /** One after the other in the order written: who sees whose arrival is fixed. */
  async #openAll(occasion: Occasion, target: unknown, specs: unknown): Promise<Clients> {
    if (!isRecord(specs)) {
      throw new Mistake(`connectAll() takes a record of clients, { rob: { query: … }, ann: {} }, not ${show(specs)}.`);
    }
    const clients: Clients = new this.realm.Object() as Clients;
    for (const [name, options] of Object.entries(specs)) {
      clients[name] = await open(this, occasion, target, { name, ...checked(options) });
    }
    return clients;
  }

  #promise<T>(callee: Callee, act: (occasion: Occasion) => Promise<T>): Promise<T> {
    return this.#promiseAt(new Site(callee), act);
  }

  /** A promise of the test's realm, whose rejections point at the user's line. */
  #promiseAt<T>(site: Site, act: (occasion: Occasion) => Promise<T>): Promise<T> {
    const { realm } = this;
    return new realm.Promise<T>((resolve, reject) => {
      const fail = (error: unknown) => {
        if (error instanceof ConnectFailure) reject(errorAt(realm, site, error.message, error.details));
        else reject(error instanceof Mistake ? errorAt(realm, site, error.message) : error);
      };
      act(this.host.occasion()).then(resolve, fail);
    });
  }

  #atSite<T>(callee: Callee, act: () => T): T {
    try {
      return act();
    } catch (error) {
      throw error instanceof Mistake ? errorAt(this.realm, new Site(callee), error.message) : error;
    }
  }
}

/** `(target?, rest)`: a first argument that is no target is the rest. */
function targetAndRest([first, second]: readonly unknown[]): [target: unknown, rest: unknown] {
  return second !== undefined || isTarget(first) || (first !== undefined && !isPlain(first))
    ? [first, second]
    : [undefined, first];
}

function checked(options: unknown = {}): ConnectOptions {
  checkOptions(options, connectChecks, 'connect()');
  return options as ConnectOptions;
}

import type { Equality } from '../expectations/expected';
import type { Paint } from '../explain/conversation';
import type { Placeholders } from '../explain/placeholders';
import type { ContractRecord } from '../record/contract-record';
import type { Realm } from '../runtime/realm';
import { type PromiseWatch, watchPromises } from '../runtime/watched-promise';
import type { ConfiguredServer, configuredServer } from '../server/configured-server';
import { Servers } from '../server/servers';
import { failureText } from '../text/failure-text';
import { mergeOptions } from '../text/options';
import { addSecretNames, addSecretValues, resetSecrets } from '../text/secret-names';
import { UsageError } from '../text/usage-error';
import type { Caller } from '../waiting/caller';
import type { Outcome } from '../waiting/outcome';
import type { RuleViolation } from '../waiting/rule-violation';
import type { Scope } from '../waiting/scope';
import type { Wait } from '../waiting/wait';
import { configOptions, defaults, type Settings, type WebSocketConfig } from './config';
import type { Contracts } from './contracts';

const configured: typeof configuredServer = (...args) =>
  (require('../server/configured-server') as typeof import('../server/configured-server')).configuredServer(...args);

/** The test runner, as far as the engine needs it. */
export interface Host {
  /** The test file has loaded the package: `caller()` may soon be called. */
  imported(): void;
  /** The test, hook or file whose code runs now. */
  caller(): Caller;
  /**
   * The scope whose test fails for what is broken in the given scope. For a client from a `beforeAll`, that is the scope of
   * the test that runs now; for a client of a test, and while no test runs, the given scope itself.
   */
  judging(scope: Scope): Scope;
  /** Jest's `rootDir`, to which the paths of documents are relative. */
  readonly rootDir: string;
  /** Registers a hook of the test file. */
  beforeEach(callback: () => Promise<void>): void;
}

/** What only the test framework knows: how values are compared, and how a failure is worded. */
export interface Framework {
  equality(): Equality;
  explain(wait: Wait, outcome: Outcome): string;
  /** The colours of its own failures. */
  readonly paint: Paint;
}

/** The state shared by all our code during one test file. It lives outside of the file's realm. */
export class Engine {
  readonly watch: PromiseWatch;
  /** The servers that were given as targets. */
  readonly servers = new Servers();
  /** The arrays that `client.messages` has returned: they are printed with one message a line. */
  readonly messageLists = new WeakSet<object>();
  /** Whether what the tests see of contracts is counted: only a report needs it. */
  countsCoverage = false;
  #contracts: Contracts | undefined;
  /** The placeholders in the snapshots of each test, by its first scope. */
  readonly placeholders = new WeakMap<Scope, Placeholders>();
  #config: Settings;
  #server: ConfiguredServer | undefined;
  #framework: Framework | undefined;
  #learn: (() => Framework) | undefined;
  readonly #warnings = new Set<string>();

  constructor(
    readonly realm: Realm,
    config: WebSocketConfig,
    readonly host: Host,
  ) {
    this.#config = mergeOptions<Settings>(configOptions, defaults, config);
    resetSecrets();
    addSecretNames(config.mask ?? []);
    this.watch = watchPromises(realm);
  }

  get config(): Settings {
    return this.#config;
  }

  /** @throws {UsageError} when the document of a contract is wrong: then nothing has changed. */
  configure(options: WebSocketConfig): void {
    const config = mergeOptions(configOptions, this.#config, options);
    if (options.contract !== undefined && config.contract) this.contracts.prepare(config.contract);
    this.#config = config;
    addSecretNames(options.mask ?? []);
  }

  /** The URL that paths are under: `JEST_WEBSOCKET_URL`, else the configured one. */
  get url(): string | undefined {
    return this.#variable('JEST_WEBSOCKET_URL') || this.#config.url;
  }

  /** The configured server; undefined where `JEST_WEBSOCKET_URL` is set, or none is configured. */
  get server(): ConfiguredServer | undefined {
    const { server: config } = this.#config;
    if (!config || this.#variable('JEST_WEBSOCKET_URL')) return undefined;
    if (this.#server) return this.#server;
    this.#server = configured(config, this.variables);
    addSecretValues(this.#server.process.secrets);
    this.servers.processes.add(this.#server.process);
    if (config.per === 'file') this.servers.ofFile.add(this.#server.process);
    return this.#server;
  }

  /** The URL that paths are under, for the code that runs now: that of the configured server, which is started, or `url`. */
  async base(caller: Caller): Promise<string | undefined> {
    return this.server ? this.server.urlFor(caller) : this.url;
  }

  /** Whether each event is printed as it happens. */
  get traces(): boolean {
    return this.#config.trace ?? !['', '0', undefined].includes(this.#variable('JEST_WEBSOCKET_TRACE'));
  }

  /** Loaded with the first contract: few files have one. */
  get contracts(): Contracts {
    if (this.#contracts) return this.#contracts;
    const loaded = require('./contracts') as typeof import('./contracts');
    this.#contracts = new loaded.Contracts(this.host.rootDir, this.countsCoverage);
    return this.#contracts;
  }

  /** What was seen of each contract so far. */
  get coverage(): readonly ContractRecord[] {
    return this.#contracts?.coverage ?? [];
  }

  /** Loads the configured contract, if there is one, so that what is wrong with it is known when the file starts. */
  loadContract(): void {
    if (this.#config.contract) this.contracts.prepare(this.#config.contract);
  }

  /**
   * A standing rule is broken: that ends the waits of the scope that made it, and fails the test that runs. If none does, the
   * scope keeps the violation for the hook that runs, or for the next test.
   */
  break(scope: Scope, violation: RuleViolation): void {
    const judging = this.host.judging(scope);
    judging.break(violation);
    if (judging !== scope) scope.endWaits(violation);
  }

  /**
   * Prints a warning, which fails nothing.
   * @param about Of several warnings about the same, only the first is printed.
   */
  warn(sentence: string, about = sentence): void {
    if (this.#warnings.has(about)) return;
    this.#warnings.add(about);
    const { console } = this.realm.global as { console?: Pick<Console, 'warn'> };
    console?.warn(failureText(sentence));
  }

  /** From the test's own `process.env`, where a setup file may write (dotenv, say), else from ours. */
  #variable(name: string): string | undefined {
    return this.variables[name] || process.env[name];
  }

  /** The environment of the test. */
  get variables(): NodeJS.ProcessEnv {
    const { process: inner } = this.realm.global as { process?: { env?: NodeJS.ProcessEnv } };
    return inner?.env ?? process.env;
  }

  /** How long a server may take to answer the closing handshake at teardown (ms). */
  get grace(): number {
    return this.#config.teardown.grace;
  }

  /** Made when it is first asked for: a test file that uses none of our matchers does not pay for it. */
  get framework(): Framework {
    if (!this.#learn) throw new UsageError('The matchers of jest-websocket are not registered.');
    this.#framework ??= this.#learn();
    return this.#framework;
  }

  adopt(learn: () => Framework): void {
    this.#learn = learn;
  }
}

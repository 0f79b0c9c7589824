import type { WebSocketClient } from '../client/client';
import { handedOut } from '../log/messages';
import { PrintsItself } from '../runtime/prints-itself';
import type { Realm } from '../runtime/realm';
import type { ScenarioResponse } from './http-request';
import type { Runner } from './runner';
import type { ScenarioState } from './scenario-failure';
import type { Parts } from './steps';
import { capturedObject } from './template';

/** What happened when a scenario ran. */
export class ScenarioRun<Incoming = any, Outgoing = any> extends PrintsItself {
  readonly #runner: Runner;
  readonly #who: number;
  readonly #realm: Realm;

  /** @internal */
  constructor(runner: Runner, who: number, realm: Realm) {
    super();
    this.#runner = runner;
    this.#who = who;
    this.#realm = realm;
  }

  /**
   * The state behind a run, and the index of its scenario; undefined for any other value.
   * @internal
   */
  static behind(this: void, value: unknown): { readonly state: ScenarioState; readonly who: number } | undefined {
    if (typeof value !== 'object' || value === null || !(#runner in value)) return undefined;
    return { state: value.#runner, who: value.#who };
  }

  /** The name of the scenario's user. */
  get name(): string {
    return this.#role.parts.name;
  }

  /** Whether all of its steps are done. */
  isComplete(): boolean {
    return this.#runner.progress.isComplete(this.#who);
  }

  /** The messages that met an expectation, in the order in which they did. */
  get received(): Incoming[] {
    return this.#values(this.#runner.progress.taken(this.#who));
  }

  /** The messages that met no expectation, oldest first. */
  get unmatched(): Incoming[] {
    const taken = this.#runner.progress.taken(this.#who);
    return this.#values(this.#log?.received.filter((message) => !taken.includes(message)) ?? []);
  }

  /** The messages that were sent, oldest first. */
  get sent(): Outgoing[] {
    const sent = this.#log?.sent ?? [];
    return this.#values(sent.filter(({ number }, index) => number !== sent[index - 1]?.number));
  }

  /** The responses to its requests, in the order in which they arrived. */
  get responses(): ScenarioResponse[] {
    return this.#realm.list(this.#role.responses);
  }

  /**
   * The values that were captured by all users that ran together, by their names. Of several that were captured under one name,
   * this is the user's own, if there is one; else the last in the order written.
   */
  get captured(): Record<string, any> {
    return capturedObject(this.#runner.progress.captured.seenBy(this.#who), this.#realm);
  }

  /** The client; undefined until it has connected. */
  get client(): WebSocketClient<Incoming, Outgoing> | undefined {
    return this.#role.client;
  }

  override toString(): string {
    return `[run of ${this.name}, ${this.isComplete() ? 'complete' : 'not complete'}]`;
  }

  get #role() {
    return this.#runner.roles[this.#who] as Runner['roles'][number];
  }

  get #log() {
    return this.#role.connection?.log;
  }

  #values<T>(messages: readonly { readonly value: unknown }[]): T[] {
    return this.#realm.list(messages, (message) => handedOut(message) as T);
  }
}

/** A scenario as the rest of the package knows it. */
export interface ScenarioBehind {
  readonly parts: Parts;
  /** To be called when it is run, or another scenario is made from it: otherwise the test fails for a forgotten scenario. */
  use(): void;
  /** Its latest run. */
  run: ScenarioRun | undefined;
}

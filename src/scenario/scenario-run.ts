import { inspect } from 'node:util';
import type { WebSocketClient } from '../client/client';
import { handedOut } from '../log/messages';
import { printsItself } from '../runtime/prints-itself';
import type { Realm } from '../runtime/realm';
import type { Ensemble } from './ensemble';
import type { ScenarioResponse } from './http-request';
import { makeRunKnown } from './known';
import { capturedObject } from './template';

/** What happened when a scenario ran. */
export class ScenarioRun<Incoming = any, Outgoing = any> {
  readonly #ensemble: Ensemble;
  readonly #who: number;
  readonly #realm: Realm;

  /** @internal */
  constructor(ensemble: Ensemble, who: number, realm: Realm) {
    this.#ensemble = ensemble;
    this.#who = who;
    this.#realm = realm;
    makeRunKnown(this, { state: ensemble, who });
    printsItself(this);
  }

  get name(): string {
    return this.#role.parts.name;
  }

  /** Whether all of its steps are done. */
  isComplete(): boolean {
    return this.#ensemble.progress.isComplete(this.#who);
  }

  /** The messages that met an expectation, in the order in which they did. */
  get received(): Incoming[] {
    return this.#values(this.#ensemble.progress.taken(this.#who));
  }

  /** The messages that met no expectation. */
  get unmatched(): Incoming[] {
    const taken = this.#ensemble.progress.taken(this.#who);
    return this.#values(this.#log?.received.filter((message) => !taken.includes(message)) ?? []);
  }

  /** The messages that were sent. */
  get sent(): Outgoing[] {
    const sent = this.#log?.sent ?? [];
    return this.#values(sent.filter(({ number }, index) => number !== sent[index - 1]?.number));
  }

  /** The responses to its requests, in the order in which they arrived. */
  get responses(): ScenarioResponse[] {
    return this.#realm.list(this.#role.responses);
  }

  /** What was captured, by name, by all users that ran together. */
  get captured(): Record<string, any> {
    return capturedObject(this.#ensemble.progress.captured, this.#realm);
  }

  /** The client; undefined until it has connected. */
  get client(): WebSocketClient<Incoming, Outgoing> | undefined {
    return this.#role.client;
  }

  toString(): string {
    return `[run of ${this.name}, ${this.isComplete() ? 'complete' : 'not complete'}]`;
  }

  [inspect.custom](): string {
    return this.toString();
  }

  get #role() {
    return this.#ensemble.roles[this.#who] as Ensemble['roles'][number];
  }

  get #log() {
    return this.#role.connection?.log;
  }

  #values<T>(messages: readonly { readonly value: unknown }[]): T[] {
    return this.#realm.list(messages, (message) => handedOut(message) as T);
  }
}

import type { WebSocketClient } from '../src/client/client';
import type { ExpectedMessage } from '../src/expectations/pattern';
import type { Scenario } from '../src/scenario/scenario';
import type { ScenarioRun } from '../src/scenario/scenario-run';
import type { HaveMessagesOptions } from './to-have-received-messages';
import type { ReceiveMessageOptions } from './to-receive-message';

/** The messages that a client, or an array of clients, receives; `any` if that is not known. */
export type IncomingOf<Subject> = 0 extends 1 & Subject ? any : MessageOf<Awaited<Subject>, 0>;

/** The messages that it sends. */
export type OutgoingOf<Subject> = 0 extends 1 & Subject ? any : MessageOf<Awaited<Subject>, 1>;

type MessageOf<Subject, Way extends 0 | 1> = Subject extends readonly (infer Client)[]
  ? MessageOf<Client, Way>
  : Subject extends WebSocketClient<infer Incoming, infer Outgoing, any>
    ? [Incoming, Outgoing][Way]
    : never;

declare const subject: unique symbol;

/** What was given to `expect()`; after `.resolves`, what that promise resolves to. */
type Given<R, T> = R extends Promise<void> ? Awaited<T> : T;

/**
 * The `this` of a matcher that works on one kind of subject: other subjects do not compile, and the compiler shows the
 * sentence. Subjects of type `any` and `unknown` are checked at run time, as is a union with a member that fits. A type
 * parameter is judged by what it extends.
 */
type On<Given, Subject, Sentence> = true extends IsSubject<Given, Subject> ? unknown : Needs<Subject, Sentence>;

type IsSubject<Given, Subject> = unknown extends Given ? true : Given extends Subject ? true : false;

// biome-ignore lint/correctness/noUnusedVariables: the compiler shows the sentence: "… of type 'Needs<…>'"
interface Needs<Subject, Sentence> {
  readonly [subject]?: Subject;
}

export type OnClients<R, T> = On<
  Given<R, T>,
  WebSocketClient | readonly WebSocketClient[],
  T extends PromiseLike<unknown>
    ? 'a client, not its promise: expect(await connect(…))'
    : 'what connect() resolves to, or an array of it'
>;

export type OnRefusals<R, T> = On<Given<R, T>, PromiseLike<unknown>, 'the promise of connect(), not awaited'>;

export type OnScenarios<R, T> = On<Given<R, T>, Scenario | readonly Scenario[], 'what scenario() returns, or an array of it'>;

export type OnRuns<R, T> = On<Given<R, T>, Scenario | ScenarioRun, 'what scenario() returns, or what its run() resolves to'>;

/**
 * The matchers of this package. Those that wait return a promise, whatever `expect` they are called on. Each is declared in
 * the file of its matcher.
 */
export interface WebSocketMatchers<R, T> {
  readonly [subject]?: Given<R, T>;
}

/** Matchers that jest-websocket-mock also adds to this interface: there ours must be overloads, and cannot be inherited. */
type Shared = 'toReceiveMessage' | 'toHaveReceivedMessages';

declare global {
  namespace jest {
    interface Matchers<R, T = {}> extends Omit<WebSocketMatchers<R, T>, Shared> {
      /** An unread message matches, now or before the timeout; those before it are skipped. */
      toReceiveMessage(
        this: OnClients<R, T>,
        expected?: ExpectedMessage<IncomingOf<T>>,
        options?: ReceiveMessageOptions,
      ): Promise<void>;
      /** All of these are among the messages received so far, in this order unless `order` says otherwise. */
      toHaveReceivedMessages(
        this: OnClients<R, T>,
        expected: readonly ExpectedMessage<IncomingOf<T>>[],
        options?: HaveMessagesOptions,
      ): R;
    }
  }
}

declare module 'expect' {
  interface Matchers<R extends void | Promise<void>, T = unknown> extends WebSocketMatchers<R, T> {}
}

import type { WebSocketClient } from '../src/client/client';
import type { AsymmetricMatcher, ExpectedMessage } from '../src/expectations/pattern';
import type { Scenario } from '../src/scenario/scenario';
import type { ScenarioRun } from '../src/scenario/scenario-run';
import type { ReceiveOptions, WaitOptions } from '../src/waiting/wait-options';
import type { ExpectedRefusal } from './to-fail-handshake';
import type { HaveMessageOptions } from './to-have-message';
import type { HaveMessagesOptions } from './to-have-received-messages';
import type { TranscriptSnapshotOptions } from './to-match-transcript-snapshot';
import type { ReceiveMessageOptions } from './to-receive-message';
import type { ReceiveMessagesOptions } from './to-receive-messages';

/** What a client, or an array of clients, receives; anything goes where that is not known. */
type IncomingOf<Subject> = 0 extends 1 & Subject ? any : MessageOf<Awaited<Subject>, 0>;

/** What it sends. */
type OutgoingOf<Subject> = 0 extends 1 & Subject ? any : MessageOf<Awaited<Subject>, 1>;

type MessageOf<Subject, Way extends 0 | 1> = Subject extends readonly (infer Client)[]
  ? MessageOf<Client, Way>
  : Subject extends WebSocketClient<infer Incoming, infer Outgoing>
    ? [Incoming, Outgoing][Way]
    : never;

declare const subject: unique symbol;

/** What was given to `expect()`: behind `.resolves`, what that promise resolves to. */
type Given<R, T> = R extends Promise<void> ? Awaited<T> : T;

/**
 * The `this` of a matcher that works on one kind of subject, so that nonsense does not compile and the compiler says the
 * sentence. Subjects of type `any` and `unknown` are left to the run, as is a union of which one member fits. What a
 * type parameter stands for is judged by what it extends.
 */
type On<Given, Subject, Sentence> = true extends Fits<Given, Subject> ? unknown : Needs<Subject, Sentence>;

type Fits<Given, Subject> = unknown extends Given ? true : Given extends Subject ? true : false;

// biome-ignore lint/correctness/noUnusedVariables: the compiler shows the sentence: "… of type 'Needs<…>'"
interface Needs<Subject, Sentence> {
  readonly [subject]?: Subject;
}

type OnClients<R, T> = On<
  Given<R, T>,
  WebSocketClient | readonly WebSocketClient[],
  T extends PromiseLike<unknown>
    ? 'a client, not its promise: expect(await connect(…))'
    : 'what connect() resolves to, or an array of it'
>;

type OnRefusals<R, T> = On<Given<R, T>, PromiseLike<unknown>, 'the promise of connect(), not awaited'>;

type OnScenarios<R, T> = On<Given<R, T>, Scenario | readonly Scenario[], 'what scenario() returns, or an array of it'>;

type OnRuns<R, T> = On<Given<R, T>, Scenario | ScenarioRun, 'what scenario() returns, or what its run() resolves to'>;

/** With what ends the stream, which is waited for. */
type Settling<Message> = TranscriptSnapshotOptions<Message> &
  ({ readonly until: ExpectedMessage<Message> } | { readonly quiet: number } | { readonly closed: true });

/** The matchers of this package. Those that wait return a promise, whatever `expect` they are called on. */
export interface WebSocketMatchers<R, T> {
  readonly [subject]?: Given<R, T>;
  /** An unread message matches, now or before the timeout; those before it are skipped. */
  toReceiveMessage(
    this: OnClients<R, T>,
    expected?: ExpectedMessage<IncomingOf<T>>,
    options?: ReceiveMessageOptions,
  ): Promise<void>;
  /** An unread message matches, now or before the timeout; those before it are skipped. */
  toReceive(this: OnClients<R, T>, expected?: ExpectedMessage<IncomingOf<T>>, options?: ReceiveMessageOptions): Promise<void>;
  /** The very next unread message matches. */
  toReceiveNextMessage(this: OnClients<R, T>, expected?: ExpectedMessage<IncomingOf<T>>, options?: ReceiveOptions): Promise<void>;
  /** All of these arrive, in this order unless `order` says otherwise. */
  toReceiveMessages(
    this: OnClients<R, T>,
    expected: readonly ExpectedMessage<IncomingOf<T>>[],
    options?: ReceiveMessagesOptions,
  ): Promise<void>;
  /** A message that matches the trigger arrives, and the reply is sent. */
  toSendOnReceive(
    this: OnClients<R, T>,
    trigger: ExpectedMessage<IncomingOf<T>>,
    reply: (message: IncomingOf<T>) => OutgoingOf<T> | Promise<OutgoingOf<T>>,
    options?: ReceiveOptions,
  ): Promise<void>;
  toSendOnReceive(
    this: OnClients<R, T>,
    trigger: ExpectedMessage<IncomingOf<T>>,
    reply: OutgoingOf<T>,
    options?: ReceiveOptions,
  ): Promise<void>;
  /** The connection closes, with this code and reason (RFC 6455 §7.4) if they are given. */
  toClose(
    this: OnClients<R, T>,
    code?: number | AsymmetricMatcher,
    reason?: string | RegExp | AsymmetricMatcher,
    options?: WaitOptions,
  ): Promise<void>;
  toClose(this: OnClients<R, T>, code: number | AsymmetricMatcher, options: WaitOptions): Promise<void>;
  toClose(this: OnClients<R, T>, options: WaitOptions): Promise<void>;
  /** On a scenario, or on several, which run together: it runs and does all of its steps. */
  toComplete(this: OnScenarios<R, T>): Promise<void>;
  /** On a scenario that has run, or on a run: all of its steps are done. */
  toBeComplete(this: OnRuns<R, T>): R;
  /** A message received so far matches. */
  toHaveReceivedMessage(this: OnClients<R, T>, expected?: ExpectedMessage<IncomingOf<T>>, options?: HaveMessageOptions): R;
  /** All of these are among the messages received so far, in this order unless `order` says otherwise. */
  toHaveReceivedMessages(
    this: OnClients<R, T>,
    expected: readonly ExpectedMessage<IncomingOf<T>>[],
    options?: HaveMessagesOptions,
  ): R;
  /** On the promise of `connect()`: the server refuses the upgrade, with this status, headers and body if given. */
  toFailHandshake(this: OnRefusals<R, T>, expected?: number | ExpectedRefusal): Promise<void>;
  /** A pong comes back. */
  toAnswerPing(this: OnClients<R, T>, options?: WaitOptions): Promise<void>;
  /** Every message has been matched, skipped or ignored. */
  toHaveNoUnreadMessages(this: OnClients<R, T>): R;
  /**
   * The stream equals the stored one, apart from values that differ from run to run. While the connection is open, it ends
   * with what has been read; with `until`, `quiet` or `closed`, the matcher waits, and it ends there.
   */
  toMatchTranscriptSnapshot(this: OnClients<R, T>, options: Settling<IncomingOf<T>>, hint?: string): Promise<void>;
  toMatchTranscriptSnapshot(this: OnClients<R, T>, options?: TranscriptSnapshotOptions<IncomingOf<T>>, hint?: string): R;
  toMatchTranscriptSnapshot(this: OnClients<R, T>, hint?: string): R;
  /** The stream equals the one written here; Jest writes it. */
  toMatchTranscriptInlineSnapshot(this: OnClients<R, T>, options: Settling<IncomingOf<T>>, stored?: string): Promise<void>;
  toMatchTranscriptInlineSnapshot(this: OnClients<R, T>, options: TranscriptSnapshotOptions<IncomingOf<T>>, stored?: string): R;
  toMatchTranscriptInlineSnapshot(this: OnClients<R, T>, stored?: string): R;
  /** A message sent so far matches. */
  toHaveSentMessage(this: OnClients<R, T>, expected?: ExpectedMessage<OutgoingOf<T>>, options?: HaveMessageOptions): R;
  /** The connection is open now. */
  toBeOpen(this: OnClients<R, T>): R;
  /** The connection is closed now. */
  toBeClosed(this: OnClients<R, T>): R;
}

/** Those of which jest-websocket-mock has its own for the same interface: they are its overloads, not what it extends. */
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

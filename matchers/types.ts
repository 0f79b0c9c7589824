import type { WebSocketClient } from '../src/client';
import type { ReceiveOptions, WaitOptions } from '../src/options';
import type { AsymmetricMatcher, ExpectedMessage } from '../src/pattern';
import type { ExpectedRefusal } from './to-fail-handshake';
import type { HaveMessageOptions } from './to-have-message';
import type { HaveMessagesOptions } from './to-have-received-messages';
import type { TranscriptSnapshotOptions } from './to-match-transcript-snapshot';
import type { AudienceOptions } from './to-receive-message';
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

/** With what ends the stream, which is waited for. */
type Settling<Message> = TranscriptSnapshotOptions<Message> &
  ({ readonly until: ExpectedMessage<Message> } | { readonly quiet: number } | { readonly closed: true });

/** The matchers of this package. Those that wait return a promise, whatever `expect` they are called on. */
export interface WebSocketMatchers<R, T> {
  /** An unread message matches, now or before the timeout; those before it are skipped. */
  toReceiveMessage(expected?: ExpectedMessage<IncomingOf<T>>, options?: AudienceOptions): Promise<void>;
  /** An unread message matches, now or before the timeout; those before it are skipped. */
  toReceive(expected?: ExpectedMessage<IncomingOf<T>>, options?: AudienceOptions): Promise<void>;
  /** The very next unread message matches. */
  toReceiveNextMessage(expected?: ExpectedMessage<IncomingOf<T>>, options?: ReceiveOptions): Promise<void>;
  /** All of these are received: in this order, unless `order` says otherwise. */
  toReceiveMessages(expected: readonly ExpectedMessage<IncomingOf<T>>[], options?: ReceiveMessagesOptions): Promise<void>;
  /** A message that matches the trigger arrives, and the reply is then sent. */
  toSendOnReceive(
    trigger: ExpectedMessage<IncomingOf<T>>,
    reply: (message: IncomingOf<T>) => OutgoingOf<T> | Promise<OutgoingOf<T>>,
    options?: ReceiveOptions,
  ): Promise<void>;
  toSendOnReceive(trigger: ExpectedMessage<IncomingOf<T>>, reply: OutgoingOf<T>, options?: ReceiveOptions): Promise<void>;
  /** The connection closes, with this code and reason (RFC 6455 §7.4) where they are given. */
  toClose(code?: number | AsymmetricMatcher, reason?: string | RegExp | AsymmetricMatcher, options?: WaitOptions): Promise<void>;
  toClose(code: number | AsymmetricMatcher, options: WaitOptions): Promise<void>;
  toClose(options: WaitOptions): Promise<void>;
  /** On a scenario, or several that are run together: it is run, and does all of its steps. */
  toComplete(): Promise<void>;
  /** On a scenario that was run, or on a run: all of its steps are done. */
  toBeComplete(): R;
  /** So it is now, over all that was received. */
  toHaveReceivedMessage(expected?: ExpectedMessage<IncomingOf<T>>, options?: HaveMessageOptions): R;
  /** So it is now, over all that was received: all of these, in this order unless `order` says otherwise. */
  toHaveReceivedMessages(expected: readonly ExpectedMessage<IncomingOf<T>>[], options?: HaveMessagesOptions): R;
  /** On the promise of `connect()`: the server refuses the upgrade, with this status, headers and body where given. */
  toFailHandshake(expected?: number | ExpectedRefusal): Promise<void>;
  /** A pong comes back. */
  toAnswerPing(options?: WaitOptions): Promise<void>;
  /** Every message has been matched, skipped or ignored. */
  toHaveNoUnreadMessages(): R;
  /**
   * The stream equals the stored one, values that differ from run to run aside: of an open connection, what has been
   * read; with `until`, `quiet` or `closed`, what has come when that has, which is waited for.
   */
  toMatchTranscriptSnapshot(options: Settling<IncomingOf<T>>, hint?: string): Promise<void>;
  toMatchTranscriptSnapshot(options?: TranscriptSnapshotOptions<IncomingOf<T>>, hint?: string): R;
  toMatchTranscriptSnapshot(hint?: string): R;
  /** The stream equals the one written here; Jest writes it. */
  toMatchTranscriptInlineSnapshot(options: Settling<IncomingOf<T>>, stored?: string): Promise<void>;
  toMatchTranscriptInlineSnapshot(options: TranscriptSnapshotOptions<IncomingOf<T>>, stored?: string): R;
  toMatchTranscriptInlineSnapshot(stored?: string): R;
  /** So it is now, over all that was sent. */
  toHaveSentMessage(expected?: ExpectedMessage<OutgoingOf<T>>, options?: HaveMessageOptions): R;
  /** The connection is open now. */
  toBeOpen(): R;
  /** The connection is closed now. */
  toBeClosed(): R;
}

declare global {
  namespace jest {
    interface Matchers<R, T = {}> extends WebSocketMatchers<R, T> {}
  }
}

declare module 'expect' {
  interface Matchers<R extends void | Promise<void>, T = unknown> extends WebSocketMatchers<R, T> {}
}

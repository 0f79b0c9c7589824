/**
 * What a report knows about one attempt of a test, as plain data. Whatever came from outside has its secrets masked, and may be
 * cut. Hidden characters are not escaped yet: that is done when it is shown.
 */
export interface TestRecord {
  /** The path of the test file. */
  readonly file: string;
  /** The id that Jest gives its project: several may run the same file. */
  readonly project?: string;
  /** The names of the describe blocks around the test, then its own. */
  readonly titles: readonly string[];
  /** The unmasked titles, sealed; left out if nothing had to be masked. */
  readonly sealedTitles?: string;
  /** 1 for the first. After a failure, another follows if `jest.retryTimes()` says so. */
  readonly attempt: number;
  /** Its number among the attempts of its file, in the order in which they began: concurrent ones may end in another order. */
  readonly order?: number;
  readonly status: 'passed' | 'failed';
  /** When it began, in ms since 1970. */
  readonly startedAt: number;
  /** In ms. */
  readonly duration: number;
  /** The errors that it failed with. */
  readonly errors: readonly ErrorRecord[];
  readonly conversation: ConversationRecord;
}

export interface ErrorRecord {
  /** The text, without colours, stack, and the conversation that the terminal shows below it. */
  readonly message: string;
  /** The line of the test, if it is known. */
  readonly position?: LineOfCode;
  /** The wait that has failed with this error: an index in `waits`. */
  readonly wait?: number;
  /** The lines of the test around the failing one. */
  readonly source?: SourceLines;
}

/** Some lines of a file of the user's, safe to show. */
export interface SourceLines {
  readonly firstLine: number;
  readonly lines: readonly string[];
}

/** A line of the user's code, as it was written (through source maps). */
export interface LineOfCode {
  /** In a record and in a report, relative to the root of the run. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** What all clients of a test have sent and received. All times are ms since the test began, negative for `beforeAll`. */
export interface ConversationRecord {
  readonly clients: readonly ClientRecord[];
  /** In the order of time. */
  readonly events: readonly EventRecord[];
  /** For a test that has passed: the first, the last, and those that came nearest to their timeout. */
  readonly waits: readonly WaitRecord[];
  readonly requests: readonly HttpRecord[];
  readonly output: readonly OutputRecord[];
  /** Events in the middle that are left out, because there were too many. */
  readonly omitted?: OmittedEvents;
  /** How many waits are left out, because there were too many. */
  readonly omittedWaits?: number;
}

export interface OmittedEvents {
  readonly events: number;
  /** How many of `events` come before them. */
  readonly behind: number;
}

export interface ClientRecord {
  readonly name: string;
  /** The URL that it has connected to. */
  readonly url: string;
  /** How many of its earlier events had left its transcript (`limits.transcript`). */
  readonly forgotten?: number;
}

/** Something that happened on the connection of a client. */
export interface EventRecord {
  readonly at: number;
  /** An index in `clients`. */
  readonly client: number;
  /** `protocol`: traffic of the codec's protocol itself; `frame`: made by hand by `sendRaw()`; `network`: changed by the test. */
  readonly kind: 'message' | 'open' | 'ping' | 'pong' | 'protocol' | 'close' | 'error' | 'frame' | 'network';
  /** From the client's side; `none` for a connection that ended without a close frame. */
  readonly direction?: 'sent' | 'received' | 'none';
  /** For a message: 1 for the first of the client in its direction. */
  readonly number?: number;
  /** For a received message. */
  readonly status?: 'unread' | 'matched' | 'skipped' | 'ignored' | 'answered';
  /** The matcher or method that has matched or skipped it. */
  readonly reader?: ReaderRecord;
  /**
   * The payload, if it is text; several are joined by line breaks. For an error or a close, what it says; for a change of the
   * network, what it was. Left out if it contains a secret in an encoding.
   */
  readonly text?: string;
  /** The payload in base64, if it is bytes; several are joined. Left out if it contains a secret, or may contain one. */
  readonly bytes?: string;
  /** The whole size of the payload, or of all of them, in bytes, even if only a part is here. */
  readonly size?: number;
  /** The decoded message on one line; left out if `text` is its JSON. */
  readonly value?: string;
  /** Why the codec could not decode the payload. */
  readonly problem?: string;
  /** How a message, or a close, breaks the contract of its client: `breaks ChatSaid of /chat: /text is missing`. */
  readonly breach?: string;
  /** Whether the test means this breach, and does not fail by it. */
  readonly isBreachMeant?: boolean;
  /** For a close: RFC 6455 §7.4. */
  readonly code?: number;
  readonly reason?: string;
}

interface ReaderRecord {
  /** The matcher or method. */
  readonly name: string;
  readonly position: LineOfCode;
  /** Its wait, if that is kept: an index in `waits`. */
  readonly wait?: number;
}

/** A wait of a matcher, a method of a client, or a scenario. */
export interface WaitRecord {
  readonly name: string;
  /** Indexes in `clients`. */
  readonly clients: readonly number[];
  readonly began: number;
  readonly ended: number;
  /** How long it was allowed to last, in ms; left out if there was no limit. */
  readonly timeout?: number;
  /** Whether it waited for something not to come. */
  readonly negated?: boolean;
  /** What it waited for, in short. */
  readonly expected: string;
  readonly outcome: 'satisfied' | 'timed-out' | 'broken' | 'ended' | 'undecided' | 'error' | 'forbidden' | 'abandoned';
  /** For a `forbidden` wait: the breach of a contract that ended it, `ann: #2 breaks ChatSaid of /chat: /text is missing`. */
  readonly breach?: string;
  readonly position: LineOfCode;
}

/** An HTTP request of a scenario. */
export interface HttpRecord {
  readonly at: number;
  /** The user who has sent it: an index in `clients`, if it has connected. */
  readonly client?: number;
  readonly method: string;
  readonly url: string;
  /** Left out if there was no answer. */
  readonly status?: number;
  readonly ended?: number;
  readonly sent?: string;
  readonly received?: string;
}

/** A line that an owned server has printed. */
export interface OutputRecord {
  readonly at: number;
  /** The name of the server, as in failures. */
  readonly server: string;
  readonly text: string;
}

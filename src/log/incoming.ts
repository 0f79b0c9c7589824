import { type CheckedCodec, Problem } from '../codecs/checked-codec';
import { Answer, type Payload } from '../codecs/codec';
import { Frame, Received } from './messages';
import type { RecordedEvents } from './recorded-events';
import type { ReceivedMessage } from './transcript';

/** Is shown the messages as they come. */
export interface Recipient {
  /**
   * Whether a standing rule, or the request that it answers, has taken the message, so that no expectation sees it.
   * @param isAnswer Whether nobody but that request may.
   */
  take(message: ReceivedMessage, isAnswer: boolean): boolean;
  /** A message has become unread. */
  arrived(): void;
}

/** What is told of a message that comes: it is recorded before anybody sees it. */
interface Recorder {
  begin(message: Received): void;
  /** @param isTaken Whether a rule or a request has taken it: then it is over, else unread. */
  end(message: Received, isTaken: boolean): void;
}

/**
 * The payloads that come: each is weighed once and decoded; each message that it completes is recorded, and shown to the
 * recipient, before the next one is decoded.
 */
export class Incoming {
  readonly #limit: number;
  readonly #events: RecordedEvents;
  readonly #recorder: Recorder;
  /** What is being decoded. */
  #payload: Payload | undefined;
  /** Undefined for a plain frame too. */
  #frame: Frame | undefined;
  #count = 0;
  #incomplete = 0;

  /** @param limit What unread messages may weigh, in bytes. */
  constructor(limit: number, events: RecordedEvents, recorder: Recorder) {
    this.#limit = limit;
    this.#events = events;
    this.#recorder = recorder;
  }

  /** How many messages have come. */
  get count(): number {
    return this.#count;
  }

  /** The size of the payloads since the last whole message (bytes): the codec waits for the rest. */
  get incomplete(): number {
    return this.#incomplete;
  }

  /**
   * The payload that is being decoded.
   * @throws when none is.
   */
  get decoded(): { readonly payload: Payload; readonly frame: Frame } {
    if (this.#payload !== undefined && this.#frame) return { payload: this.#payload, frame: this.#frame };
    throw new TypeError('traffic() is to be called by decode(), about the payload that it was given');
  }

  /** Returns what is wrong, if the log cannot hold the messages of the payload. */
  receive(payload: Payload, session: CheckedCodec, recipient: Recipient): string | undefined {
    const weight = session.weigh(payload);
    if (weight > this.#limit) return this.#refuse(payload, weight, session, recipient);
    const before = this.#events.count;
    const frame = session.again && weight === payload.length ? undefined : new Frame(weight);
    this.#payload = payload;
    this.#frame = frame;
    try {
      for (const value of session.decode(payload)) this.#complete(payload, value, session, frame, recipient);
    } finally {
      this.#payload = undefined;
      this.#frame = undefined;
    }
    // a payload that the codec answers at once, or knows as its protocol's own, is complete without a message
    this.#incomplete = this.#events.count > before ? 0 : this.#incomplete + payload.length;
    if (this.#events.weights.pending <= this.#limit) return undefined;
    return `more than ${this.#limit} bytes of messages were left unread (limits.unread)`;
  }

  #refuse(payload: Payload, weight: number, session: CheckedCodec, recipient: Recipient): string {
    const what = `a message of ${payload.length} ${typeof payload === 'string' ? 'characters' : 'bytes'}`;
    const problem = `${what} would take about ${weight} bytes, more than may be left unread (limits.unread: ${this.#limit})`;
    this.#complete(payload, new Problem(problem), session, new Frame(payload.length), recipient);
    return problem;
  }

  #complete(payload: Payload, value: unknown, session: CheckedCodec, frame: Frame | undefined, recipient: Recipient): void {
    const problem = value instanceof Problem ? value.text : undefined;
    const answer = !session.again && value instanceof Answer ? value : undefined;
    const shown = problem === undefined ? (answer ? answer.value : value) : payload;
    const message = new Received(performance.now(), ++this.#count, payload, shown, problem, session, frame);
    this.#recorder.begin(message);
    const isTaken = recipient.take(message, answer !== undefined);
    this.#recorder.end(message, isTaken);
    if (!isTaken) recipient.arrived();
  }
}

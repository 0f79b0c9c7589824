import { type CheckedCodec, Problem } from '../codecs/checked-codec';
import { Answer, type Payload } from '../codecs/codec';
import { count } from '../text/count';
import { Frame, Received, ReceivedAnswer } from './messages';
import type { RecordedEvents } from './recorded-events';
import type { Traffic } from './traffic';
import type { ReceivedMessage } from './transcript';
import { OVERHEAD } from './weights';

/** The one that messages are shown to as they come. */
export interface Recipient {
  /**
   * Returns whether a standing rule, or the request that it answers, has taken the message: then no expectation sees it.
   * @param isAnswer Whether only the request that it answers may take it.
   */
  take(message: ReceivedMessage, isAnswer: boolean): boolean;
  /** A message has become unread. */
  arrived(): void;
}

/** Records a message before anybody sees it, and then what became of it. */
interface Recorder {
  begin(message: Received): void;
  /** @param isTaken Whether a rule or a request has taken it: then it is over, otherwise it is unread. */
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
  /** The payload that is being decoded, if one is. */
  #payload: Payload | undefined;
  /** The frame of that payload; undefined for a plain one. */
  #frame: Frame | undefined;
  #count = 0;
  /** The payloads that have not completed a message yet, and what they weigh. */
  #parts: Payload[] = [];
  #weightOfParts = 0;

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

  /** The payloads since the last whole message: the codec waits for the rest. */
  get incomplete(): readonly Payload[] {
    return this.#parts;
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
    // if something was recorded, such as protocol traffic, the payload is complete, even without a message
    if (this.#events.count === before) this.#wait(payload, weight);
    else if (this.#parts.length > 0) this.#takeParts();
    return this.#excess();
  }

  #wait(payload: Payload, weight: number): void {
    this.#parts.push(payload);
    this.#weightOfParts += weight + OVERHEAD;
  }

  #takeParts(): readonly Payload[] {
    const parts = this.#parts;
    this.#parts = [];
    this.#weightOfParts = 0;
    return parts;
  }

  /** To be called with the first event that a payload completes: the payloads that waited for it become parts of that. */
  completedBy(event: Received | Traffic): void {
    if (this.#parts.length === 0) return;
    if (event.frame) event.frame.weight += this.#weightOfParts;
    event.payloads = [...this.#takeParts(), event.payload];
  }

  #excess(): string | undefined {
    const { pending } = this.#events.weights;
    if (pending > this.#limit) return `more than ${this.#limit} bytes of messages were left unread (limits.unread)`;
    if (pending + this.#weightOfParts <= this.#limit) return undefined;
    const parts = count(this.#parts.length, 'payload');
    return `${parts} with more than ${this.#limit - pending} bytes came that complete no message (limits.unread: ${this.#limit})`;
  }

  #refuse(payload: Payload, weight: number, session: CheckedCodec, recipient: Recipient): string {
    const what = `a message of ${payload.length} ${typeof payload === 'string' ? 'characters' : 'bytes'}`;
    const problem = `${what} would take about ${weight} bytes, more than may be left unread (limits.unread: ${this.#limit})`;
    this.#complete(payload, new Problem(problem), session, new Frame(payload.length), recipient);
    return problem;
  }

  #complete(payload: Payload, value: unknown, session: CheckedCodec, frame: Frame | undefined, recipient: Recipient): void {
    const problem = value instanceof Problem ? value : undefined;
    if (problem?.isOfParts && this.#parts.length > 0) {
      this.#completeParts(problem, session, recipient);
      return;
    }
    const answer = !session.again && value instanceof Answer ? value : undefined;
    const shown = problem === undefined ? (answer ? answer.value : value) : payload;
    const Kind = answer ? ReceivedAnswer : Received;
    const message = new Kind(performance.now(), ++this.#count, payload, shown, problem?.text, session, frame);
    if (frame) {
      this.completedBy(message);
      if (session.weighMade) this.#events.weights.grow(frame, session.weighMade(payload, shown, this.#limit));
    }
    this.#tell(message, answer !== undefined, recipient);
  }

  /** Records the payloads that waited for their rest as one message that cannot be decoded. */
  #completeParts({ text }: Problem, session: CheckedCodec, recipient: Recipient): void {
    const frame = new Frame(this.#weightOfParts);
    const payloads = this.#takeParts();
    const last = payloads.at(-1) as Payload;
    const message = new Received(performance.now(), ++this.#count, last, last, text, session, frame);
    if (payloads.length > 1) message.payloads = payloads;
    this.#tell(message, false, recipient);
  }

  #tell(message: Received, isAnswer: boolean, recipient: Recipient): void {
    this.#recorder.begin(message);
    const isTaken = recipient.take(message, isAnswer);
    this.#recorder.end(message, isTaken);
    if (!isTaken) recipient.arrived();
  }
}

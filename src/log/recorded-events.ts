import { ReceivedAnswer } from './messages';
import type { PendingMessages } from './pending-messages';
import type { TranscriptEntry } from './transcript';
import { Weights } from './weights';

/** How many events have left the log. */
interface Left {
  /** All of them. */
  events: number;
  /** Pings and pongs. */
  heartbeats: number;
  /** Of the protocol of a codec. */
  traffic: number;
  /** Messages of each direction; answers, which only their request sees, are not among them. */
  received: number;
  sent: number;
}

/**
 * The events of a log in their order, and the one policy of what leaves it: past the limit, events that are over, wherever
 * they stand; pings and pongs first, then the oldest. Those that have left are counted.
 */
export class RecordedEvents {
  readonly weights = new Weights();
  readonly left: Left = { events: 0, heartbeats: 0, traffic: 0, received: 0, sent: 0 };
  readonly #limit: number;
  readonly #list: TranscriptEntry[] = [];
  /** How many events at the beginning of the list are known to be unread messages, which do not leave. */
  #staying = 0;
  /** How many pings and pongs are in the list. */
  #routine = 0;
  /** The number of the last sent message that has left. */
  #lastSent = 0;

  /** @param limit How much the events that are over may weigh, in bytes. */
  constructor(limit: number) {
    this.#limit = limit;
  }

  get list(): readonly TranscriptEntry[] {
    return this.#list;
  }

  /** How many there were, those that have left among them. */
  get count(): number {
    return this.#list.length + this.left.events;
  }

  add(entry: TranscriptEntry): void {
    this.#list.push(entry);
    if (isRoutine(entry)) this.#routine++;
  }

  /**
   * To be called when something is over. Past the limit, events leave until half of it is free, so that a long stream seldom
   * pays for this.
   * @param arriving A message that may be taken by a rule: it is not known yet whether it is over.
   */
  forget(pending: PendingMessages, arriving: TranscriptEntry | undefined): void {
    if (this.weights.over <= this.#limit) return;
    if (this.#routine > 0) this.#leave(pending, arriving, isRoutine);
    if (this.weights.over > (this.#limit * 3) / 4) this.#leave(pending, arriving, () => true);
  }

  /** The oldest events leave until half of the limit is free. The newest stays, and so do those that are not over. */
  #leave(pending: PendingMessages, arriving: TranscriptEntry | undefined, isOne: (entry: TranscriptEntry) => boolean): void {
    const enough = this.#limit / 2;
    const list = this.#list;
    const newest = list.at(-1);
    while (this.#staying < list.length && list[this.#staying] === pending.at(this.#staying)) this.#staying++;
    let waiting = this.#staying;
    let kept = waiting;
    let index = waiting;
    for (; index < list.length && this.weights.over > enough; index++) {
      const entry = list[index] as TranscriptEntry;
      const isWaiting = entry === pending.at(waiting);
      if (isWaiting) waiting++;
      if (isWaiting || entry === newest || entry === arriving || !isOne(entry)) list[kept++] = entry;
      else {
        this.weights.leave(entry);
        this.#count(entry);
      }
    }
    list.splice(kept, index - kept);
  }

  /** To be called when messages that were pending are over: they may leave. */
  mayLeave(): void {
    this.#staying = 0;
  }

  #count(entry: TranscriptEntry): void {
    const { left } = this;
    left.events++;
    if (isRoutine(entry)) {
      if (entry.kind === 'protocol') left.traffic++;
      else left.heartbeats++;
      this.#routine--;
    } else if (entry.kind === 'message' && entry.direction === 'received')
      left.received += Number(!(entry instanceof ReceivedAnswer));
    // a message of several payloads has left with the first of them
    else if (entry.kind === 'message' && entry.number !== this.#lastSent) {
      left.sent++;
      this.#lastSent = entry.number;
    }
  }
}

const isRoutine = ({ kind }: TranscriptEntry): boolean => kind === 'ping' || kind === 'pong' || kind === 'protocol';

import { ReceivedAnswer } from './messages';
import type { PendingMessages } from './pending-messages';
import type { TranscriptEntry } from './transcript';
import { Weights } from './weights';

/** How many events have left the log. */
interface Left {
  /** Of all kinds. */
  events: number;
  /** Pings and pongs. */
  heartbeats: number;
  /** Traffic of a codec's protocol. */
  traffic: number;
  /** Messages of each direction, without the answers that only their requests see. */
  received: number;
  sent: number;
}

/**
 * The events of a log in order, and the only place that decides which of them leave it. Past the limit, events that are over
 * leave: pings, pongs and protocol traffic first, then the oldest. Those that have left are counted.
 */
export class RecordedEvents {
  readonly weights = new Weights();
  readonly left: Left = { events: 0, heartbeats: 0, traffic: 0, received: 0, sent: 0 };
  readonly #limit: number;
  readonly #list: TranscriptEntry[] = [];
  /** How many events at the beginning of the list are known to be messages that are not over, and so do not leave. */
  #staying = 0;
  /** How many pings, pongs and entries of protocol traffic are in the list. */
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

  /** How many events there were, including those that have left. */
  get count(): number {
    return this.#list.length + this.left.events;
  }

  add(entry: TranscriptEntry): void {
    this.#list.push(entry);
    if (isRoutine(entry)) this.#routine++;
  }

  /**
   * To be called when something is over. Past the limit, events leave until half of it is free, so that this is seldom done
   * in a long stream.
   * @param arriving A message that a rule may still take: it is not known yet whether it is over.
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

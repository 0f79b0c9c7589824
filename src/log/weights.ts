import { type Frame, type Received, Sent } from './messages';
import type { Traffic } from './traffic';
import type { TranscriptEntry } from './transcript';

/** What each event weighs in addition to its payload (bytes): its entry, and the decoded value of a small payload. */
export const OVERHEAD = 128;

/** What the events of a log weigh, in bytes: those that are over, and the messages that are not (`pending`). */
export class Weights {
  over = 0;
  pending = 0;

  /** An event was recorded that is over at once. */
  add(entry: TranscriptEntry): void {
    this.over += weightOf(entry);
    if (entry.kind !== 'protocol') return;
    const { frame } = entry as Traffic;
    if (frame.kept++ === 0) this.over += frame.weight;
  }

  /** A message has come, and is not over. */
  arrive(message: Received): void {
    const { frame, payload } = message;
    this.pending += OVERHEAD;
    if (!frame) {
      this.pending += payload.length;
      return;
    }
    if (frame.pending++ === 0) {
      this.pending += frame.weight;
      if (frame.kept > 0) this.over -= frame.weight;
    }
    frame.kept++;
  }

  /** More of a frame was decoded. It weighs at least as much as its values, which may share memory with its payload. */
  grow(frame: Frame, made: number): void {
    frame.made += made;
    const more = frame.made - frame.weight;
    if (more <= 0) return;
    frame.weight += more;
    if (frame.pending > 0) this.pending += more;
    else if (frame.kept > 0) this.over += more;
  }

  /** A message is over now. */
  end(message: Received): void {
    const { frame, payload } = message;
    let weight = OVERHEAD;
    if (!frame) weight += payload.length;
    else if (--frame.pending === 0) weight += frame.weight;
    this.pending -= weight;
    this.over += weight;
  }

  /** An event that is over leaves the log. */
  leave(entry: TranscriptEntry): void {
    const frame = frameOf(entry);
    this.over -= weightOf(entry);
    if (frame && --frame.kept === 0) this.over -= frame.weight;
  }
}

/** The frame of an event, if it is weighed apart from the event. */
const frameOf = (entry: TranscriptEntry): Frame | undefined =>
  'frame' in entry ? (entry as Received | Traffic).frame : undefined;

/** What an event weighs without its frame. */
function weightOf(entry: TranscriptEntry): number {
  if (entry instanceof Sent) return entry.weight + OVERHEAD;
  if (!('payload' in entry) || ('frame' in entry && entry.frame !== undefined)) return OVERHEAD;
  return entry.payload.length + OVERHEAD;
}

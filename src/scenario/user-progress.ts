import type { ReceivedMessage } from '../log/transcript';
import type { Planned } from './planned';

/** How far one user of a running scenario has come. */
export class UserProgress {
  /** Messages that no expectation took, in any order, as long as one may still look back at them. */
  untaken: ReceivedMessage[] = [];
  /** The first message that cannot be judged yet, and those behind it. */
  readonly held: ReceivedMessage[] = [];
  /** The number of the last message that came. */
  received = 0;
  /** The number of the last message that was judged. */
  last = 0;
  /** The messages that met expectations, in the order in which they did. */
  readonly taken: ReceivedMessage[] = [];

  /** @param open The expectations that no message has met, in the order written. */
  constructor(readonly open: Planned[]) {}
}

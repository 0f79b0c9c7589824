import type { ReceivedMessage } from '../log/transcript';
import type { Planned } from './planned';

/** How far one user of a running scenario has come. */
export class UserProgress {
  /** Messages that no expectation took, as long as one may still look back at them. */
  untaken: ReceivedMessage[] = [];
  /** The number of the last message that was judged. */
  last = 0;
  /** The messages that met expectations, in the order in which they did. */
  readonly taken: ReceivedMessage[] = [];

  /** @param open The expectations that no message has met, in the order written. */
  constructor(readonly open: Planned[]) {}
}

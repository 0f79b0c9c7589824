import type { Expected } from '../expectations/expected';
import type { CustomMatch, MatchOwner } from '../expectations/partial-match';
import type { ReceivedMessage } from '../log/transcript';
import type { Planned } from './planned';
import type { Progress } from './progress';

/** The match of one user's expectations: the progress decides which messages it takes. */
export class ScenarioMatch implements CustomMatch {
  owner: MatchOwner | undefined;

  constructor(
    private readonly progress: Progress,
    private readonly who: number,
    private readonly met: (planned: Planned, message: ReceivedMessage) => void,
  ) {}

  get messages(): readonly ReceivedMessage[] {
    return this.progress.taken(this.who);
  }

  get satisfied(): boolean {
    return !this.progress.listens(this.who);
  }

  get lacks(): readonly Expected[] {
    return this.progress.lacks(this.who);
  }

  get strict(): boolean {
    return this.progress.isStrict(this.who);
  }

  takes(message: ReceivedMessage): boolean {
    const offered = this.progress.offer(this.who, message);
    if (typeof offered === 'string') return false;
    this.met(offered, message);
    return true;
  }
}

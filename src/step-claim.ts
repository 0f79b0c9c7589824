import type { Holder, Taker } from './claim';
import type { Steps } from './demand';
import type { Expected } from './expected';
import type { ReceivedMessage } from './transcript';

/** The expected messages in their order. */
export class StepClaim implements Taker {
  readonly messages: ReceivedMessage[] = [];
  readonly #demand: Steps;

  constructor(
    demand: Steps,
    public holder: Holder | undefined,
  ) {
    this.#demand = demand;
  }

  get strict(): boolean {
    return this.#demand.strict;
  }

  get satisfied(): boolean {
    return this.messages.length === this.#demand.expected.length;
  }

  get lacks(): readonly Expected[] {
    return this.#demand.expected.slice(this.messages.length, this.messages.length + 1);
  }

  takes(message: ReceivedMessage): boolean {
    if (!this.#demand.expected[this.messages.length]?.matches(message)) return false;
    this.messages.push(message);
    return true;
  }
}

import type { ReceivedMessage } from '../log/transcript';
import type { Expected } from './expected';
import type { Holder, Taker } from './partial-match';
import type { Steps } from './requirement';

/** The expected messages in their order. */
export class StepClaim implements Taker {
  readonly messages: ReceivedMessage[] = [];
  readonly #requirement: Steps;

  constructor(
    requirement: Steps,
    public holder: Holder | undefined,
  ) {
    this.#requirement = requirement;
  }

  get strict(): boolean {
    return this.#requirement.strict;
  }

  get satisfied(): boolean {
    return this.messages.length === this.#requirement.expected.length;
  }

  get lacks(): readonly Expected[] {
    return this.#requirement.expected.slice(this.messages.length, this.messages.length + 1);
  }

  takes(message: ReceivedMessage): boolean {
    if (!this.#requirement.expected[this.messages.length]?.matches(message)) return false;
    this.messages.push(message);
    return true;
  }
}

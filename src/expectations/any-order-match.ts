import type { ReceivedMessage } from '../log/transcript';
import type { Expected } from './expected';
import type { Claim, Holder } from './partial-match';
import type { Slots } from './requirement';
import { type SlotGroup, SlotIndex } from './slot-index';

/** The place of one expected message. */
export class Slot {
  message: ReceivedMessage | undefined;
  group: SlotGroup | undefined;

  constructor(
    readonly claim: SlotClaim,
    readonly expected: Expected,
  ) {}
}

/** Each expected message by one of its own, in any order. */
export class SlotClaim implements Claim {
  readonly strict = false;
  readonly slots: readonly Slot[];
  readonly index: SlotIndex;
  readonly holder: Holder | undefined;
  readonly #pinned: boolean;
  #free: number;

  constructor({ expected, pinned }: Slots, holder: Holder | undefined) {
    this.slots = expected.map((one) => new Slot(this, one));
    this.index = new SlotIndex(this.slots);
    this.holder = holder;
    this.#pinned = pinned;
    this.#free = expected.length;
  }

  get messages(): readonly ReceivedMessage[] {
    const messages: ReceivedMessage[] = [];
    for (const { message } of this.slots) if (message) messages.push(message);
    return messages;
  }

  get satisfied(): boolean {
    return this.#free === 0;
  }

  get lacks(): readonly Expected[] {
    return this.slots.flatMap(({ expected, message }) => (message === undefined ? expected : []));
  }

  /** Whether it holds a message that it may give up for another. */
  get yields(): boolean {
    return !this.#pinned && this.#free < this.slots.length;
  }

  /** The first place for the message that is free. */
  freeFor(message: ReceivedMessage): Slot | undefined {
    if (this.#free === 0) return undefined;
    for (const group of this.index.groupsOf(message)) {
      const slot = group.free(message);
      if (slot) return slot;
    }
    return undefined;
  }

  /** Gives the message to a slot, in the place of the one that it held. */
  fill(slot: Slot, message: ReceivedMessage): void {
    if (!slot.message) {
      this.#free--;
      if (!this.#pinned) slot.group?.held.push(slot);
    }
    slot.message = message;
    this.holder?.hold(message);
  }
}

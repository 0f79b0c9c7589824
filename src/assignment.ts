import type { Claim, Taker } from './claim';
import type { Demand, Pool, Slots, Steps } from './demand';
import type { Expected } from './expected';
import type { ReceivedMessage } from './transcript';

interface Slot {
  readonly claim: SlotClaim;
  readonly expected: Expected;
  message: ReceivedMessage | undefined;
}

class SlotClaim implements Claim {
  readonly strict = false;
  readonly slots: readonly Slot[];
  readonly pinned: boolean;
  free: number;

  constructor({ expected, pinned }: Slots) {
    this.slots = expected.map((one) => ({ claim: this, expected: one, message: undefined }));
    this.pinned = pinned;
    this.free = expected.length;
  }

  get messages(): readonly ReceivedMessage[] {
    const messages: ReceivedMessage[] = [];
    for (const { message } of this.slots) if (message) messages.push(message);
    return messages;
  }

  get satisfied(): boolean {
    return this.free === 0;
  }

  get lacks(): readonly Expected[] {
    return this.slots.flatMap(({ expected, message }) => (message === undefined ? expected : []));
  }

  get yields(): boolean {
    return !this.pinned && this.free < this.slots.length;
  }
}

class StepClaim implements Taker {
  readonly yields = false;
  readonly messages: ReceivedMessage[] = [];
  readonly #demand: Steps;

  constructor(demand: Steps) {
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

/**
 * Gives each message to at most one of several demands. Demands are served in the order in which they were made; where
 * the one for any order holds a message that another needs, it gives it up as soon as it can have a different one
 * (augmenting paths of a bipartite matching, so that an assignment is found whenever there is one).
 */
export class Assignment {
  #claims: (SlotClaim | Taker)[] = [];

  add(demand: Demand | Pool): Claim {
    const claim = claimOf(demand);
    this.#claims.push(claim);
    return claim;
  }

  /** Frees the messages that a claim held. */
  remove(claim: Claim): void {
    this.#claims = this.#claims.filter((other) => other !== claim);
  }

  /** The claim that grew by this message; undefined when nobody has a use for it. */
  offer(message: ReceivedMessage): Claim | undefined {
    const taker = this.#take(message);
    if (taker || !this.#claims.some((claim) => claim.yields)) return taker;
    return this.#makeRoom(message, new Set())?.claim;
  }

  #take(message: ReceivedMessage): Claim | undefined {
    for (const claim of this.#claims) {
      if (claim.satisfied) continue;
      if (!(claim instanceof SlotClaim)) {
        if (claim.takes(message)) return claim;
        continue;
      }
      const slot = claim.slots.find((free) => free.message === undefined && free.expected.matches(message));
      if (slot) return fill(slot, message);
    }
    return undefined;
  }

  /** Puts the message in the place of one that can go elsewhere. */
  #makeRoom(message: ReceivedMessage, visited: Set<Slot>): Slot | undefined {
    for (const claim of this.#claims) {
      if (!(claim instanceof SlotClaim)) continue;
      for (const slot of claim.slots) {
        const movable = slot.message === undefined || !claim.pinned;
        if (!movable || visited.has(slot) || !slot.expected.matches(message)) continue;
        visited.add(slot);
        const filled = slot.message === undefined ? slot : this.#makeRoom(slot.message, visited);
        if (!filled) continue;
        if (filled === slot) claim.free--;
        slot.message = message;
        return filled;
      }
    }
    return undefined;
  }
}

function claimOf(demand: Demand | Pool): SlotClaim | Taker {
  if (demand.kind === 'pool') return demand.taker;
  return demand.kind === 'slots' ? new SlotClaim(demand) : new StepClaim(demand);
}

function fill(slot: Slot, message: ReceivedMessage): Claim {
  slot.message = message;
  slot.claim.free--;
  return slot.claim;
}

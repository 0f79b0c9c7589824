import type { ReceivedMessage } from '../log/transcript';
import { type Slot, SlotClaim } from './any-order-match';
import { StepClaim } from './in-order-match';
import type { Claim, Holder, Taker } from './partial-match';
import type { Pool, Requirement } from './requirement';
import type { SlotGroup } from './slot-index';

/**
 * Gives each message to at most one of several demands. Demands are served in the order in which they were made; where
 * the one for any order holds a message that another needs, it gives it up as soon as it can have a different one
 * (augmenting paths of a bipartite matching, so that an assignment is found whenever there is one).
 */
export class Assignment {
  #claims: (SlotClaim | Taker)[] = [];
  /** The claim that was asked last: whose predicate it is, when one throws. */
  asked: Claim | undefined;

  add(requirement: Requirement | Pool, holder?: Holder): Claim {
    const claim = claimOf(requirement, holder);
    this.#claims.push(claim);
    return claim;
  }

  /** Frees the messages that a claim held. */
  remove(claim: Claim): void {
    this.#claims = this.#claims.filter((other) => other !== claim);
  }

  /** The claim that grew by this message; undefined when nobody has a use for it. */
  offer(message: ReceivedMessage): Claim | undefined {
    for (const claim of this.#claims) {
      if (claim.satisfied) continue;
      this.asked = claim;
      if (claim instanceof SlotClaim) {
        const slot = claim.freeFor(message);
        if (!slot) continue;
        claim.fill(slot, message);
        return claim;
      }
      if (!claim.takes(message)) continue;
      claim.holder?.hold(message);
      return claim;
    }
    return this.#claims.some(yields) && this.#claims.some(hasRoom) ? this.#makeRoom(message) : undefined;
  }

  /** Puts the message in the place of one that can go elsewhere, maybe in the place of yet another. */
  #makeRoom(message: ReceivedMessage): Claim | undefined {
    const ways: Way[] = [{ message, slot: undefined, before: undefined }];
    const unseen = new Map<SlotGroup, Slot[]>();
    for (let before = ways.pop(); before; before = ways.pop()) {
      for (const claim of this.#claims) {
        if (!(claim instanceof SlotClaim) || !claim.yields) continue;
        for (const group of claim.index.groupsOf(before.message)) {
          const left: Slot[] = [];
          for (const slot of unseen.get(group) ?? group.held) {
            this.asked = claim;
            if (!slot.expected.matches(before.message)) {
              left.push(slot);
              continue;
            }
            const way: Way = { message: slot.message as ReceivedMessage, slot, before };
            const free = this.#freeFor(way.message);
            if (free) return move(way, free);
            ways.push(way);
          }
          unseen.set(group, left);
        }
      }
    }
    // free slots only become fewer: where there is no way now, there never is
    for (const [group, left] of unseen) group.held = left;
    return undefined;
  }

  #freeFor(message: ReceivedMessage): Slot | undefined {
    for (const claim of this.#claims) {
      if (!(claim instanceof SlotClaim)) continue;
      this.asked = claim;
      const slot = claim.freeFor(message);
      if (slot) return slot;
    }
    return undefined;
  }
}

const yields = (claim: SlotClaim | Taker): boolean => claim instanceof SlotClaim && claim.yields;

const hasRoom = (claim: SlotClaim | Taker): boolean => claim instanceof SlotClaim && !claim.satisfied;

/** A message that looks for a slot, and the slot that it leaves for the message of the way before. */
interface Way {
  readonly message: ReceivedMessage;
  readonly slot: Slot | undefined;
  readonly before: Way | undefined;
}

/** Moves each message of a way on by one. Returns the claim that grew. */
function move(way: Way, free: Slot): Claim {
  let slot: Slot | undefined = free;
  for (let moved: Way | undefined = way; moved && slot; moved = moved.before) {
    slot.claim.fill(slot, moved.message);
    slot = moved.slot;
  }
  return free.claim;
}

function claimOf(requirement: Requirement | Pool, holder: Holder | undefined): SlotClaim | Taker {
  if (requirement.kind === 'pool') {
    requirement.taker.holder = holder;
    return requirement.taker;
  }
  return requirement.kind === 'slots' ? new SlotClaim(requirement, holder) : new StepClaim(requirement, holder);
}

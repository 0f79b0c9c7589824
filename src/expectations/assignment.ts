import type { ReceivedMessage } from '../log/transcript';
import type { Expected } from './expected';
import type { CustomMatch, MatchOwner, PartialMatch } from './partial-match';
import type { AnyOrder, Custom, InOrder, Requirement } from './requirement';
import { type FillableMatch, Wanted, type WantedGroup, WantedIndex } from './wanted-index';

type Match = AnyOrderMatch | InOrderMatch | CustomMatch;

/**
 * Gives each message to at most one of several requirements, which are served in the order in which they were made. A
 * requirement for any order that holds a message which another one needs gives it up as soon as it can have a different
 * one (augmenting paths of a bipartite matching, so that an assignment is found whenever there is one).
 */
export class Assignment {
  #matches: Match[] = [];
  /** The match that was asked last: if a predicate throws, it is of this one. */
  asked: PartialMatch | undefined;

  add(requirement: Requirement | Custom, owner?: MatchOwner): PartialMatch {
    const match = matchOf(requirement, owner);
    this.#matches.push(match);
    return match;
  }

  /** Frees the messages that a match held. */
  remove(match: PartialMatch): void {
    this.#matches = this.#matches.filter((other) => other !== match);
  }

  /**
   * Gives a message to the first match that wants it, and returns that match; undefined if none does.
   * @param again Whether the message has been offered before, and was given back, or may be wanted only now. A custom match
   * is not asked twice.
   */
  offer(message: ReceivedMessage, again = false): PartialMatch | undefined {
    for (const match of this.#matches) {
      if (match.satisfied) continue;
      if (again && !(match instanceof AnyOrderMatch || match instanceof InOrderMatch)) continue;
      this.asked = match;
      if (match instanceof AnyOrderMatch) {
        const wanted = match.openFor(message);
        if (!wanted) continue;
        match.fill(wanted, message);
        return match;
      }
      if (!match.takes(message)) continue;
      match.owner?.hold(message);
      return match;
    }
    return this.#matches.some(yields) && this.#matches.some(hasRoom) ? this.#makeRoom(message) : undefined;
  }

  /** Gives the message the place of one that can move to another place, whose message may have to move in turn. */
  #makeRoom(message: ReceivedMessage): PartialMatch | undefined {
    const ways: Way[] = [{ message, wanted: undefined, before: undefined }];
    const unseen = new Map<WantedGroup, Wanted[]>();
    for (let before = ways.pop(); before; before = ways.pop()) {
      for (const match of this.#matches) {
        if (!(match instanceof AnyOrderMatch) || !match.yields) continue;
        for (const group of match.index.groupsOf(before.message)) {
          const left: Wanted[] = [];
          for (const wanted of unseen.get(group) ?? group.held) {
            this.asked = match;
            if (!wanted.expected.matches(before.message)) {
              left.push(wanted);
              continue;
            }
            const way: Way = { message: wanted.message as ReceivedMessage, wanted, before };
            const open = this.#openFor(way.message);
            if (open) return move(way, open);
            ways.push(way);
          }
          unseen.set(group, left);
        }
      }
    }
    // what a match wants never grows: if there is no way now, there will never be one, so these places are not tried again
    for (const [group, left] of unseen) group.held = left;
    return undefined;
  }

  #openFor(message: ReceivedMessage): Wanted | undefined {
    for (const match of this.#matches) {
      if (!(match instanceof AnyOrderMatch)) continue;
      this.asked = match;
      const wanted = match.openFor(message);
      if (wanted) return wanted;
    }
    return undefined;
  }
}

const yields = (match: Match): boolean => match instanceof AnyOrderMatch && match.yields;

const hasRoom = (match: Match): boolean => match instanceof AnyOrderMatch && !match.satisfied;

/** A step of a way: a message that needs a new place, the place that it leaves, and the step whose message takes that. */
interface Way {
  readonly message: ReceivedMessage;
  readonly wanted: Wanted | undefined;
  readonly before: Way | undefined;
}

/** Moves each message of a way on by one place. Returns the match that has one more. */
function move(way: Way, open: Wanted): PartialMatch {
  let wanted: Wanted | undefined = open;
  for (let moved: Way | undefined = way; moved && wanted; moved = moved.before) {
    wanted.match.fill(wanted, moved.message);
    wanted = moved.wanted;
  }
  return open.match;
}

function matchOf(requirement: Requirement | Custom, owner: MatchOwner | undefined): Match {
  if (requirement.kind === 'custom') {
    requirement.match.owner = owner;
    return requirement.match;
  }
  return requirement.kind === 'any order' ? new AnyOrderMatch(requirement, owner) : new InOrderMatch(requirement, owner);
}

/** Each expected message is matched by a message of its own, in any order. */
class AnyOrderMatch implements FillableMatch {
  readonly strict = false;
  readonly wanted: readonly Wanted[];
  readonly index: WantedIndex;
  readonly owner: MatchOwner | undefined;
  readonly #pinned: boolean;
  #lacking: number;

  constructor({ expected, pinned }: AnyOrder, owner: MatchOwner | undefined) {
    this.wanted = expected.map((one) => new Wanted(one, this));
    this.index = new WantedIndex(this.wanted);
    this.owner = owner;
    this.#pinned = pinned;
    this.#lacking = expected.length;
  }

  get messages(): readonly ReceivedMessage[] {
    const messages: ReceivedMessage[] = [];
    for (const { message } of this.wanted) if (message) messages.push(message);
    return messages;
  }

  get satisfied(): boolean {
    return this.#lacking === 0;
  }

  get lacks(): readonly Expected[] {
    return this.wanted.flatMap(({ expected, message }) => (message === undefined ? expected : []));
  }

  /** Whether it holds a message that it may give up for another. */
  get yields(): boolean {
    return !this.#pinned && this.#lacking < this.wanted.length;
  }

  /** The first expected message that still lacks a message and matches this one. */
  openFor(message: ReceivedMessage): Wanted | undefined {
    if (this.#lacking === 0) return undefined;
    for (const group of this.index.groupsOf(message)) {
      const wanted = group.openFor(message);
      if (wanted) return wanted;
    }
    return undefined;
  }

  /** Gives an expected message this one, instead of the one that it held. */
  fill(wanted: Wanted, message: ReceivedMessage): void {
    if (!wanted.message) {
      this.#lacking--;
      if (!this.#pinned) wanted.group?.held.push(wanted);
    }
    wanted.message = message;
    this.owner?.hold(message);
  }
}

/** The expected messages are matched in their order. */
class InOrderMatch implements PartialMatch {
  readonly messages: ReceivedMessage[] = [];
  readonly #requirement: InOrder;

  constructor(
    requirement: InOrder,
    public owner: MatchOwner | undefined,
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
    const last = this.messages[this.messages.length - 1];
    if (last && last.number >= message.number) return false; // given back by another match, it may have come earlier
    if (!this.#requirement.expected[this.messages.length]?.matches(message)) return false;
    this.messages.push(message);
    return true;
  }
}

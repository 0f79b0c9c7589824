import type { Connection } from '../connection/connection';
import { Bag } from '../runtime/bag';
import type { CallLocation } from '../runtime/call-location';
import { after, allOf, type Pending } from '../runtime/pending';
import type { Unawaited } from '../runtime/watched-promise';
import { UsageError } from '../text/usage-error';
import type { SettledWait } from './outcome';
import type { Recording } from './recording';
import type { RuleViolation } from './rule-violation';

/** How many are kept: the first alone fails the test, and no test is expected to mean more breaches than these. */
export const MOST_VIOLATIONS = 100;

/** Something that ends with its owner. */
export interface Owned {
  dispose(): Promise<unknown>;
}

/** Something that must be settled when a test ends: a scenario that it has built or runs, a `never()` that has no verdict. */
export interface Unfinished {
  readonly location: Pick<CallLocation, 'frames'>;
  readonly sentence: () => string;
}

/**
 * The owner of what is opened while a piece of the test file runs: one attempt of a test, or the `beforeAll` hooks of a
 * describe block. When it ends, so does all that it owns.
 */
export class Scope {
  /** As it is named in a sentence: `the test "user_2 answers"`. */
  readonly label: string;
  /** The first scope of its owner: hooks after a test have others, and look back at what the test has made. */
  readonly first: Scope;
  /** Functions that end the waits of this scope: called when a rule is broken, and when the scope ends, before it closes all. */
  readonly waits = new Bag<(violation?: RuleViolation) => void>();
  readonly #violations: RuleViolation[] = [];
  /** The assertions begun in it that nobody has awaited. */
  readonly unawaited = new Bag<Unawaited>();
  /** Those of them that nobody is blamed for, since the test has failed before it may have awaited them. */
  pardoned: readonly Unawaited[] = [];
  /**
   * The scenarios that were built in it and never run, or are running, and each `never()` that cannot know whether a forbidden
   * message came. They fail the test unless it has failed anyway; those of a block fail the file when the block ends.
   */
  readonly unfinished = new Bag<Unfinished>();
  /** Calls that came when it was over; undefined where those are not reported, as for a test that has failed. */
  strays: Bag<Unfinished> | undefined = new Bag();
  /** The connections that were opened in it, including those that failed. */
  readonly connections: Connection[] = [];
  /** The waits that failed, or were ended with the test. */
  readonly failedWaits: SettledWait[] = [];
  /** What our own code threw: it must fail a test, and nothing else. */
  readonly faults: unknown[] = [];
  readonly #owned = new Set<Owned>();
  readonly #kept = new Set<Owned>();
  readonly #outer: Scope | undefined;
  /** The scopes within it that have not ended. */
  readonly #inner = new Set<Scope>();
  /** On the clock of `performance.now()`. */
  readonly began = performance.now();
  #opened = 0;
  #followedBy: string | undefined;
  #ended = false;
  #ending: Pending;

  /**
   * @param outer The scope of the describe block or file around it.
   * @param recording What is kept of it for a report, if one is made.
   * @param isOfTest Whether it is the scope of a test, not of a block or file.
   * @param previous The scope of the same owner that had ended when this one began.
   */
  constructor(
    label: string,
    outer?: Scope,
    readonly recording?: Recording,
    readonly isOfTest = false,
    previous?: Scope,
  ) {
    this.label = label;
    this.first = previous?.first ?? this;
    this.#outer = outer;
    if (outer) outer.#inner.add(this);
  }

  /** The first rule that was broken in it, and was not meant to be. */
  get violation(): RuleViolation | undefined {
    return this.#violations.find(({ isMeant }) => !isMeant);
  }

  /** Whether it has kept this violation, and so fails its test for it, unless the test means it. */
  holds(violation: RuleViolation): boolean {
    return this.#violations.includes(violation);
  }

  /** Takes the violations in it, and in the scopes around it, that occurred while no test ran. The caller must report them. */
  takeViolations(): readonly RuleViolation[] {
    const own = this.#violations.splice(0).filter(({ isMeant }) => !isMeant);
    return [...(this.#outer?.takeViolations() ?? []), ...own];
  }

  /** The rules that were broken in it, including those that the test means to be broken. */
  get violations(): readonly RuleViolation[] {
    return this.#violations;
  }

  get ended(): boolean {
    return this.#ended;
  }

  /** A name for a client that was not given one. */
  nextClientName(): string {
    return `client ${++this.first.#opened}`;
  }

  /** @throws {UsageError} when the scope has ended: nothing would ever close it. */
  own(thing: Owned): void {
    if (this.ended) throw new UsageError(`${this.label} is over`);
    this.#owned.add(thing);
  }

  disown(thing: Owned): void {
    this.#owned.delete(thing);
  }

  /** As `own`, for what the hooks after the end of the scope may still use: it is disposed of by `release()`. */
  keep(thing: Owned): void {
    this.#kept.add(thing);
  }

  /** Keeps a wait that is over. */
  note(wait: SettledWait): void {
    if (wait.outcome.kind !== 'satisfied') this.failedWaits.push(wait);
    this.recording?.addWait(wait);
  }

  /** Ends every wait, also those that begin later. Only the first violation counts. Returns whether a wait was pending. */
  break(violation: RuleViolation): boolean {
    if (this.#violations.length < MOST_VIOLATIONS) this.#violations.push(violation);
    return this.endWaits(this.violation);
  }

  /** Ends every pending wait. Returns whether there was one. */
  endWaits(violation?: RuleViolation): boolean {
    const { items } = this.waits;
    for (const abandon of items) {
      try {
        abandon(violation);
      } catch (error) {
        this.faults.push(error);
      }
    }
    return items.length > 0;
  }

  /** As `endWaits()`, also in the scopes within it. */
  endAllWaits(violation: RuleViolation): void {
    this.endWaits(violation);
    for (const scope of this.#inner) scope.endAllWaits(violation);
  }

  /** When its clients were closed, for a sentence about one of them. */
  get whenClosed(): string {
    const at = `at the end of ${this.label}`;
    if (!this.#followedBy) return at;
    return `${at}, before its ${this.#followedBy} hooks. The configuration teardown: { after: 'hooks' } closes it after them`;
  }

  /**
   * Ends everything that it owns. Resolves when that is done; never rejects.
   * @param followedBy The name of the hooks that run afterwards.
   */
  end(followedBy?: string): Pending {
    if (this.#ended) return this.#ending;
    this.#ended = true;
    if (this.#outer) this.#outer.#inner.delete(this);
    this.#followedBy = followedBy;
    this.endWaits();
    this.#ending = this.#dispose(this.#owned);
    return this.#ending;
  }

  /** Ends what was kept, once the hooks are done and all else of it has ended. Never rejects. */
  release(): Pending {
    return after(this.end(), () => this.#dispose(this.#kept));
  }

  #dispose(things: Set<Owned>): Pending {
    const disposed = [...things];
    things.clear();
    return allOf(disposed.map((thing) => this.#disposeOne(thing)));
  }

  async #disposeOne(thing: Owned): Promise<void> {
    try {
      await thing.dispose();
    } catch (error) {
      this.faults.push(error);
    }
  }
}

import * as inspector from 'node:inspector';
import type { Connection } from '../connection/connection';
import { Bag } from '../runtime/bag';
import type { CallLocation } from '../runtime/call-location';
import { allOf, type Pending } from '../runtime/pending';
import type { Unawaited } from '../runtime/watched-promise';
import { UsageError } from '../text/usage-error';
import type { FailedWait } from './outcome';
import type { RuleViolation } from './rule-violation';

/** Something that ends with its owner. */
export interface Owned {
  dispose(): Promise<unknown>;
}

/** Something that a test begins, and must have done when it ends: a scenario that it built or runs. */
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
  /** What is told of the end before anything is closed, or of a broken rule: the waits of this scope. */
  readonly waits = new Bag<(violation?: RuleViolation) => void>();
  /** The first standing rule that was broken in it. */
  violation: RuleViolation | undefined;
  /** The assertions begun in it that nobody has awaited. */
  readonly unawaited = new Bag<Unawaited>();
  /** The scenarios that were built in it and never run, or are running. */
  readonly unfinished = new Bag<Unfinished>();
  /** What was begun when it was over; undefined where that is not told, as of a test that has failed. */
  strays: Bag<Unfinished> | undefined = new Bag();
  /** The connections that were opened in it, those that failed among them. */
  readonly connections: Connection[] = [];
  /** The waits that ended without what they waited for. */
  readonly failedWaits: FailedWait[] = [];
  /** What went wrong in our own code: it must fail a test, and nothing else. */
  readonly faults: unknown[] = [];
  readonly #owned = new Set<Owned>();
  readonly #kept = new Set<Owned>();
  /** On the clock of `performance.now()`. */
  readonly began = performance.now();
  #opened = 0;
  #followedBy: string | undefined;
  #ended = false;
  #ending: Pending;

  constructor(label: string) {
    this.label = label;
  }

  get ended(): boolean {
    return this.#ended;
  }

  /** The name of a client that was given none. */
  nextClientName(): string {
    return `client ${++this.#opened}`;
  }

  /** @throws {UsageError} when the scope has ended: nothing would ever close it. */
  own(thing: Owned): void {
    if (this.ended) throw new UsageError(`${this.label} is over`);
    this.#owned.add(thing);
  }

  disown(thing: Owned): void {
    this.#owned.delete(thing);
  }

  /** As `own`, for what the hooks behind the end of the scope may still use: it ends when it is released. */
  keep(thing: Owned): void {
    this.#kept.add(thing);
  }

  /** Ends every wait, those that begin later too. Only the first violation counts. Whether one was pending. */
  break(violation: RuleViolation): boolean {
    this.violation ??= violation;
    return this.endWaits(this.violation);
  }

  /** Ends every wait that is pending. Whether there was one. */
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

  /** When its clients were closed, in a sentence about one of them. */
  get whenClosed(): string {
    const at = `at the end of ${this.label}`;
    if (!this.#followedBy) return at;
    return `${at}, before its ${this.#followedBy} hooks. The configuration teardown: { after: 'hooks' } closes it after them`;
  }

  /**
   * Ends all that is owned. Never rejects.
   * @param followedBy The hooks that run behind it.
   */
  end(followedBy?: string): Pending {
    if (this.#ended) return this.#ending;
    this.#ended = true;
    this.#followedBy = followedBy;
    this.endWaits();
    this.#ending = this.#dispose(this.#owned);
    return this.#ending;
  }

  /** Ends what was kept, when the hooks of its owner are done. Never rejects. */
  release(): Pending {
    return this.#dispose(this.#kept);
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

/** The code that runs now: whose it is, and when Jest will end it. */
export interface Caller {
  readonly scope: Scope;
  /** The moment of the test's or hook's own timeout, on the clock of `performance.now()`. */
  readonly deadline: number;
  /** Whether the test, or the hook, is done: what still runs of it was not awaited. */
  over?: boolean;
}

export const isOver = ({ scope, over }: Caller): boolean => over === true || scope.ended;

/** How long a wait lasts outside of any test, where nobody says it (ms). */
const OUTSIDE = 5000;

/**
 * How long a wait may last so that it ends before the test does (ms); Infinity while somebody debugs.
 * @param timeout Where none is set, it is all that the test has.
 */
export function waitTime(timeout: number | undefined, caller: Caller | undefined): number {
  if (inspector.url() !== undefined) return Number.POSITIVE_INFINITY;
  const left = leftFor(caller);
  return left === Number.POSITIVE_INFINITY ? (timeout ?? OUTSIDE) : Math.min(timeout ?? left, left);
}

/** What a test has left for a wait: some of it is needed to fail in time. */
function leftFor(caller: Caller | undefined): number {
  if (!caller) return Number.POSITIVE_INFINITY;
  const left = caller.deadline - performance.now();
  return Math.max(0, left - Math.min(250, left / 10));
}

/**
 * A window in which something must not come is watched to its end, or not at all.
 * @returns The window (ms).
 * @throws {UsageError} when the test ends before.
 */
export function checkedWindow(window: number, caller: Caller | undefined): number {
  if (inspector.url() !== undefined || window <= leftFor(caller)) return window;
  const left = Math.max(0, Math.round((caller as Caller).deadline - performance.now()));
  throw new UsageError(
    `The window of ${window} ms does not fit into the ${left} ms that the test has left. ` +
      'Give the test a longer timeout, or watch for less: { timeout }, or quietWindow in the configuration.',
  );
}

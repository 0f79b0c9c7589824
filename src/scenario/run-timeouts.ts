import { type Caller, waitTime } from '../waiting/caller';
import type { Role } from './role';
import type { Timers } from './timers';

/** How long things may take in a run, in ms. */
export class RunTimeouts {
  readonly #timers: Timers;
  readonly #caller: Caller;
  readonly #configured: number | undefined;
  /** When a step was last done, or will be done after a delay that the user has set. */
  #lastProgress = performance.now();

  /** @param configured The configured timeout of all clients, if there is one. */
  constructor(timers: Timers, caller: Caller, configured: number | undefined) {
    this.#timers = timers;
    this.#caller = caller;
    this.#configured = configured;
  }

  /** How long a kind of thing may take. */
  of({ parts, connection }: Role, kind: 'response' | 'message' | 'request'): number {
    const timeout = parts.timeouts[kind] ?? connection?.timeout ?? this.#configured;
    // if only the test's own time limits it, the whole run fails when that is over
    const isOfTest = timeout === undefined && this.#caller.deadline !== Number.POSITIVE_INFINITY;
    return isOfTest ? Number.POSITIVE_INFINITY : waitTime(timeout, this.#caller);
  }

  /** How long the whole run may take (ms): as the user has set it, or for as long as the test has time. */
  total(roles: readonly Role[]): { readonly ms: number; readonly ofTest: boolean } {
    const total = Math.min(...roles.map(({ parts }) => parts.timeouts.total ?? Number.POSITIVE_INFINITY));
    const ms = waitTime(total, this.#caller);
    return { ms, ofTest: ms < total };
  }

  /** @param delay How much later the next step is done (ms), as the user has set it. */
  progressed(delay = 0): void {
    this.#lastProgress = Math.max(this.#lastProgress, performance.now() + delay);
  }

  /** Calls back when nothing that a user waits for has happened for too long. */
  watchSilence(role: Role, listens: () => boolean, tell: (after: number) => void): void {
    const timeout = this.of(role, 'response');
    const look = () => {
      if (!listens()) return;
      const left = Math.max(this.#lastProgress, role.since) + timeout - performance.now();
      if (left > 0.5) this.#timers.after(left, look);
      else tell(timeout);
    };
    this.#timers.after(timeout, look);
  }
}

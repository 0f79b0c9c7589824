import type { Expected } from '../expectations/expected';
import type { ReceivedMessage } from '../log/transcript';
import { CapturedValues } from './captured-values';
import { anything } from './expectation';
import type { Dependency, Plan, Planned, Status } from './planned';
import type { Sources } from './template';

/** Makes the expected message of a step. Throws a UsageError when it can never match. */
export type Understand = (planned: Planned, sources: Sources) => Expected;

/** What the steps of a run expect, as far as that is known: what it refers to may not be captured yet. */
export class ExpectedMessages {
  readonly captured = new CapturedValues();
  readonly #known: (Expected | undefined)[] = [];
  /** What is expected as far as it is known, where the rest is captured elsewhere. */
  readonly #supposed: (Expected | undefined)[] = [];

  /** @param statuses The statuses of all steps, which change. */
  constructor(
    private readonly plan: Plan,
    private readonly statuses: readonly Status[],
    private readonly understand: Understand,
  ) {}

  /** The expected message of a step; undefined as long as that is not known. */
  of(id: number): Expected | undefined {
    return this.#known[id];
  }

  /**
   * Makes the expected message of a step, if that can be made by now and was not made before.
   * @throws {UsageError} when it can never match.
   */
  make(planned: Planned): void {
    const { id, needs } = planned;
    if (this.#known[id] || !needs.every((need) => this.#isCaptured(need))) return;
    this.#known[id] = this.understand(planned, { captured: this.captured.for(planned) });
  }

  /** Whether a message may be the one that a step expects, which depends on what is captured elsewhere. */
  mayBe(planned: Planned, message: ReceivedMessage): boolean {
    if (!this.#waitsForOthers(planned)) return false;
    const supposed = this.#supposed[planned.id] ?? this.understand(planned, { captured: new Map(), unknown: anything });
    this.#supposed[planned.id] = supposed;
    return supposed.matches(message);
  }

  /** Whether what a step expects is captured elsewhere than from messages of its user, and was not yet: when, is timing. */
  #waitsForOthers({ who, needs }: Planned): boolean {
    const isOthers = (id: number) => {
      const one = this.plan.steps[id] as Planned;
      return one.who !== who || one.step.kind === 'request';
    };
    return needs.some((need) => need.ids.some(isOthers) && !this.#isCaptured(need));
  }

  #isCaptured({ ids, captured }: Dependency): boolean {
    if (captured === undefined) return true;
    const taken = ids.filter((id) => this.statuses[id] !== 'left out');
    return taken.length > 0 && taken.every((id) => this.captured.has(captured, id));
  }
}

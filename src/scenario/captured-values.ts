import type { Planned } from './planned';

interface CapturedValue {
  /** The id of the step that has captured it. */
  readonly id: number;
  readonly who: number;
  readonly value: unknown;
}

/** What the steps of a run have captured. Several may capture under one name, each user something of their own. */
export class CapturedValues {
  /** By name, in the order in which the steps are written, whatever came first. */
  readonly #values = new Map<string, CapturedValue[]>();

  add({ id, who }: Pick<Planned, 'id' | 'who'>, name: string, value: unknown): void {
    const values = this.#values.get(name) ?? [];
    this.#values.set(name, values);
    values.splice(values.findLastIndex((one) => one.id <= id) + 1, 0, { id, who, value });
  }

  /** Whether the step of this id has captured it. */
  has(name: string, id: number): boolean {
    return this.#values.get(name)?.some((one) => one.id === id) ?? false;
  }

  /** What a user sees by now: of several values of one name the last, one of their own if there is any. */
  seenBy(who: number): Map<string, unknown> {
    const seen = new Map<string, unknown>();
    for (const [name, values] of this.#values) {
      const last = values.findLast((one) => one.who === who) ?? values.at(-1);
      seen.set(name, last?.value);
    }
    return seen;
  }

  /** What a step sees: its references stand for what the steps that it waits for have captured. */
  for({ who, needs }: Pick<Planned, 'who' | 'needs'>): Map<string, unknown> {
    const seen = this.seenBy(who);
    for (const { captured, ids } of needs) {
      if (captured === undefined) continue;
      const last = this.#values.get(captured)?.findLast(({ id }) => ids.includes(id));
      if (last) seen.set(captured, last.value);
    }
    return seen;
  }
}

import { shownName } from '../text/show';
import { defaultConnect } from './add-steps';
import { addCaptures, addLabels, refuseCycles } from './dependencies';
import type { Choice, Draft, Plan, Planned } from './planned';
import type { ExpectStep, Parts, Step } from './steps';

/**
 * All steps of scenarios that run together, and what each waits for.
 * @throws {UsageError} when a step waits for a label that no step has, or steps wait for each other.
 */
export function plan(scenarios: readonly Parts[]): Plan {
  const steps: Draft[] = [];
  const providers = new Map<string, number[]>();
  const captors = new Map<string, number[]>();
  const connects = scenarios.map((parts, who) => new Writer(steps, providers, captors, parts, who).write());
  connectInTurn(connects.map((id) => steps[id] as Draft));
  const names = scenarios.map(({ name }) => shownName(name));
  for (const draft of steps) {
    addLabels(draft, steps, providers, names);
    addCaptures(draft, steps, captors, names);
  }
  refuseCycles(steps, names, connects);
  return { names, orders: scenarios.map(({ order }) => order), steps, connects };
}

/** Makes users connect in the order given, except for those with a delay or `after()`: so it is fixed who sees whom arrive. */
function connectInTurn(connects: readonly Draft[]): void {
  let last: number | undefined;
  for (const { id, step, needs } of connects) {
    if (step.after.length > 0 || step.delay > 0) continue;
    if (last !== undefined) needs.push({ ids: [last] });
    last = id;
  }
}

/** The steps before the next one, in a scenario or a branch of it. */
interface Preceding {
  /** The expectations after which the next one of an ordered scenario opens. */
  expects: number[];
  all: number[];
  /** The last message that nothing triggers, and the last request; after branches, those of each branch. */
  sends: readonly number[];
  requests: readonly number[];
}

/** Writes the steps of one scenario into a plan. */
class Writer {
  #choices = 0;

  constructor(
    private readonly steps: Draft[],
    private readonly providers: Map<string, number[]>,
    private readonly captors: Map<string, number[]>,
    private readonly parts: Parts,
    private readonly who: number,
  ) {}

  /** Returns the id of its connection. */
  write(): number {
    const { steps } = this.parts;
    const connect = steps.find((step) => step.kind === 'connect') ?? defaultConnect;
    const { id } = this.#add(connect, []);
    const preceding: Preceding = { expects: [], all: [], sends: [], requests: [] };
    this.#writeAll(
      steps.filter((step) => step.kind !== 'connect'),
      preceding,
      [],
      id,
    );
    return id;
  }

  #writeAll(steps: readonly Step[], preceding: Preceding, branch: readonly Choice[], connect: number): void {
    let triggers: number[] = [];
    let lastReplies: (number | undefined)[] = [];
    for (const step of steps) {
      if (step.kind === 'oneOf') {
        this.#writeOneOf(step.branches, step, preceding, branch, connect);
        triggers = [];
        continue;
      }
      if (step.kind === 'expect') {
        triggers = this.#writeExpect(step, preceding, branch);
        lastReplies = triggers.map(() => undefined);
        continue;
      }
      if (step.kind === 'send' && step.isReply) {
        triggers.forEach((trigger, index) => {
          for (let copy = 0; copy < step.times; copy++) {
            const draft = this.#add(step, branch);
            draft.trigger = trigger;
            const before = lastReplies[index];
            draft.needs.push({ ids: before === undefined ? [trigger] : [before] });
            lastReplies[index] = draft.id;
            preceding.all.push(draft.id);
          }
        });
        continue;
      }
      for (let copy = 0; copy < step.times; copy++) this.#writeAction(step, preceding, branch, connect);
    }
  }

  #writeExpect(step: ExpectStep, preceding: Preceding, branch: readonly Choice[]): number[] {
    const { order } = this.parts;
    const ids: number[] = [];
    for (let copy = 0; copy < step.times; copy++) {
      const draft = this.#add(step, branch);
      if (order !== 'any' && preceding.expects.length > 0) draft.opens.push({ ids: preceding.expects });
      if (order !== 'any') preceding.expects = [draft.id];
      ids.push(draft.id);
    }
    preceding.all.push(...ids);
    return ids;
  }

  #writeAction(step: Planned['step'], preceding: Preceding, branch: readonly Choice[], connect: number): void {
    const draft = this.#add(step, branch);
    draft.needs.push({ ids: [connect] });
    const last = step.kind === 'send' ? preceding.sends : preceding.requests;
    if (this.parts.order !== 'any' || step.kind === 'close') draft.needs.push({ ids: [...preceding.all] });
    else if (last.length > 0) draft.needs.push({ ids: last });
    if (step.kind === 'send') preceding.sends = [draft.id];
    if (step.kind === 'request') preceding.requests = [draft.id];
    // in an order, it comes after all of them: the next one need not
    if (this.parts.order === 'any') preceding.all.push(draft.id);
    else preceding.all = [draft.id];
  }

  #writeOneOf(
    branches: readonly (readonly Step[])[],
    { label, after }: Step,
    preceding: Preceding,
    branch: readonly Choice[],
    connect: number,
  ): void {
    const of = this.who * 1e6 + this.#choices++;
    const ends = branches.map(([head, ...rest], index): Preceding => {
      const own = { ...preceding, expects: [...preceding.expects], all: [...preceding.all] };
      const waiting = { ...(head as Step), after: [...(head as Step).after, ...after] } as Step;
      const from = this.steps.length;
      this.#writeAll([waiting, ...rest], own, [...branch, { of, branch: index }], connect);
      if (this.parts.order === 'any') this.#openBehindHead(from);
      if (label !== undefined) for (const { id } of this.steps.slice(from)) provide(this.providers, label, id);
      return own;
    });
    preceding.expects = [...new Set(ends.flatMap(({ expects }) => expects))];
    preceding.all = [...new Set(ends.flatMap(({ all }) => all))];
    preceding.sends = [...new Set(ends.flatMap(({ sends }) => sends))];
    preceding.requests = [...new Set(ends.flatMap(({ requests }) => requests))];
  }

  /** The steps of a branch begin only when its head, the expectation that decides for it, is met, even if there is no order. */
  #openBehindHead(head: number): void {
    for (const draft of this.steps.slice(head + 1)) {
      if (draft.step.kind === 'expect') draft.opens.push({ ids: [head] });
      else if (draft.trigger === undefined) draft.needs.push({ ids: [head] });
    }
  }

  #add(step: Planned['step'], branch: readonly Choice[]): Draft {
    const draft: Draft = {
      id: this.steps.length,
      who: this.who,
      step,
      needs: [],
      opens: [],
      trigger: undefined,
      branch: [...branch],
    };
    this.steps.push(draft);
    if (step.label !== undefined) provide(this.providers, step.label, draft.id);
    for (const { name } of step.captures) provide(this.captors, name, draft.id);
    return draft;
  }
}

function provide(providers: Map<string, number[]>, name: string, id: number): void {
  const ids = providers.get(name);
  if (ids) ids.push(id);
  else providers.set(name, [id]);
}

import type { Order } from '../demand';
import { Mistake } from '../mistake';
import { nearestName } from '../nearest-name';
import type { Parts } from './known';
import type { ConnectStep, ExpectStep, Step } from './steps';

/** Steps that something waits for: all of them, as far as they are not left out. */
export interface Need {
  readonly ids: readonly number[];
  /** The label by which the user has said so; `@name` for what is captured. */
  readonly label?: string;
}

/** One step of a run: a repeated one is there several times. */
export interface Planned {
  readonly id: number;
  /** The scenario whose it is. */
  readonly who: number;
  readonly step: Exclude<Step, { kind: 'oneOf' }>;
  /** What must be done before it begins; of an expectation, before it counts as done. */
  readonly needs: readonly Need[];
  /** Of an expectation: what must be done before messages are looked at. */
  readonly opens: readonly Need[];
  /** Of a reply: the expectation whose message it answers. */
  readonly trigger: number | undefined;
  /** The choices that it depends on, the outermost first. */
  readonly branch: readonly Choice[];
}

interface Choice {
  readonly of: number;
  readonly branch: number;
}

export interface Plan {
  readonly names: readonly string[];
  readonly orders: readonly Order[];
  readonly steps: readonly Planned[];
  /** Of each scenario, the id of its connection. */
  readonly connects: readonly number[];
}

type Draft = { -readonly [Key in keyof Planned]: Planned[Key] extends readonly (infer Item)[] ? Item[] : Planned[Key] };

const defaultConnect: ConnectStep = {
  kind: 'connect',
  target: undefined,
  options: {},
  prepare: [],
  after: [],
  delay: 0,
  times: 1,
  captures: [],
};

/**
 * What is done when several scenarios are run together, and what waits for what.
 * @throws {Mistake} when a step waits for what no step is called, or steps wait for each other.
 */
export function plan(scenarios: readonly Parts[]): Plan {
  const steps: Draft[] = [];
  const providers = new Map<string, number[]>();
  const connects = scenarios.map((parts, who) => new Writer(steps, providers, parts, who).write());
  const names = scenarios.map(({ name }) => name);
  for (const draft of steps) addLabels(draft, steps, providers, names);
  refuseCycles(steps, names, connects);
  return { names, orders: scenarios.map(({ order }) => order), steps, connects };
}

/** Where the writing stands within a scenario or a branch of it. */
interface Position {
  /** The expectations behind which the next one of an ordered scenario opens. */
  expects: number[];
  /** All that was written before. */
  all: number[];
  /** The last message that nothing triggers, and the last request: of each branch, where it was one of several. */
  sends: readonly number[];
  requests: readonly number[];
}

/** Writes down the steps of one scenario. */
class Writer {
  #choices = 0;

  constructor(
    private readonly steps: Draft[],
    private readonly providers: Map<string, number[]>,
    private readonly parts: Parts,
    private readonly who: number,
  ) {}

  /** Returns the id of its connection. */
  write(): number {
    const { steps } = this.parts;
    const connect = steps.find((step) => step.kind === 'connect') ?? defaultConnect;
    const { id } = this.#add(connect, []);
    const position: Position = { expects: [], all: [], sends: [], requests: [] };
    this.#writeAll(
      steps.filter((step) => step.kind !== 'connect'),
      position,
      [],
      id,
    );
    return id;
  }

  #writeAll(steps: readonly Step[], position: Position, branch: readonly Choice[], connect: number): void {
    let triggers: number[] = [];
    let lastReplies: (number | undefined)[] = [];
    for (const step of steps) {
      if (step.kind === 'oneOf') {
        this.#writeOneOf(step.branches, step, position, branch, connect);
        triggers = [];
        continue;
      }
      if (step.kind === 'expect') {
        triggers = this.#writeExpect(step, position, branch);
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
            position.all.push(draft.id);
          }
        });
        continue;
      }
      for (let copy = 0; copy < step.times; copy++) this.#writeAction(step, position, branch, connect);
    }
  }

  #writeExpect(step: ExpectStep, position: Position, branch: readonly Choice[]): number[] {
    const { order } = this.parts;
    const ids: number[] = [];
    for (let copy = 0; copy < step.times; copy++) {
      const draft = this.#add(step, branch);
      if (order !== 'any' && position.expects.length > 0) draft.opens.push({ ids: position.expects });
      if (order !== 'any') position.expects = [draft.id];
      ids.push(draft.id);
    }
    position.all.push(...ids);
    return ids;
  }

  #writeAction(step: Planned['step'], position: Position, branch: readonly Choice[], connect: number): void {
    const draft = this.#add(step, branch);
    draft.needs.push({ ids: [connect] });
    const last = step.kind === 'send' ? position.sends : position.requests;
    if (this.parts.order !== 'any' || step.kind === 'close') draft.needs.push({ ids: [...position.all] });
    else if (last.length > 0) draft.needs.push({ ids: last });
    if (step.kind === 'send') position.sends = [draft.id];
    if (step.kind === 'request') position.requests = [draft.id];
    position.all.push(draft.id);
  }

  #writeOneOf(
    branches: readonly (readonly Step[])[],
    { label, after }: Step,
    position: Position,
    branch: readonly Choice[],
    connect: number,
  ): void {
    const of = this.who * 1e6 + this.#choices++;
    const ends = branches.map(([head, ...rest], index): Position => {
      const own = { ...position, expects: [...position.expects], all: [...position.all] };
      const waiting = { ...(head as Step), after: [...(head as Step).after, ...after] } as Step;
      const from = this.steps.length;
      this.#writeAll([waiting, ...rest], own, [...branch, { of, branch: index }], connect);
      if (this.parts.order === 'any') this.#openBehindHead(from);
      if (label !== undefined) for (const { id } of this.steps.slice(from)) this.#provide(label, id);
      return own;
    });
    position.expects = [...new Set(ends.flatMap(({ expects }) => expects))];
    position.all = [...new Set(ends.flatMap(({ all }) => all))];
    position.sends = [...new Set(ends.flatMap(({ sends }) => sends))];
    position.requests = [...new Set(ends.flatMap(({ requests }) => requests))];
  }

  /** What belongs to a branch begins when its head has decided for it, in whatever order the rest comes. */
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
    if (step.label !== undefined) this.#provide(step.label, draft.id);
    for (const { name } of step.captures) this.#provide(`@${name}`, draft.id);
    return draft;
  }

  #provide(label: string, id: number): void {
    const ids = this.providers.get(label);
    if (ids) ids.push(id);
    else this.providers.set(label, [id]);
  }
}

/**
 * A step of one's own decides at once which messages an expectation may take. One of another user's does not: whether that
 * came before a message is a matter of timing. Then the expectation takes its message, and counts as done later.
 */
function addLabels(
  draft: Draft,
  steps: readonly Draft[],
  providers: ReadonlyMap<string, readonly number[]>,
  names: readonly string[],
): void {
  for (const label of draft.step.after) {
    const ids = providers.get(label);
    if (!ids) throw new Mistake(unknownLabel(label, draft, providers, names));
    if (draft.step.kind !== 'expect') {
      draft.needs.push({ ids, label });
      continue;
    }
    const own = ids.filter((id) => steps[id]?.who === draft.who);
    const others = ids.filter((id) => steps[id]?.who !== draft.who);
    if (own.length > 0) draft.opens.push({ ids: own, label });
    if (others.length > 0) draft.needs.push({ ids: others, label });
  }
  for (const name of capturesOf(draft.step)) {
    const ids = providers.get(`@${name}`);
    if (!ids) throw new Mistake(unknownCapture(name, draft, providers, names));
    draft.needs.push({ ids, label: `@${name}` });
  }
}

/** The names of what a step needs captured. */
export function capturesOf(step: Planned['step']): readonly string[] {
  switch (step.kind) {
    case 'expect':
      return step.expected.captures;
    case 'send':
      return step.message.captures;
    case 'request':
      return [...step.url.captures, ...step.headers.captures, ...step.body.captures];
    default:
      return [];
  }
}

function unknownLabel(label: string, { who }: Draft, providers: ReadonlyMap<string, unknown>, names: readonly string[]): string {
  const near = nearestName(
    label,
    [...providers.keys()].filter((known) => !known.startsWith('@')),
  );
  const advice = near ? `Did you mean '${near}'?` : `Name the step that it waits for: .as('${label}').`;
  const alone = names.length === 1 ? " If it is another user's, run them together: runTogether(…)." : '';
  return `A step of ${names[who]} waits for '${label}', and no step of ${list(names)} is called so. ${advice}${alone}`;
}

function unknownCapture(name: string, { who }: Draft, providers: ReadonlyMap<string, unknown>, names: readonly string[]): string {
  const near = nearestName(
    name,
    [...providers.keys()].filter((known) => known.startsWith('@')).map((known) => known.slice(1)),
  );
  const advice = near ? `Did you mean \${@${near}}?` : `Write .capture('${name}', 'path') behind the step that has it.`;
  return `A step of ${names[who]} needs \${@${name}}, and no step of ${list(names)} captures it. ${advice}`;
}

function list(names: readonly string[]): string {
  return names.length === 1 ? (names[0] as string) : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}

/** Steps that wait for each other would wait until the timeout: it is said at once. */
function refuseCycles(steps: readonly Draft[], names: readonly string[], connects: readonly number[]): void {
  const states: ('open' | 'done' | undefined)[] = [];
  const trail: { readonly id: number; readonly need: Need }[] = [];
  const visit = (id: number): void => {
    if (states[id] === 'done') return;
    if (states[id] === 'open') {
      const circle = trail.slice(trail.findIndex((one) => one.id === id));
      throw new Mistake(circleText(circle, steps, names));
    }
    states[id] = 'open';
    for (const need of waitsOf(steps[id] as Draft, connects)) {
      trail.push({ id, need });
      for (const other of need.ids) visit(other);
      trail.pop();
    }
    states[id] = 'done';
  };
  for (const { id } of steps) visit(id);
}

function waitsOf({ who, step, needs, opens }: Draft, connects: readonly number[]): Need[] {
  const connected = step.kind === 'expect' ? [{ ids: [connects[who] as number] }] : [];
  return [...connected, ...needs, ...opens];
}

/** Only what the user has written is named: the waits by a label. */
function circleText(
  circle: readonly { readonly id: number; readonly need: Need }[],
  steps: readonly Draft[],
  names: readonly string[],
): string {
  const waits = circle.flatMap(({ id, need }) => {
    const name = names[(steps[id] as Draft).who];
    return need.label === undefined
      ? []
      : [`${name} waits for ${need.label.startsWith('@') ? `\${${need.label}}` : `'${need.label}'`}`];
  });
  if (waits.length === 1 && circle.length > 1) {
    return `${waits[0]}, which comes behind it in the order written, so that neither can ever come. Write it before.`;
  }
  if (waits.length === 1) return `${waits[0]}, which waits for itself: it can never come.`;
  return `These wait for each other, so that none can ever go on: ${waits.join(', ')}, which waits for the first.`;
}

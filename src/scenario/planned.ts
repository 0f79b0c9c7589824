import type { MessageOrder } from '../expectations/requirement';
import type { Step } from './steps';

/** Steps that another one waits for: all of them must be done, except those that are left out. */
export interface Dependency {
  readonly ids: readonly number[];
  /** The label by which the user has written it. */
  readonly label?: string;
  /** The name under which they capture what it needs. */
  readonly captured?: string;
}

/** One step of a run; a repeated step is there several times. */
export interface Planned {
  readonly id: number;
  /** The index of its scenario. */
  readonly who: number;
  readonly step: Exclude<Step, { kind: 'oneOf' }>;
  /** What must be done before it begins; for an expectation, before it counts as done. */
  readonly needs: readonly Dependency[];
  /** For an expectation: what must be done before it looks at messages. */
  readonly opens: readonly Dependency[];
  /** For a reply: the expectation whose message it answers. */
  readonly trigger: number | undefined;
  /** The choices that it depends on, the outermost first. */
  readonly branch: readonly Choice[];
}

export interface Choice {
  readonly of: number;
  readonly branch: number;
}

export interface Plan {
  readonly names: readonly string[];
  readonly orders: readonly MessageOrder[];
  readonly steps: readonly Planned[];
  /** The id of the connect step of each scenario. */
  readonly connects: readonly number[];
}

/**
 * `'waiting'` for its turn; `'met'`, for an expectation whose message has come; `'begun'`, for any other step; `'done'`; or
 * `'left out'`, because another branch was taken.
 */
export type Status = 'waiting' | 'met' | 'begun' | 'done' | 'left out';

/** A step of a plan that is being written. */
export type Draft = { -readonly [Key in keyof Planned]: Planned[Key] extends readonly (infer Item)[] ? Item[] : Planned[Key] };

/** The names of the captured values that a step needs. */
export function capturesOf(step: Planned['step']): readonly string[] {
  switch (step.kind) {
    case 'expect':
      return [step.expected, ...step.attributes.map(({ expected }) => expected)].flatMap((one) => one?.captures ?? []);
    case 'send':
      return step.message.captures;
    case 'request':
      return [step.url, step.headers, step.body, step.response].flatMap(({ captures }) => captures);
    default:
      return [];
  }
}

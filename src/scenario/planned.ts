import type { MessageOrder } from '../expectations/requirement';
import type { Step } from './steps';

/** Steps that something waits for: all of them, as far as they are not left out. */
export interface Dependency {
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
  readonly needs: readonly Dependency[];
  /** Of an expectation: what must be done before messages are looked at. */
  readonly opens: readonly Dependency[];
  /** Of a reply: the expectation whose message it answers. */
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
  /** Of each scenario, the id of its connection. */
  readonly connects: readonly number[];
}

/** One that is being written. */
export type Draft = { -readonly [Key in keyof Planned]: Planned[Key] extends readonly (infer Item)[] ? Item[] : Planned[Key] };

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

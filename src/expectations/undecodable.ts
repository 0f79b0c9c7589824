import { isRegExp } from '../runtime/tag';
import { show } from '../text/show';
import { UsageError } from '../text/usage-error';
import { Alternatives } from './any-of';

/** Expects a message that the codec cannot decode. `undecodable()` returns it. */
export class Undecodable {
  /** @internal */
  constructor(readonly problem: string | RegExp | undefined) {}
}

export const isUndecodable = (value: unknown): value is Undecodable => value instanceof Undecodable;

/** Whether it is an `undecodable()`, or an alternative of an `anyOf()` is. */
export const holdsUndecodable = (value: unknown): boolean =>
  isUndecodable(value) || (Alternatives.of(value)?.some(holdsUndecodable) ?? false);

/** @throws {UsageError} when the problem is neither text nor a RegExp. */
export function undecodable(problem: unknown): Undecodable {
  if (problem !== undefined && typeof problem !== 'string' && !isRegExp(problem)) {
    throw new UsageError(`undecodable() takes a part of what the codec says, as text or a RegExp, not ${show(problem)}.`);
  }
  return new Undecodable(problem as Undecodable['problem']);
}

/** Whether the codec's problem with a message is the expected one; a message that was decoded has none. */
export function fits({ problem: expected }: Undecodable, problem: string | undefined): boolean {
  if (problem === undefined) return false;
  if (expected === undefined || typeof expected === 'string') return problem.includes(expected ?? '');
  expected.lastIndex = 0;
  return expected.test(problem);
}

import type { MatcherContext } from 'expect';
import type { Engine } from '../src/client/engine';
import { equalityBy } from '../src/expectations/equality';
import type { Equality } from '../src/expectations/expected';
import type { Callee, CallLocation } from '../src/runtime/call-location';
import { failureText } from '../src/text/failure-text';
import { isUsageError } from '../src/text/usage-error';

/** What a matcher gives to `expect`. */
export interface Verdict {
  readonly pass: boolean;
  readonly message: () => string;
  readonly name?: string;
  readonly expected?: unknown;
  readonly actual?: unknown;
}

/** What a matcher is called with, beside its arguments. */
export interface Call {
  readonly engine: Engine;
  readonly context: MatcherContext;
  readonly name: string;
  /** The matcher itself as `expect` calls it: the user's frames begin behind it. */
  readonly callee: Callee;
  /** One of Jest's own matchers. */
  readonly jestMatcher?: ((name: string) => unknown) | undefined;
  /** The user's line, where it is known already. */
  readonly location?: CallLocation;
  /** How often what the matcher returns is waited for before the user can. Defaults to how often `expect` does. */
  readonly thens?: number;
}

/** It waits: whatever comes of it, a mistake too, is answered by its promise. */
export type WaitingMatcher = (call: Call, subject: unknown, ...args: never[]) => Promise<Verdict>;

export type Matcher = (call: Call, subject: unknown, ...args: never[]) => Verdict | Promise<Verdict>;

/** How Jest compares values, with the equality testers that the user has added. */
export function equalityOf({ equals, utils, customTesters }: MatcherContext): Equality {
  return equalityBy(equals as never, customTesters as never, utils.iterableEquality as never);
}

/** A mistake fails the assertion in both polarities, at the user's line. */
export function usageErrorVerdict({ context, name }: Call, error: unknown): Verdict {
  if (!isUsageError(error)) throw error;
  const { isNot, promise, utils } = context;
  const hint = utils.matcherHint(name, undefined, undefined, { isNot: isNot ?? false, promise: promise ?? '' });
  return { pass: isNot ?? false, message: () => failureText(`${hint}\n\n${error.message}`) };
}

/** A verdict whose message is safe to show as a whole. */
export const shown = (verdict: Verdict): Verdict => ({ ...verdict, message: () => failureText(verdict.message()) });

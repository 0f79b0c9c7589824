import type { MatcherContext } from 'expect';
import type { Engine } from '../src/client/engine';
import { equalityBy } from '../src/expectations/equality';
import type { Equality } from '../src/expectations/expected';
import type { Callee, CallLocation } from '../src/runtime/call-location';
import type { ScenarioFramework } from '../src/scenario/scenario-failure';

/** What a matcher returns to `expect`, which passes it to reporters in `error.matcherResult`. */
export interface MatcherResult {
  readonly pass: boolean;
  readonly message: () => string;
  readonly name?: string;
  /** Plain data that is safe to show, like `actual`. */
  readonly expected?: unknown;
  readonly actual?: unknown;
}

/** What the core learns from Jest, and what else our own matchers and entries need. */
export interface JestFramework extends ScenarioFramework {
  /** How often `expect` itself awaits what a matcher returns, before the user can. */
  readonly thens: number;
  /** How snapshots print clients. */
  readonly serializer: object;
  /** The matchers for this engine's clients, by their names. */
  readonly matchers: object;
}

/** The framework of an engine, for code that runs only under Jest: no other framework is adopted there. */
export const jestFrameworkOf = (engine: Engine): JestFramework => engine.framework as JestFramework;

/** What a matcher is called with, in addition to its arguments. */
export interface Call {
  readonly engine: Engine;
  readonly context: MatcherContext;
  readonly name: string;
  /** The matcher itself as `expect` calls it: the user's frames come after it. */
  readonly callee: Callee;
  /** Returns one of Jest's own matchers. */
  readonly jestMatcher?: ((name: string) => unknown) | undefined;
  /** The user's line, if it is known already. */
  readonly location?: CallLocation;
  /** How often the matcher's promise is awaited before the user can. Defaults to how often `expect` does. */
  readonly thens?: number;
}

/** A matcher that waits: every result, even a usage error, comes through its promise. */
export type WaitingMatcher = (call: Call, subject: unknown, ...args: never[]) => Promise<MatcherResult>;

export type Matcher = (call: Call, subject: unknown, ...args: never[]) => MatcherResult | Promise<MatcherResult>;

/** Marks a matcher that tests call by the thousand: for a client, the call bypasses most of `expect` (see fast-path). */
export const fast = <M extends WaitingMatcher>(matcher: M): M & { readonly isFast: true } =>
  Object.assign(matcher, { isFast: true as const });

export const isFast = (entry: readonly [name: string, matcher: Matcher]): entry is [name: string, matcher: WaitingMatcher] =>
  'isFast' in entry[1];

/** How Jest compares values, with the equality testers that the user has added. */
export function equalityOf({ equals, utils, customTesters }: MatcherContext): Equality {
  return equalityBy(equals as never, customTesters as never, utils.iterableEquality as never);
}

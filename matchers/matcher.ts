import type { MatcherContext } from 'expect';
import type { Engine } from '../src/client/engine';
import { equalityBy } from '../src/expectations/equality';
import type { Equality } from '../src/expectations/expected';
import type { Callee, CallLocation } from '../src/runtime/call-location';
import type { ScenarioFramework } from '../src/scenario/scenario-failure';

/** What a matcher gives to `expect`, which hands it on to reporters in `error.matcherResult`. */
export interface MatcherResult {
  readonly pass: boolean;
  readonly message: () => string;
  readonly name?: string;
  /** Plain data that is safe to show, as `actual` is. */
  readonly expected?: unknown;
  readonly actual?: unknown;
}

/** What Jest tells the core, and our own matchers and entries beside it. */
export interface JestFramework extends ScenarioFramework {
  /** How often `expect` itself waits for what a matcher returns, before the user can. */
  readonly thens: number;
  /** How snapshots print clients. */
  readonly serializer: object;
  /** The matchers for this engine's clients, by their names. */
  readonly matchers: object;
}

/** Who asks here runs in Jest: no other framework is adopted there. */
export const jestFrameworkOf = (engine: Engine): JestFramework => engine.framework as JestFramework;

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

/** It waits: whatever comes of it, a usage error too, is answered by its promise. */
export type WaitingMatcher = (call: Call, subject: unknown, ...args: never[]) => Promise<MatcherResult>;

export type Matcher = (call: Call, subject: unknown, ...args: never[]) => MatcherResult | Promise<MatcherResult>;

/** Marks a matcher that is called by the thousand: on a client, it is called past `expect` (see fast-path). */
export const fast = <M extends WaitingMatcher>(matcher: M): M & { readonly isFast: true } =>
  Object.assign(matcher, { isFast: true as const });

export const isFast = (entry: readonly [name: string, matcher: Matcher]): entry is [name: string, matcher: WaitingMatcher] =>
  'isFast' in entry[1];

/** How Jest compares values, with the equality testers that the user has added. */
export function equalityOf({ equals, utils, customTesters }: MatcherContext): Equality {
  return equalityBy(equals as never, customTesters as never, utils.iterableEquality as never);
}

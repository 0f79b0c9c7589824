import type { JestEnvironment } from '@jest/environment';

/*
 * What we rely on in Jest without any promise of its own: where it keeps the matchers, the event handlers and the state of
 * a run, and what is in them. For each, a test whose name says so fails when a new Jest changes it.
 */

/** The handler has two overloads: for events that Jest awaits, and for those that it does not. */
type Overloads<Handler> = Handler extends {
  (event: infer Awaited, state: infer State): unknown;
  (event: infer NotAwaited, state: infer State): unknown;
}
  ? { event: Awaited | NotAwaited; state: State }
  : never;

type Handled = Overloads<NonNullable<JestEnvironment['handleTestEvent']>>;

/** The events and the state of jest-circus, the same in Jest 29 and 30. */
export type Event = Handled['event'];
export type State = Handled['state'];
export type Block = State['rootDescribeBlock'];
export type Test = NonNullable<State['currentlyRunningTest']>;
export type Hook = Block['hooks'][number];

export type EventHandler = (event: Event, state: State) => void | Promise<void> | undefined;

/** The message if the tests are run by another runner. */
export const NEEDS_CIRCUS = 'jest-websocket needs jest-circus 29 or 30. Remove testRunner from the Jest config.';

interface Global {
  readonly [key: symbol]: unknown;
}

/** Where `expect` keeps its matchers: `matchers` is read at each call, and can be replaced. */
export interface MatcherRegistry {
  matchers: Record<string, unknown>;
}

/** Undefined if `expect` keeps its matchers elsewhere. */
export const matcherRegistryOf = (global: object): MatcherRegistry | undefined =>
  (global as Global)[Symbol.for('$$jest-matchers-object')] as MatcherRegistry | undefined;

/** The place for the handler of an environment: after circus's own, before the reporting ones. */
const PLACE = 3;

/** Adds an event handler from within the tests' realm. Returns false under Jest 29, which keeps its handlers out of reach. */
export function addEventHandler(global: object, handler: EventHandler): boolean {
  const handlers = (global as Global)[Symbol.for('EVENT_HANDLERS')] as EventHandler[] | undefined;
  handlers?.splice(PLACE, 0, handler);
  return handlers !== undefined;
}

/**
 * The state of the run, from within the tests' realm.
 * @throws under another runner.
 */
export function stateOf(global: object): State {
  const key = Object.getOwnPropertySymbols(global).find(({ description }) => description === 'JEST_STATE_SYMBOL');
  const state = key && ((global as Global)[key] as State | undefined);
  if (!state) throw new Error(NEEDS_CIRCUS);
  return state;
}

/** A hook as circus makes it for `beforeEach()` and the like, for the `hooks` of a block. */
export const hookOf = (type: Hook['type'], parent: Block, fn: () => Promise<void> | undefined): Hook =>
  ({ type, parent, fn, asyncError: new Error(), timeout: undefined, seenDone: false }) as unknown as Hook;

/** Whether Jest knows of an error. Jest 30 keeps unhandled rejections apart until it counts them. */
export function hasFailed({ errors, ...test }: Test): boolean {
  const { unhandledRejectionErrorByPromise: apart } = test as {
    unhandledRejectionErrorByPromise?: ReadonlyMap<unknown, unknown>;
  };
  return errors.length > 0 || (apart?.size ?? 0) > 0;
}

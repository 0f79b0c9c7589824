import type { JestEnvironment } from '@jest/environment';

/** The handler is overloaded: for the events that are awaited, and for those that are not. */
type Overloads<Handler> = Handler extends {
  (event: infer Awaited, state: infer State): unknown;
  (event: infer NotAwaited, state: infer State): unknown;
}
  ? { event: Awaited | NotAwaited; state: State }
  : never;

type Handled = Overloads<NonNullable<JestEnvironment['handleTestEvent']>>;

/** What jest-circus tells of the run, and what it knows: the same in Jest 29 and 30. */
export type Event = Handled['event'];
export type State = Handled['state'];
export type Block = State['rootDescribeBlock'];
export type Test = NonNullable<State['currentlyRunningTest']>;
export type Hook = Block['hooks'][number];

/** Said where another runner runs the tests. */
export const NEEDS_CIRCUS = 'jest-websocket needs jest-circus 29 or 30. Remove testRunner from the Jest config.';

export type EventHandler = (event: Event, state: State) => void | Promise<void> | undefined;

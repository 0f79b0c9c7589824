import type { Pending } from '../src/runtime/pending';
import { realmOf } from '../src/runtime/realm';
import { configFrom, KEY } from './config';
import { defineDisposeSymbols } from './dispose-symbols';
import {
  addEventHandler,
  type Block,
  type Event,
  type EventHandler,
  hookOf,
  type State,
  stateOf,
  type Test,
} from './jest-internals';
import { type JestGlobals, type Register, TestFile } from './test-file';
import { wrapped } from './wrapped-function';

/** What is used of Jest's globals where our environment is absent. */
export interface HookGlobals extends JestGlobals {
  beforeAll(callback: () => void): void;
  afterAll(callback: () => Promise<void>): void;
}

/**
 * Serves a test file whose environment is not ours. Jest 30 keeps its event handlers where a setup file can reach them;
 * for Jest 29 the events that we need are made from hooks.
 * @param Promise The intrinsic of the test's realm: another setup file may have replaced the global.
 */
export function serve(global: typeof globalThis, globals: HookGlobals, register: Register, Promise: PromiseConstructor): void {
  defineDisposeSymbols(global);
  stateOf(global); // throws under another runner, before any test opens something
  const rootDir = process.cwd();
  const config = configFrom({ [KEY]: (global as { [KEY]?: unknown })[KEY] }, { rootDir, isWatched: false });
  const session = new TestFile(realmOf(global, Promise), rootDir, config, register);
  session.begin(globals, false);
  const handle: EventHandler = (event, state) => {
    const handled = session.handle(event, state);
    return event.name === 'run_finish' ? Promise.resolve(handled).then(() => session.end()) : handled;
  };
  if (!addEventHandler(global, handle)) hookInto(global, globals, session);
}

function hookInto(global: object, { beforeAll, afterAll }: HookGlobals, session: TestFile): void {
  const tell = async (event: object, state: State) => {
    await session.handle(event as Event, state);
    await session.closed;
  };
  beforeAll(async () => {
    const state = stateOf(global);
    await tell({ name: 'run_start' }, state);
    plant(state.rootDescribeBlock, state, tell, () => session.end());
  });
  // the first `afterAll` of the root, so that those of the user find their clients closed, as in a block
  afterAll(() => {
    const state = stateOf(global);
    return tell({ name: 'hook_start', hook: { type: 'afterAll', parent: state.rootDescribeBlock } }, state);
  });
}

type Tell = (event: object, state: State) => Promise<void>;

/** Puts hooks of ours before and after those of the user. */
function plant(root: Block, state: State, tell: Tell, end: () => Pending): void {
  const begun = new WeakMap<Test, number>();
  const beforeUsersHooks = (parent: Block) => () => {
    const test = state.currentlyRunningTest;
    if (!test || begun.get(test) === test.invocations) return undefined;
    begun.set(test, test.invocations);
    return tell({ name: 'hook_start', hook: { type: 'afterEach', parent } }, state);
  };
  const plantIn = (block: Block) => {
    block.hooks.unshift(hookOf('afterEach', block, beforeUsersHooks(block)));
    if (block !== root) {
      block.hooks.unshift(
        hookOf('afterAll', block, () => tell({ name: 'hook_start', hook: { type: 'afterAll', parent: block } }, state)),
      );
      block.hooks.push(hookOf('afterAll', block, () => tell({ name: 'run_describe_finish', describeBlock: block }, state)));
    }
    for (const child of block.children) if (child.type === 'describeBlock') plantIn(child);
  };
  plantIn(root);
  root.hooks.unshift(
    hookOf('beforeEach', root, () => {
      const test = state.currentlyRunningTest;
      return test ? tell({ name: 'test_start', test }, state) : undefined;
    }),
  );
  behindLast(root, async () => {
    await tell({ name: 'run_describe_finish', describeBlock: root }, state);
    await tell({ name: 'run_finish' }, state);
    await end();
  });
  root.hooks.push(
    hookOf('afterEach', root, () => {
      const test = state.currentlyRunningTest;
      return test ? tell({ name: 'test_done', test }, state) : undefined;
    }),
  );
}

/** Jest has already listed the root's `afterAll` hooks, so another cannot be added: the last of them is extended. */
function behindLast(root: Block, end: () => Promise<void>): void {
  const last = root.hooks.findLast(({ type }) => type === 'afterAll');
  if (!last) return;
  last.fn = wrapped(last.fn as () => unknown, () => ({
    isHook: true,
    within: (piece) => piece(),
    ended: end,
    thrown: (error) => error,
  })) as typeof last.fn;
}

import type { Pending } from '../src/runtime/pending';
import { isPromise, tagOf } from '../src/runtime/tag';

type Fn = (this: unknown, ...args: unknown[]) => unknown;
type DoneCallback = (reason?: unknown) => void;

/** What is done around one call of a test's or hook's function. */
export interface Around {
  /** Whether it is a hook: Jest ignores a value that a hook returns, and fails a test that returns one. */
  readonly isHook: boolean;
  /** Runs a synchronous piece of it. */
  within<T>(piece: () => T): T;
  /**
   * Called when the function is done. If it returns a promise, that is awaited; if that rejects, the function fails, unless
   * it has failed already.
   */
  ended(failed: boolean): Pending;
  /** What is thrown instead of what it threw. */
  thrown(error: unknown): unknown;
}

/**
 * The function with something around each of its calls. Its form stays the same, since Jest tells by it whether to wait for
 * a `done` callback, or for the steps of a generator.
 */
export function wrapped(fn: Fn, begin: () => Around): Fn {
  const form = isGenerator(fn) ? ofSteps : fn.length > 0 ? withDone : plain;
  if (form === ofSteps && fn.length > 0) return fn; // Jest takes it for a function with a callback, and never runs it
  const { length, name } = fn;
  return Object.defineProperties(form(fn, begin), { length: { value: length }, name: { value: name } });
}

const isGenerator = (fn: Fn): boolean => tagOf(fn) === 'GeneratorFunction';

function plain(fn: Fn, begin: () => Around): Fn {
  return function (this: unknown) {
    const around = begin();
    const fail = (error: unknown): Promise<never> => {
      const thrown = around.thrown(error);
      const after = around.ended(true);
      if (!after) throw thrown;
      return after.then(() => {
        throw thrown;
      });
    };
    let returned: unknown;
    try {
      returned = around.within(() => fn.call(this));
    } catch (error) {
      return fail(error);
    }
    if (isPromise(returned)) return Promise.resolve(returned).then(() => around.ended(false), fail);
    if (returned === undefined || around.isHook) return around.ended(false);
    void around.ended(true); // Jest fails it
    return returned;
  };
}

function withDone(fn: Fn, begin: () => Around): Fn {
  return function (this: unknown, done: unknown) {
    const around = begin();
    const tell = done as DoneCallback;
    let state: 'running' | 'ending' | 'told' = 'running';
    const toldOnce = (reason?: unknown) => {
      if (state !== 'told') tell(reason);
      state = 'told';
    };
    const isDone = (reason?: unknown): void => {
      if (state !== 'running') {
        toldOnce();
        tell(reason); // Jest has its own message for a second call
        return;
      }
      state = 'ending';
      const thrown = reason && around.thrown(reason);
      const after = around.ended(Boolean(reason));
      if (after) void after.then(() => toldOnce(thrown), toldOnce);
      else toldOnce(thrown);
    };
    try {
      return around.within(() => fn.call(this, isDone));
    } catch (error) {
      void around.ended(true);
      throw around.thrown(error);
    }
  };
}

/** Jest goes through the steps of a generator, and waits for each promise that it yields. */
function ofSteps(fn: Fn, begin: () => Around): Fn {
  return function* (this: unknown) {
    const around = begin();
    try {
      const steps = around.within(() => fn.call(this)) as Generator;
      let step = around.within(() => steps.next());
      while (!step.done) {
        let answer: unknown;
        try {
          answer = yield step.value;
        } catch (error) {
          step = around.within(() => steps.throw(error));
          continue;
        }
        step = around.within(() => steps.next(answer));
      }
      if (isPromise(step.value)) yield step.value;
    } catch (error) {
      const thrown = around.thrown(error);
      yield around.ended(true) ?? Promise.resolve();
      throw thrown;
    }
    yield around.ended(false) ?? Promise.resolve();
  };
}

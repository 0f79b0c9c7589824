import { type Around, wrapped } from '../../environment/wrapped-function';
import type { Pending } from '../../src/runtime/pending';

/** A function that returns a value, wrapped, and what was said of its ends: whether it failed. */
function returning(value: unknown, { isHook, after }: { readonly isHook: boolean; readonly after?: Pending }) {
  const failed: boolean[] = [];
  const around: Around = {
    isHook,
    within: (piece) => piece(),
    ended: (hasFailed) => {
      failed.push(hasFailed);
      return after;
    },
    thrown: (error) => error,
  };
  return {
    fn: wrapped(
      () => value,
      () => around,
    ),
    failed,
  };
}

describe('a function that returns a value', () => {
  test.each([undefined, 0, 'text', () => {}])('has not failed if it is a hook, which may: %p', (value) => {
    const { fn, failed } = returning(value, { isHook: true });
    fn.call(undefined);
    expect(failed).toEqual([false]);
  });

  test('fails if it is a hook that has broken something', async () => {
    const { fn } = returning(5, { isHook: true, after: Promise.reject(new Error('which never() forbids')) });
    await expect(fn.call(undefined)).rejects.toThrow('which never() forbids');
  });

  test('is left to Jest if it is a test, which fails', () => {
    const { fn, failed } = returning(5, { isHook: false });
    expect(fn.call(undefined)).toBe(5);
    expect(failed).toEqual([true]);
  });
});

import { isReadable, replacementError } from '../../environment/replacement-error';
import { realmOf } from '../../src/runtime/realm';

describe('an error whose cause is made anew each time that it is read', () => {
  let made = 0;
  /** With an end, so that a loop that follows it has one too. */
  const anew = (): unknown => {
    if (++made > 100_000) return undefined;
    return Object.defineProperty({ message: 'anew' }, 'cause', { get: anew, enumerable: true });
  };

  test('is not followed for ever, nor given to Jest', () => {
    expect(isReadable(anew())).toBe(false);
    expect(replacementError(realmOf(globalThis), anew())).not.toHaveProperty('cause');
    expect(made).toBeLessThan(10_000);
  });
});

test('an error with a few causes is given to Jest as it is', () => {
  expect(isReadable(new Error('one', { cause: new Error('two', { cause: new Error('three') }) }))).toBe(true);
});

import { Attempts } from '../../src/connection/attempts';

const refused = { message: '', code: 'ECONNREFUSED' };

describe('attempts to reach a server', () => {
  test.each([
    [refused, true],
    [{ message: '', code: 'ENOENT' }, true],
    [{ message: '', status: 502 }, true],
    [{ message: '', status: 503 }, true],
    [{ message: '', status: 500 }, false],
    [{ message: '', code: 'ECONNRESET' }, false],
    [{ message: '' }, false],
  ])('behind %j there is another: %s', (failure, isAnother) => {
    const attempts = new Attempts(60_000);
    expect(attempts.next(failure) !== undefined).toBe(isAnother);
    expect(attempts.last).toBe(isAnother ? failure : undefined);
    expect(attempts.account).toMatch(isAnother ? /^ Tried 2 times in [\d,]+ ms\.$/ : /^$/);
  });

  test('come more slowly, up to four a second', () => {
    const attempts = new Attempts(60_000);
    expect(Array.from({ length: 12 }, () => attempts.next(refused))).toEqual([
      25, 50, 75, 100, 125, 150, 175, 200, 225, 250, 250, 250,
    ]);
  });

  test('are none where none is wanted, or no time is left', () => {
    expect(new Attempts(0).next(refused)).toBeUndefined();
    expect(new Attempts(20).next(refused)).toBeUndefined();
    expect(new Attempts(0).account).toBe('');
  });
});

import { cookies, withCookies } from '../../src/connection/cookies';

describe('cookies', () => {
  test.each([
    [{ sid: 'abc', n: 1, on: true, none: undefined, off: null }, true],
    [{}, true],
    [{ "!#$%&'*+-.^_`|~": "!#$%&'()*+-./:<=>?@[]^_`{|}~" }, true],
    [{ sid: 'a;b' }, false],
    [{ sid: 'a b' }, false],
    [{ sid: 'ü' }, false],
    [{ 'a b': 'x' }, false],
    [{ '': 'x' }, false],
    [{ sid: ['a', 'b'] }, false],
    ['sid=abc', false],
    [['sid'], false],
  ])('%j can be said: %s', (value, can) => {
    expect(cookies.accepts(value)).toBe(can);
  });

  test('stand behind those of the headers, whatever the case of their name', () => {
    expect(withCookies({ a: 'b' }, { sid: 1 })).toEqual({ a: 'b', Cookie: 'sid=1' });
    expect(withCookies({ COOKIE: ['x=1', 'y=2'] }, { sid: 1, z: null })).toEqual({ COOKIE: 'x=1; y=2; sid=1' });
    expect(withCookies({ cookie: 'x=1' }, {})).toEqual({ cookie: 'x=1' });
    expect(withCookies({ cookie: undefined }, { sid: 1 })).toEqual({ cookie: 'sid=1' });
  });
});

import fc from 'fast-check';
import { Placeholders } from '../../src/explain/placeholders';
import { VolatilePath } from '../../src/explain/volatile-paths';
import { runs } from '../support/runs';

const text = (value: unknown, placeholders = new Placeholders()) => placeholders.inJson(JSON.stringify(value));

describe('placeholders', () => {
  const uuid = '3f2c1a90-8a5b-4c1e-9a77-0123456789ab';

  test.each<[string, unknown, string]>([
    ['a UUID, in text too', { a: uuid, b: `id ${uuid.toUpperCase()}!` }, '{"a":"<uuid 1>","b":"id <uuid 1>!"}'],
    ['times, all alike', ['2026-11-25T02:03:04.567Z', '2026-11-25T02:03+01:00'], '["<time>","<time>"]'],
    ['a ULID', { id: '01ARZ3NDEKTSV4RRFFQ69G5FAV' }, '{"id":"<ulid 1>"}'],
    ['a JWT', { jwt: 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abc-_1' }, '{"jwt":"<jwt 1>"}'],
    ['a local address', 'ws://127.0.0.1:45123/chat and localhost:45123', '"ws://<server 1>/chat and <server 2>"'],
    [
      'secrets by their names',
      { access_token: 'a"b', password: 'x', again: { token: 'x' } },
      '{"access_token":"<secret 1>","password":"<secret 2>","again":{"token":"<secret 2>"}}',
    ],
    [
      'what imitates one',
      ['<uuid 1>', '<time>', 'a <b> c', '< 1 >', '<uuid 1'],
      '["\\u003cuuid 1>","\\u003ctime>","a <b> c","< 1 >","<uuid 1"]',
    ],
    [
      'and nothing else',
      { n: 12345, v: '1.2.3', d: '2026-11-25', hex: 'deadbeef' },
      '{"n":12345,"v":"1.2.3","d":"2026-11-25","hex":"deadbeef"}',
    ],
  ])('stand for %s', (_, value, expected) => {
    expect(text(value)).toBe(expected);
  });

  test('stand for the port of the server', () => {
    const placeholders = new Placeholders();
    placeholders.knowPort('45123');
    expect(text({ port: 45123, n: 45124, list: [45123, 1] }, placeholders)).toBe(
      '{"port":"<port 1>","n":45124,"list":["<port 1>",1]}',
    );
  });

  test('keep what is equal equal, and what differs different', () => {
    fc.assert(
      fc.property(
        fc.array(fc.uuid(), { minLength: 1, maxLength: 3 }),
        fc.array(fc.nat({ max: 20 }), { minLength: 2 }),
        (ids, picks) => {
          const values = picks.map((pick) => ids[pick % ids.length] as string);
          const shown: string[] = JSON.parse(text(values));
          for (const [i, a] of values.entries())
            for (const [j, b] of values.entries()) expect(shown[i] === shown[j]).toBe(a === b);
        },
      ),
      { numRuns: runs(100) },
    );
  });

  test('leave JSON that says the same, where nothing is volatile', () => {
    const plain = fc.string().filter((one) => !/\d{2}/.test(one));
    fc.assert(
      fc.property(
        fc.array(fc.oneof(plain, fc.constantFrom('<uuid 1>', '`$' + '{x}`', '\r\n', '\ud800', '\u001b[31m', '</a>'))),
        (value) => {
          expect(JSON.parse(text(value))).toEqual(value);
          expect(text(value)).not.toMatch(/<[a-z]+ \d+>/);
        },
      ),
      { numRuns: runs(100) },
    );
  });
});

describe('a volatile path', () => {
  const shown = (path: string, value: unknown) => {
    const placeholders = new Placeholders();
    const volatile = new VolatilePath(path);
    const result = JSON.parse(placeholders.inJson(JSON.stringify(volatile.apply(value, placeholders))));
    return [result, volatile.used];
  };

  test.each<[string, unknown, unknown, boolean]>([
    ['body.seq', { seq: 1, body: { seq: 2 } }, { seq: 1, body: { seq: '<seq>' } }, true],
    ['..at', { at: 1, body: { at: 2, list: [{ at: 3 }] } }, { at: '<at>', body: { at: '<at>', list: [{ at: '<at>' }] } }, true],
    [
      'items[*].id',
      { items: [{ id: 'a' }, { id: 'b' }, { id: 'a' }] },
      { items: [{ id: '<id 1>' }, { id: '<id 2>' }, { id: '<id 1>' }] },
      true,
    ],
    ['items[1]', { items: ['a', 'b'] }, { items: ['a', '<items 1>'] }, true],
    ['items[-1]', { items: ['a', 'b'] }, { items: ['a', '<items 1>'] }, true],
    ['$.items.*', { items: ['a', 'b'] }, { items: ['<items 1>', '<items 2>'] }, true],
    ['*.at', { at: 1, body: { at: 2 } }, { at: 1, body: { at: '<at>' } }, true],
    ["..['a.b'].at", { x: [{ 'a.b': { at: 1 } }] }, { x: [{ 'a.b': { at: '<at>' } }] }, true],
    ['..a', { a: { a: 'x' }, b: { a: 'y' } }, { a: '<a>', b: { a: '<a 1>' } }, true],
    ['typo', { at: 1 }, { at: 1 }, false],
  ])('%s', (path, value, expected, used) => {
    expect(shown(path, value)).toEqual([expected, used]);
  });

  test.each<[unknown, string]>([
    ['', 'A path is text such as'],
    [5, 'A path is text such as'],
    ['a..', "'a..' is not a path."],
    ['[*]', "The volatile path '[*]' names no key. Write one such as body.seq, items[*].id or ..at."],
    ['$', 'names no key'],
  ])('not %p', (path, sentence) => {
    expect(() => new VolatilePath(path as string)).toThrow(sentence);
  });
});

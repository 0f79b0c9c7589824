import { causeOf, kindOfLine } from '../../../reporter/page/cause';
import { excerpt, splitAt } from '../../../reporter/page/find';
import { bytesFrom, hexLine, hexRows } from '../../../reporter/page/hex';
import { hashOf, placeOf } from '../../../reporter/page/link';
import { isJson, jsonLines } from '../../../reporter/page/pretty';
import { previewOf } from '../../../reporter/page/sentences';
import { rangeInView, rowAt, rowsToDraw, scrollTo, topsOf } from '../../../reporter/page/virtual';
import { beginning, duration, moment, size } from '../../../reporter/page/words';

test('durations, moments and sizes', () => {
  expect([0, 0.43, 12.4, 999, 1234, 12_340, 61_000, -3].map(duration)).toEqual([
    '0 ms',
    '0.4 ms',
    '12 ms',
    '999 ms',
    '1.23 s',
    '12.3 s',
    '1 min 1 s',
    '−3 ms',
  ]);
  expect([0, 12.44, 1204.4, -12, 1_234_567].map(moment)).toEqual(['0', '12.4', '1,204', '−12', '1,234,567']);
  expect([1, 812, 1234, 999_999, 10_000_000].map(size)).toEqual(['1 byte', '812 bytes', '1.2 kB', '1 MB', '10 MB']);
});

test('a line is cut, never in the middle of a character, and shows what is hidden', () => {
  expect(beginning('a\nb\u202ec\u0000')).toBe('a\\nb\\u202ec\\u0000');
  expect(beginning(`${'x'.repeat(4)}😀`, 5)).toBe('xxxx…');
  expect(beginning('\ud800 alone')).toBe('\\ud800 alone');
});

describe('JSON', () => {
  const lines = (text: string, most = 100) =>
    jsonLines(text, most).lines.map(({ indent, tokens }) => ' '.repeat(indent) + tokens.map((token) => token.text).join(''));

  test('is laid out anew, each number and string as it was written', () => {
    expect(lines('{"a":12345678901234567890,"b":[1.0,{}],"c":{"d":"x\\u0041\\n"},"e":[]}')).toEqual([
      '{',
      ' "a": 12345678901234567890,',
      ' "b": [',
      '  1.0,',
      '  {}',
      ' ],',
      ' "c": {',
      '  "d": "x\\u0041\\n"',
      ' },',
      ' "e": []',
      '}',
    ]);
  });

  test('keys, strings, numbers and words are told apart', () => {
    expect(
      jsonLines('{"a":["b",1,true,null]}', 100)
        .lines.flatMap(({ tokens }) => tokens.map(({ kind }) => kind))
        .filter((kind) => kind !== 'mark'),
    ).toEqual(['key', 'string', 'number', 'word', 'word']);
  });

  test('of 10 MB, only the lines asked for are looked at, and a long string is cut', () => {
    const text = `[${'1,'.repeat(5_000_000)}1]`;
    expect(jsonLines(text, 10)).toMatchObject({ more: true, lines: { length: 10 } });
    expect(lines(JSON.stringify('x'.repeat(1e7)))[0]?.length).toBeLessThan(5000);
    expect(lines(`["${'\\'.repeat(200_001)}""]`)[0]).toBe('[');
  });

  test('is known from what begins like it', () => {
    expect(['{"a":1}', ' [1]', '{a}', '12', '"a"', ''].map(isJson)).toEqual([true, true, false, false, false, false]);
  });
});

test('bytes are dumped, as many as asked for', () => {
  const bytes = Uint8Array.from({ length: 20 }, (_, index) => index + 60);
  expect(hexRows(bytes, 18)).toEqual([
    { offset: '00000000', hex: '3c 3d 3e 3f 40 41 42 43 44 45 46 47 48 49 4a 4b', ascii: '<=>?@ABCDEFGHIJK' },
    { offset: '00000010', hex: '4c 4d', ascii: 'LM' },
  ]);
  expect(hexLine(Buffer.alloc(40, 7).toString('base64'), 3)).toBe('07 07 07 …');
  expect([...bytesFrom('AQI=')]).toEqual([1, 2]);
  expect([...bytesFrom('no base64!')]).toEqual([]);
});

test('a link says where one is, and leads back there', () => {
  for (const place of [
    { view: 'tests' },
    { view: 'waits' },
    { view: 'search', find: 'a & b' },
    { view: 'test', test: 'x&y=1', attempt: 2, row: 'event=12', find: '#1 "ä"' },
  ] as const) {
    expect(placeOf(hashOf(place))).toEqual(place);
  }
  expect(placeOf('#test=a&event=12')).toEqual({ view: 'test', test: 'a', row: 'event=12' });
  expect(placeOf('#test=a&attempt=x&event=-1&wait=<b>')).toEqual({ view: 'test', test: 'a' });
  for (const attempt of ['1.5', '0', '-1', 'Infinity'])
    expect(placeOf(`#test=a&attempt=${attempt}`)).toEqual({ view: 'test', test: 'a' });
  expect(placeOf('#nonsense')).toEqual({ view: 'tests' });
  expect(hashOf({ view: 'search', find: '\ud800' })).toBe('#search=%EF%BF%BD');
});

test('a failure in a line, and what its lines are', () => {
  expect(causeOf('\nexpect(a).toClose()\n\nExpected: x\nReceived: nothing\n')).toBe('expect(a).toClose(): nothing');
  expect(causeOf('boom')).toBe('boom');
  expect(['- a', '+ b', '-   "x": 1,', '> #1 x', 'Expected: 1', 'Received: 2', 'a - b', ''].map(kindOfLine)).toEqual([
    'expected',
    'received',
    'expected',
    'nearest',
    'expected',
    'received',
    'plain',
    'plain',
  ]);
});

test('what a row shows of an event', () => {
  const preview = (event: object) => previewOf({ at: 0, client: 0, kind: 'message', ...event });
  expect(preview({ text: '' })).toBe('(empty)');
  expect(preview({ text: '{"a":1}', value: 'decoded' })).toBe('decoded');
  expect(preview({ bytes: 'AQI=' })).toBe('01 02');
  expect(preview({ size: 2000 })).toBe('(2 kB, not shown)');
  expect(preview({ kind: 'close', direction: 'received', code: 1000, reason: 'bye' })).toBe('closed by the server 1000 bye');
  expect(preview({ kind: 'close', direction: 'none', code: 1006 })).toBe('lost, without a close frame 1006');
});

test('matches in a text, and around one', () => {
  expect(splitAt('a B b', 'b')).toEqual(['a ', 'B', ' ', 'b', '']);
  expect(splitAt('İb', 'b')).toEqual(['İ', 'b', '']);
  expect(excerpt('0123456789', '5', 2)).toEqual(['…34', '5', '6789']);
  expect(excerpt('0123456789', 'x')).toBeUndefined();
});

test('a match stands where it is, behind whatever letters', () => {
  expect(excerpt(`${'İ'.repeat(50)}needle, found`, 'NEEDLE', 2)).toEqual(['…İİ', 'needle', ', found']);
  expect(splitAt('İSTANBUL', 'istanbul')).toEqual(['', 'İSTANBUL', '']);
  const letters = Array.from({ length: 0x110000 }, (_, code) => String.fromCodePoint(code));
  expect(letters.filter((letter) => letter.toLowerCase().length !== letter.length)).toEqual(['İ']);
});

test('which rows are in view, and how far to scroll to one', () => {
  const tops = topsOf([10, 20, 30, 40]);
  expect([...tops]).toEqual([0, 10, 30, 60, 100]);
  expect([-5, 0, 9, 10, 59, 1000].map((y) => rowAt(tops, y))).toEqual([0, 0, 0, 1, 2, 3]);
  expect(rangeInView(tops, 12, 20, 0)).toEqual([1, 3]);
  expect(rangeInView(topsOf([]), 0, 100)).toEqual([0, 0]);
  expect(rowsToDraw([2, 4], -1)).toEqual([2, 3]);
  expect([0, 3, 9].map((chosen) => rowsToDraw([2, 4], chosen))).toEqual([
    [0, 2, 3],
    [2, 3],
    [2, 3, 9],
  ]);
  const many = topsOf(Array.from({ length: 1000 }, () => 10));
  expect(scrollTo(many, 15, 0, 600)).toBeUndefined();
  expect(scrollTo(many, 58, 0, 600)).toBe(50);
  expect(scrollTo(many, 500, 0, 600)).toBe(4705);
});

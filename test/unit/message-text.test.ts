import { messageText, wrapped } from '../../src/explain/message-text';
import { lineWidth } from '../../src/explain/terminal';
import { withoutFrames } from '../../src/text/show';
import { received } from '../support/messages';

describe('a message on one line', () => {
  test.each<[string, string, unknown, string]>([
    ['JSON as it came', '{ "a": 1 }', { a: 1 }, '{ "a": 1 }'],
    ['text as it came', 'hello', 'hello', 'hello'],
    ['one of several that a payload carries', '[1,2]', 1, '1'],
    ['what a protocol frames', '42["said",{}]', { event: 'said' }, '{"event":"said"}'],
    ['a bigint', '{"a":1}', { a: 1n }, '{ a: 1n }'],
    ['a Map', 'm', new Map([[1, 2]]), 'Map(1) { 1 => 2 }'],
  ])('%s', (_, payload, value, text) => {
    expect(messageText({ ...received(1, ''), payload, value }, 60)).toBe(text);
  });

  test('keeps the field that says what went wrong, where it is cut', () => {
    const long = (fields: object) => JSON.stringify({ a: 'x'.repeat(200), ...fields, b: 'y'.repeat(200) });
    const cut = (text: string) => messageText({ ...received(1, ''), payload: text, value: text }, 80);
    expect(cut(long({ error: 'no such room' }))).toContain('"error":"no such room"');
    expect(cut(long({ message: 'hi', reason: 'full' }))).toContain('"reason":"full"');
    expect(cut(long({ code: 4001 }))).toContain('"code":4001');
    for (const text of [long({ error: 'e'.repeat(1000) }), long({ error: { deep: ['e'.repeat(100)] } }), long({})]) {
      expect(cut(text).length).toBeLessThanOrEqual(80);
    }
  });
});

test('a long text is broken behind a comma where it can be', () => {
  expect(wrapped('aaaa,bbbb,cccc', 11)).toEqual(['aaaa,bbbb,', 'cccc']);
  expect(wrapped('"a":1,"b":"c d"', 13)).toEqual(['"a":1,"b":"c ', 'd"']);
  expect(wrapped('"a":12345,"b c":2', 15)).toEqual(['"a":12345,', '"b c":2']);
  expect(wrapped('a'.repeat(25), 10)).toEqual(['aaaaaaaaaa', 'aaaaaaaaaa', 'aaaaa']);
  expect(wrapped('', 10)).toEqual([]);
});

test('no line of a message is taken for a stack frame', () => {
  const jest = /\n\s*at\s.*:\d*:\d*/;
  const text = 'Error: x\n    at foo (x.js:1:2)\n\tat ::\nat b (c.js:1:1)';
  expect(text).toMatch(jest);
  expect(withoutFrames(text)).not.toMatch(jest);
  expect(withoutFrames(text)).toContain('\n    | at foo (x.js:1:2)');
});

test('a line is as wide as the terminal, within reason', () => {
  expect([40, 80, 100, 300].map((columns) => lineWidth(columns))).toEqual([76, 76, 96, 200]);
});

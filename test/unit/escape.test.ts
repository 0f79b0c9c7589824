import fc from 'fast-check';
import { escaped, escapedFailure, escapedLines } from '../../src/text/escape';
import { StandIns } from '../../src/text/stand-ins';
import { runs } from '../support/runs';

describe('what came from outside is escaped', () => {
  test.each([
    ['a colour', '\u001b[31mred', '\\u001b[31mred'],
    ['NUL, backspace, bell', '\0\b\u0007', '\\u0000\\u0008\\u0007'],
    ['a carriage return that would overwrite the line', 'ok\rno', 'ok\\rno'],
    ['CSI in 8 bits', '\u009b31m', '\\u009b31m'],
    ['DEL', '\u007f', '\\u007f'],
    ['bidirectional marks', '\u202egnp\u2066\u200e\u061c', '\\u202egnp\\u2066\\u200e\\u061c'],
    ['what has no width', 'a\u200bb\u2060c\u00add', 'a\\u200bb\\u2060c\\u00add'],
    ['a byte order mark', '\ufeff{}', '\\ufeff{}'],
    ['a joiner, in an emoji too', '👩\u200d💻', '👩\\u200d💻'],
    ['line and paragraph separators', 'a\u2028b\u2029c', 'a\\u2028b\\u2029c'],
    ['half of a surrogate pair', '\ud83d!', '\\ud83d!'],
    ['noncharacters, which XML cannot hold', '\uffff\ufffe\ufdd0', '\\uffff\\ufffe\\ufdd0'],
    ['noncharacters and tags of other planes', '\u{1fffe}\u{e0041}', '\\ud83f\\udffe\\udb40\\udc41'],
    ['private use', '\ue000', '\\ue000'],
    ['letters that fill, and are blank', '\u3164\u115f', '\\u3164\\u115f'],
    ['nothing else', 'Grüße, 你好 👋 é́', 'Grüße, 你好 👋 é́'],
  ])('%s', (_, text, shown) => {
    expect(escaped(text)).toBe(shown);
  });

  test('line breaks stay where there are lines', () => {
    expect(escapedLines('a\r\nb\t')).toBe('a\\r\nb\\t');
  });

  test('colours of our own stay in a failure, other sequences do not', () => {
    expect(escapedFailure('\u001b[32mgreen\u001b[39m \u001b[2J\u001b]0;title\u0007')).toBe(
      '\u001b[32mgreen\u001b[39m \\u001b[2J\\u001b]0;title\\u0007',
    );
  });

  test('what a printer was given marked is escaped when it has printed', () => {
    const anything = fc.string({ unit: 'binary' });
    fc.assert(
      fc.property(anything, (text) => {
        const standIns = new StandIns();
        expect(standIns.restored(standIns.mark(text))).toBe(escapedLines(text));
      }),
      { numRuns: runs(100) },
    );
    expect(new StandIns().mark('\u001b')).toHaveLength(1); // a diff by characters cannot cut it
  });
});

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { linesOf } from '../../reporter/lines';
import { runs } from '../support/runs';
import { temporaryFolder } from '../support/temporary-folder';

let file: string;
beforeAll(() => {
  file = join(temporaryFolder('lines'), 'lines.jsonl');
});

const linesIn = (text: string, chunk?: number): string[] => {
  writeFileSync(file, text);
  return [...linesOf(file, chunk)];
};

test('the lines of a file are the same, wherever a chunk ends', () => {
  const text = fc.array(fc.constantFrom('\n', '\n\n', 'a', 'long line', 'ß', '\u{1f600}', '\r\n')).map((parts) => parts.join(''));
  fc.assert(
    fc.property(text, fc.integer({ min: 1, max: 9 }), (one, chunk) => expect(linesIn(one, chunk)).toEqual(one.split('\n'))),
    { numRuns: runs(100) },
  );
});

test('each piece of a long line is looked through once', () => {
  const splitting = jest.spyOn(String.prototype, 'split');
  const lines = linesIn(`${'x'.repeat(1000)}\ny`, 10);
  const looked = splitting.mock.contexts.map((text) => String(text).length);
  splitting.mockRestore();
  expect(lines).toEqual(['x'.repeat(1000), 'y']);
  expect([looked.length, Math.max(...looked)]).toEqual([101, 10]);
});

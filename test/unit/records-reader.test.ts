import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { RecordsReader } from '../../reporter/records-reader';
import { newKey } from '../../src/record/sealed';
import type { TestRecord } from '../../src/record/test-record';
import { conversation, received, record, wait } from '../support/reports';
import { temporaryFolder } from '../support/temporary-folder';

let folder: string;
beforeEach(() => {
  folder = temporaryFolder('records-reader');
});

function read(tests: readonly TestRecord[], limits?: ConstructorParameters<typeof RecordsReader>[1]) {
  const file = join(folder, '1-0.jsonl');
  writeFileSync(file, tests.map((test) => `${JSON.stringify(test)}\n`).join(''));
  const reader = new RecordsReader(newKey(), limits);
  reader.read(file);
  return reader.records;
}

describe('of a run that has too much', () => {
  const events = Array.from({ length: 300 }, (_, index) => received(String(index).padEnd(1000)));
  const said = conversation([...events, { kind: 'frame', bytes: 'AQID'.repeat(200) }], {
    waits: [wait()],
    omitted: { events: 7, behind: 100 },
    output: [{ at: 0, server: 'npm start', text: 'x'.repeat(1000) }],
    requests: [{ at: 0, method: 'GET', url: '/', received: 'x'.repeat(1000) }],
  });
  const of = (status: TestRecord['status']) => record({ status, conversation: said });
  const { length } = JSON.stringify(of('passed'));

  test('those that have passed are kept shorter, and those that have failed as long as there is room', () => {
    const limits = { passed: 1.5 * length, failed: 3.5 * length };
    const tests = [of('passed'), of('passed'), of('failed'), of('failed'), of('failed'), of('passed')];
    const { tests: kept, problems } = read(tests, limits);
    expect(kept.map(({ conversation }) => conversation.events.length)).toEqual([301, 100, 301, 301, 100, 100]);
    expect(problems).toEqual(['There is more in this run than a report can hold: 3 attempts of tests are kept shorter.']);
    const short = kept[1]?.conversation;
    expect(short).toMatchObject({ waits: said.waits, omitted: { events: 208, behind: 50 } });
    expect(short?.events[49]?.text).toBe(`${'49'.padEnd(256)}…`);
    expect(short?.events[50]?.text).toBe(`${'251'.padEnd(256)}…`);
    expect(short?.events[99]?.bytes).toBe('AQID'.repeat(64));
    expect([short?.output[0]?.text.length, short?.requests[0]?.received?.length]).toEqual([257, 257]);
  });

  test('of many waits the first are kept, cut, and no message names one that is not', () => {
    const waits = Array.from({ length: 150 }, (_, index) => wait({ expected: String(index).padEnd(500) }));
    const position = { file: 'chat.test.ts', line: 1, column: 1 };
    const readers = [99, 100].map((index) => received('', { reader: { name: 'receive', position, wait: index } }));
    const { tests } = read([record({ conversation: conversation(readers, { waits, omittedWaits: 7 }) })], {
      passed: 0,
      failed: 0,
    });
    const short = tests[0]?.conversation;
    expect([short?.waits.length, short?.waits[99]?.expected, short?.omittedWaits]).toEqual([100, `${'99'.padEnd(256)}…`, 57]);
    expect(short?.events.map(({ reader }) => reader)).toEqual([
      { name: 'receive', position, wait: 99 },
      { name: 'receive', position },
    ]);
  });

  test('a wait that has failed is kept, however late, with the failure that is about it', () => {
    const waits = Array.from({ length: 150 }, (_, index) => wait({ outcome: index === 140 ? 'timed-out' : 'satisfied' }));
    const position = { file: 'chat.test.ts', line: 1, column: 1 };
    const source = { firstLine: 1, lines: ['x'.repeat(300)] };
    const errors = Array.from({ length: 20 }, () => ({ message: 'x'.repeat(40_000), position, wait: 140, source }));
    const said = conversation([received('', { reader: { name: 'receive', position, wait: 99 } })], { waits });
    const { tests } = read([record({ status: 'failed', errors, conversation: said })], { passed: 0, failed: 0 });
    const short = tests[0];
    expect(short?.conversation.waits.map(({ outcome }) => outcome)).toEqual([...Array(99).fill('satisfied'), 'timed-out']);
    expect(short?.errors).toEqual(Array(5).fill({ message: `${'x'.repeat(2048)}…`, position, wait: 99 }));
    expect(short?.conversation.events[0]?.reader).toEqual({ name: 'receive', position });
  });

  test('nothing is shorter where there is room', () => {
    const { tests, problems } = read([of('passed'), of('failed')]);
    expect([tests.map((test) => test.conversation), problems]).toEqual([[said, said], []]);
  });
});

import fs, { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { errorRecord } from '../../environment/error-record';
import type { Test } from '../../environment/jest-internals';
import { Recorder } from '../../environment/recorder';
import { RecordsFile } from '../../environment/records-file';
import { PositionsRecorder } from '../../src/record/positions';
import { ALL_WRITTEN } from '../../src/record/records-variables';
import { relativeTo } from '../../src/record/relative-paths';
import { newKey, sealed, unsealed } from '../../src/record/sealed';
import { sourceReader } from '../../src/record/source-lines';
import { realmOf } from '../../src/runtime/realm';
import { addSecretNames, addSecretValues, resetSecrets } from '../../src/text/secret-names';
import { wait } from '../support/reports';
import { temporaryFolder } from '../support/temporary-folder';

const realm = realmOf(globalThis);
let folder: string;
beforeEach(() => {
  folder = temporaryFolder('recorder');
});
afterEach(() => {
  jest.restoreAllMocks();
  resetSecrets();
});

const written = (): string[] =>
  readdirSync(folder)
    .flatMap((name) => readFileSync(join(folder, name), 'utf8').split('\n'))
    .filter((line) => line !== '');

const testOf = (name: string, errors: unknown[] = [], invocations = 1): Test =>
  ({ name, errors, invocations, parent: { name: 'ROOT_DESCRIBE_BLOCK' } }) as unknown as Test;

describe('a recorder', () => {
  const key = newKey();
  const record = (...tests: Test[]): void => {
    const recorder = new Recorder({ folder, key, file: '/project/a.test.ts', root: '/project', project: 'p' }, realm);
    for (const test of tests) {
      recorder.begin(test);
      recorder.record({ test, own: [], outside: [], servers: [] });
    }
    recorder.recordFile([]);
    recorder.close();
  };

  test('writes nothing of tests that passed at once and said nothing', () => {
    record(testOf('a'), testOf('b'), testOf('c', [new Error('no')]), testOf('d'), testOf('e', [], 2));
    const records = written().map((line) => JSON.parse(line) as { titles: string[]; order: number });
    expect(records.map(({ titles: [title], order }) => [title, order])).toEqual([
      ['c', 3],
      ['e', 5],
    ]);
  });

  test('shows no secret in the title of a test that it cannot record', () => {
    const errors = [new Error('no')] as unknown[] & { map: () => never };
    errors.map = () => {
      throw new Error('broken');
    };
    record(testOf('connects to ws://ann:hunter2hunter2@host/?token=abcdefgh12345', errors));
    expect(written()).toEqual([
      JSON.stringify({
        problem: 'What happened in "connects to ws://***:***@host/?token=***" could not be recorded: broken',
      }),
    ]);
  });

  test('tells what is secret in its file, and the names of tests, only to whoever has the key', () => {
    addSecretNames(['ssn']);
    addSecretValues(['opaquekey1234567890']);
    record(testOf('with opaquekey1234567890', [new Error('no')]));
    expect(written().join()).not.toMatch(/opaque|ssn/);
    const [secrets, test] = written().map((line) => JSON.parse(line) as Record<string, string>);
    expect(secrets).toEqual({ of: '/project/a.test.ts', project: 'p', secrets: expect.any(String) });
    expect(unsealed(secrets?.secrets ?? '', key)).toEqual({ names: ['ssn'], values: ['opaquekey1234567890'] });
    expect(test).toMatchObject({ titles: ['with ***'] });
    expect(unsealed(test?.sealedTitles ?? '', key)).toEqual(['with opaquekey1234567890']);
    expect(() => unsealed(secrets?.secrets ?? '', newKey())).toThrow();
    expect(unsealed(sealed('\ud800 ß', key), key)).toBe('\ud800 ß');
  });

  test('tells what is secret before each test that it records, and what it has told only once', () => {
    const recorder = new Recorder({ folder, key, file: '/project/a.test.ts', root: '/project', project: 'p' }, realm);
    for (const secret of ['firstsecret12345678', 'firstsecret12345678', 'othersecret12345678']) {
      addSecretValues([secret]);
      recorder.record({ test: testOf(secret, [new Error('no')]), own: [], outside: [], servers: [] });
    }
    recorder.recordFile([]);
    recorder.close();
    const kinds = written().map((line) => ('secrets' in (JSON.parse(line) as object) ? 'secrets' : 'test'));
    expect(kinds).toEqual(['secrets', 'test', 'test', 'secrets', 'test']);
  });

  test('tells what is secret again, if it could not be written', () => {
    const recorder = new Recorder({ folder, key, file: '/project/a.test.ts', root: '/project', project: 'p' }, realm);
    addSecretNames(['ssn']);
    jest.spyOn(fs, 'appendFileSync').mockImplementationOnce(() => {
      throw new Error('ENOSPC');
    });
    recorder.recordFile([]);
    expect(written()).toEqual([]);
    recorder.recordFile([]);
    recorder.close();
    const [told] = written().map((line) => JSON.parse(line) as Record<string, string>);
    expect(unsealed(told?.secrets ?? '', key)).toEqual({ names: ['ssn'], values: [] });
  });

  test.each(['a test', 'a file'])('that cannot write %s at all tells so by what it takes away', (what) => {
    const sign = join(folder, ALL_WRITTEN);
    writeFileSync(sign, '');
    record(testOf('a', [new Error('no')]));
    expect(existsSync(sign)).toBe(true);
    const full = jest.spyOn(fs, 'appendFileSync').mockImplementation(() => {
      throw new Error('ENOSPC');
    });
    if (what === 'a file') addSecretNames(['ssn']);
    record(...(what === 'a test' ? [testOf('a', [new Error('no')])] : []));
    expect(full).toHaveBeenCalled();
    expect(existsSync(sign)).toBe(false);
  });

  test('whose line is torn, since the disk is full, damages no other line', () => {
    const file = new RecordsFile(folder);
    file.write({ a: 1 });
    jest.spyOn(fs, 'appendFileSync').mockImplementationOnce((descriptor, text) => {
      fs.writeSync(descriptor as number, String(text).slice(0, 3));
      throw new Error('ENOSPC');
    });
    expect(() => file.write({ b: 2 })).toThrow('ENOSPC');
    file.close();
    const ofNextTestFile = new RecordsFile(folder);
    ofNextTestFile.write({ c: 3 });
    ofNextTestFile.close();
    expect(written()).toEqual(['{"a":1}', '{"b', '{"c":3}']);
  });
});

test('a line of code is recorded by its path from the root of the run', () => {
  const positions = new PositionsRecorder(relativeTo('/project'));
  const fileOf = (file: string) => positions.of({ file, line: 1, column: 1 }).file;
  expect(['/project/lib/help.ts', '/else/help.ts'].map(fileOf)).toEqual(['lib/help.ts', '../else/help.ts']);
});

describe('what a test has failed by', () => {
  const file = (path: string) => ({ realm, path, shorten: relativeTo('/project'), linesAround: sourceReader(folder) });
  const errorAt = (path: string, line: number, column: number, message = 'no') =>
    Object.assign(new Error(message), { stack: `Error: ${message}\n    at Object.<anonymous> (${path}:${line}:${column})` });

  test('has the lines of the test, in which no line of a private key is shown', () => {
    const path = join(folder, 'a.test.ts');
    writeFileSync(
      path,
      'const key = `-----BEGIN PRIVATE KEY-----\nMIIE\nAAAA\nBBBB\nCCCC\nDDDD\nEEEE\n-----END PRIVATE KEY-----`;\nfails();',
    );
    expect(errorRecord(errorAt(path, 9, 1) as never, [], [], file(path)).source).toEqual({
      firstLine: 4,
      lines: ['***', '***', '***', '***', '***`;', 'fails();'],
    });
  });

  test('has no lines of a file that a server has chosen, by the stack of an error that the test throws as it came', () => {
    const root = join(folder, 'project');
    const inRoot = (name: string) => join(root, name);
    const write = (path: string) => {
      mkdirSync(join(path, '..'), { recursive: true });
      writeFileSync(path, 'its first line\n');
      return path;
    };
    const outside = [write(join(folder, '.netrc')), write(join(folder, 'project-2/help.ts'))];
    const hidden = ['.env', '.env.js', '.git/hook.js', 'key.pem', 'Makefile', 'node_modules/x/index.js'].map(inRoot).map(write);
    symlinkSync(join(folder, '.netrc'), inRoot('link.ts'));
    const [help, testFile] = [write(inRoot('lib/help.mts')), write(inRoot('.hidden/a.test.ts'))];
    const linesOf = (path: string) => {
      const sent = JSON.parse(JSON.stringify({ message: 'x', stack: `Error: x\n    at f (${path}:1:1)` }));
      const file = { realm, path: testFile, shorten: relativeTo(root), linesAround: sourceReader(root) };
      return errorRecord(sent, [], [], file).source?.lines[0];
    };
    for (const path of [...outside, ...hidden, inRoot('link.ts'), '/proc/self/environ'])
      expect([path, linesOf(path)]).toEqual([path, undefined]);
    expect([help, testFile].map(linesOf)).toEqual(['its first line', 'its first line']);
  });

  test('is the wait at its column, where two stand on one line', () => {
    const at = (column: number, outcome: 'timed-out' | 'satisfied' = 'timed-out') =>
      wait({ outcome, position: { file: 'a.test.ts', line: 3, column } });
    const waits = [at(5), at(50), at(70, 'satisfied')];
    const indexOf = (column: number) =>
      errorRecord(errorAt('/project/a.test.ts', 3, column) as never, [], waits, file('/project/a.test.ts')).wait;
    expect([indexOf(5), indexOf(50), indexOf(99)]).toEqual([0, 1, 1]);
  });

  test('is cut, with the hints behind it', () => {
    const error = errorAt('/project/a.test.ts', 3, 1, 'x'.repeat(200_000));
    const { message } = errorRecord(error as never, ['Hint: too much.'], [], file('/project/a.test.ts'));
    expect(message).toMatch(/^x{40000}…\n\nHint: too much\.$/);
  });
});

import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { otherCopy } from '../../reporter/package-copies';
import { readReport, Unreadable } from '../../reporter/read-report';
import { RecordsFolder } from '../../reporter/records-folder';
import { outputOf } from '../../reporter/reporter-options';
import { wouldRunAgain } from '../../reporter/watched';
import { writeReport } from '../../reporter/write-report';
import { fileOf, record, report, testReport } from '../support/reports';
import { temporaryFolder } from '../support/temporary-folder';

let folder: string;
beforeEach(() => {
  folder = temporaryFolder('report-files');
});

const write = (path: string, text: string): string => {
  const whole = join(folder, path);
  mkdirSync(join(whole, '..'), { recursive: true });
  writeFileSync(whole, text);
  return whole;
};

const one = report([fileOf([testReport(), testReport({ status: 'failed' })])]);

describe('a report that is written', () => {
  test('is read again, whole or line by line', () => {
    expect(writeReport(one, join(folder, 'a/b'))).toEqual({ hasPage: true, problems: [] });
    expect(readdirSync(join(folder, 'a/b')).sort()).toEqual(['index.html', 'report.json', 'summary.md']);
    expect(readReport(join(folder, 'a/b'))).toEqual(one);
    expect(readReport(join(folder, 'a/b'), 10)).toEqual(one);
    expect(readReport(join(folder, 'a/b/report.json'))).toEqual(one);
  });

  test('takes the place of the one before', () => {
    writeReport(one, folder);
    writeReport(report([]), folder);
    expect(readReport(folder).files).toEqual([]);
  });

  test('is the same, byte for byte, each time', () => {
    const bytes = () => {
      writeReport(one, folder);
      return readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8'));
    };
    expect(bytes()).toEqual(bytes());
  });
});

describe('a report that cannot be written is a sentence', () => {
  test('if its folder is a file', () => {
    const file = write('taken', '');
    expect(writeReport(one, file)).toEqual({ hasPage: false, problems: [`The report could not be written: ${file} is a file.`] });
    const { problems } = writeReport(one, join(file, 'below'));
    expect(problems).toEqual(['The report could not be written: a part of its path is a file.']);
  });

  // root may write anywhere
  (process.getuid?.() === 0 ? test.skip : test)('if it may not be', () => {
    chmodSync(folder, 0o500);
    expect(writeReport(one, join(folder, 'x')).problems).toEqual(['The report could not be written: permission denied.']);
    chmodSync(folder, 0o700);
  });

  test('and what can be written is there, and nothing old', () => {
    writeReport(one, folder);
    rmSync(join(folder, 'report.json'));
    mkdirSync(join(folder, 'report.json/x'), { recursive: true });
    expect(writeReport(one, folder)).toEqual({
      hasPage: true,
      problems: [`report.json could not be written to ${folder}: there is a folder of this name.`],
    });
    expect(readdirSync(folder).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });

  // a device that is always full
  const whereDisksAreFull = existsSync('/dev/full') ? test : test.skip;
  const names = ['report.json', 'index.html', 'summary.md'];
  const fill = () => {
    for (const name of names) symlinkSync('/dev/full', join(folder, `${name}.${process.pid}.tmp`));
  };

  whereDisksAreFull('if the disk is full', () => {
    fill();
    expect(writeReport(one, folder)).toEqual({
      hasPage: false,
      problems: [`report.json and index.html and summary.md could not be written to ${folder}: no space left on the disk.`],
    });
    expect(readdirSync(folder)).toEqual([]);
  });

  whereDisksAreFull('and what another run has finished meanwhile stays, what is old does not', () => {
    const beforeThisProcess = new Date(performance.timeOrigin - 1000);
    const text = (name: string) => `${name === 'summary.md' ? '## Conversations\n' : '{"version":1,"runs":[]}'}`;
    for (const name of ['report.json', 'summary.md']) write(name, text(name));
    utimesSync(join(folder, 'summary.md'), beforeThisProcess, beforeThisProcess);
    fill();
    expect(writeReport(one, folder).problems).toHaveLength(1);
    expect(readdirSync(folder)).toEqual(['report.json']);
    rmSync(join(folder, 'report.json'));
    writeReport(one, folder);
    fill();
    writeReport(one, folder);
    expect(readdirSync(folder)).toEqual([]);
  });

  test.each([
    ['report.json', '{"numFailedTests":0}', 'a report.json'],
    ['summary.md', '# Coverage', 'a summary.md'],
  ])('if the %s of another tool would be lost', (name, text, shown) => {
    const path = write(name, text);
    expect(writeReport(one, folder)).toEqual({
      hasPage: false,
      problems: [`${folder} has ${shown} that is not of a report, which is left as it is: write to another folder.`],
    });
    expect(readdirSync(folder)).toEqual([name]);
    expect(readFileSync(path, 'utf8')).toBe(text);
  });

  test('if somebody’s page would be lost, even one beside a report.json', () => {
    write('report.json', '{}');
    const page = write('index.html', 'mine');
    expect(writeReport(one, folder).problems).toEqual([
      `${folder} has an index.html that is not of a report, which is left as it is: write to another folder.`,
    ]);
    expect(readFileSync(page, 'utf8')).toBe('mine');
  });
});

test('in watch mode, no data of the run before stays beside the new page', () => {
  writeReport(one, folder);
  expect(writeReport(one, folder, ['report.json'])).toEqual({ hasPage: true, problems: [] });
  expect(readdirSync(folder).sort()).toEqual(['index.html', 'summary.md']);
});

describe('a report that cannot be read is a sentence', () => {
  const text = JSON.stringify(one);

  test.each([
    ['half-written', text.slice(0, text.length / 2), 'is damaged: it is not JSON, or only a part of it.'],
    ['empty', '', 'is damaged: it is not JSON, or only a part of it.'],
    ['bytes', '\0\u0001\ufffd', 'is damaged: it is not JSON, or only a part of it.'],
    ['something else', '{"numFailedTests":0,"testResults":[]}', 'is not a report of jest-websocket.'],
    ['a list', '[]', 'is not a report of jest-websocket.'],
    [
      'newer',
      JSON.stringify({ ...one, version: 2 }),
      'has version 2 of the format, and this release reads version 1: update jest-websocket.',
    ],
    ['changed', text.replace('"passed"', '"well"'), 'is damaged: files[0].tests[0].status is not what it should be.'],
  ])('if it is %s', (_, content, sentence) => {
    const file = write('report.json', content);
    expect(() => readReport(folder)).toThrow(`${file} ${sentence}`);
  });

  test('if it is long, and half-written', () => {
    writeReport(one, folder);
    const file = join(folder, 'report.json');
    writeFileSync(file, readFileSync(file, 'utf8').slice(0, -5));
    expect(() => readReport(folder, 10)).toThrow('is damaged: it is not JSON, or only a part of it.');
  });

  test('if it is not there', () => {
    expect(() => readReport(join(folder, 'no'))).toThrow(`There is no folder ${join(folder, 'no')}.`);
    expect(() => readReport(folder)).toThrow(`The folder ${folder} has no report.json.`);
  });

  test('if its path cannot even be looked at', () => {
    expect(() => readReport(join(folder, 'x'.repeat(300)))).toThrow(/ cannot be read: .*ENAMETOOLONG/);
    expect(() => readReport(join(folder, 'x'.repeat(300)))).toThrow(Unreadable);
  });

  test('that names the folders within that have one', () => {
    write('shard-1/report.json', '');
    write('shard-2/report.json', '');
    expect(() => readReport(folder)).toThrow(
      `has no report.json. Did you mean ${join(folder, 'shard-1')} ${join(folder, 'shard-2')}?`,
    );
  });
});

describe('the folder of records', () => {
  let records: RecordsFolder;
  const path = () => process.env.JEST_WEBSOCKET_RECORDS as string;
  beforeEach(() => {
    records = new RecordsFolder(folder);
  });
  afterEach(() => records.remove());

  test('is known to the workers, and gone at the end', () => {
    expect(existsSync(path())).toBe(true);
    records.remove();
    expect(path()).toBeUndefined();
    expect(readdirSync(folder)).toEqual([]);
  });

  test('has the tests of all workers; the line that one was killed at is not there', () => {
    const line = (title: string) => `${JSON.stringify(record({ titles: [title] }))}\n`;
    writeFileSync(join(path(), '2-0.jsonl'), line('c'));
    writeFileSync(join(path(), '1-0.jsonl'), line('a') + line('b') + line('d').slice(0, 40));
    const { tests, problems } = records.read();
    expect(tests.map(({ titles }) => titles)).toEqual([['a'], ['b'], ['c']]);
    expect(problems).toEqual([]);
  });

  test('has the test behind a line that was written in part', () => {
    const line = JSON.stringify(record());
    writeFileSync(join(path(), '1-0.jsonl'), `\n${line}\n${line.slice(0, 40)}\n${line}\n`);
    expect(records.read()).toMatchObject({ tests: [{}, {}], problems: ['A line of the records is damaged.'] });
  });

  test('shows no secret of what could not be recorded', () => {
    const problem = 'What happened in "gets /?token=abcdefgh12345678" could not be recorded.';
    writeFileSync(join(path(), '1-0.jsonl'), `${JSON.stringify({ problem })}\n`);
    expect(records.read().problems).toEqual(['What happened in "gets /?token=***" could not be recorded.']);
  });

  test('tells what could not be recorded, or read, once', () => {
    writeFileSync(join(path(), '1-0.jsonl'), '{"problem":"No space."}\n{"problem":"No space."}\n{"a"\n[]\n');
    expect(records.read()).toEqual({
      contracts: [],
      tests: [],
      secrets: [],
      areIncomplete: false,
      problems: ['No space.', 'A line of the records is damaged.', 'A line of the records is not a record.'],
    });
  });

  test('tells how many more problems there were', () => {
    const lines = Array.from({ length: 25 }, (_, index) => `{"problem":"Problem ${index}."}\n`);
    writeFileSync(join(path(), '1-0.jsonl'), lines.join(''));
    expect(records.read().problems.slice(18)).toEqual(['Problem 18.', 'Problem 19.', 'And 5 more problems like these.']);
  });

  test('tells that a worker could not write, whose disk was full', () => {
    rmSync(join(path(), 'all-written'));
    expect(records.read()).toMatchObject({
      areIncomplete: true,
      problems: [`Some of what happened could not be recorded in ${folder}: is its disk full?`],
    });
  });

  test('joins what test files have seen of a contract while it reads', () => {
    const item = (name: string, seen: number) => ({ kind: 'message', channel: '/', name, where: 'a.yaml:1', seen });
    const lines = Array.from({ length: 500 }, (_, index) =>
      JSON.stringify({ contract: `/${index % 3}.yaml`, items: [item('Said', 1), item('Left', index % 2)] }),
    );
    writeFileSync(join(path(), '1-0.jsonl'), `${lines.join('\n')}\n`);
    expect(records.read().contracts).toEqual([
      { contract: '/0.yaml', items: [item('Said', 167), item('Left', 83)] },
      { contract: '/1.yaml', items: [item('Said', 167), item('Left', 84)] },
      { contract: '/2.yaml', items: [item('Said', 166), item('Left', 83)] },
    ]);
  });

  test('of a run that was killed long ago is removed, nothing else', () => {
    const ofThisRun = path();
    const old = new Date(Date.now() - 48 * 60 * 60 * 1000);
    const names = ['jest-websocket-records-abcdef', 'jest-websocket-report'];
    for (const name of names) {
      mkdirSync(join(folder, name));
      utimesSync(join(folder, name), old, old);
    }
    new RecordsFolder(folder).remove();
    expect(names.filter((name) => existsSync(join(folder, name)))).toEqual(['jest-websocket-report']);
    expect(existsSync(ofThisRun)).toBe(true);
  });
});

describe('the options of the reporter', () => {
  test.each([
    [undefined, '/project/jest-websocket-report'],
    [{}, '/project/jest-websocket-report'],
    [{ output: 'out' }, '/project/out'],
    [{ output: '/tmp/out' }, '/tmp/out'],
    [{ output: '<rootDir>/out' }, '/project/out'],
  ])('%j writes to %s', (options, output) => {
    expect(outputOf(options, '/project')).toBe(output);
  });

  test.each([
    [{ outptu: 'x' }, "jest-websocket/reporter has no option 'outptu'. Did you mean 'output'?"],
    [{ output: 1 }, "The option 'output' of jest-websocket/reporter must be the path of a folder, not 1."],
    [{ output: '' }, "The option 'output' of jest-websocket/reporter must be the path of a folder, not ''."],
    [
      { coverage: 60 },
      "The option 'coverage' of jest-websocket/reporter must be an object of percentages, not 60. Write { messages: 60 }.",
    ],
    [
      { coverage: 'all' },
      "The option 'coverage' of jest-websocket/reporter must be an object of percentages, not 'all'. Write { messages: 90 }.",
    ],
    [
      { coverage: { mesages: 60 } },
      "jest-websocket/reporter has no option 'coverage.mesages'. Did you mean 'coverage.messages'?",
    ],
    ['out', "jest-websocket/reporter takes an object of options, not 'out'."],
  ])('%j is refused', (options, sentence) => {
    expect(() => outputOf(options, '/project')).toThrow(sentence);
  });
});

describe('a test environment', () => {
  const copy = (name: string) => {
    write(`${name}/package.json`, JSON.stringify({ name }));
    return write(`${name}/build/environment.js`, '');
  };

  test('of another copy of the package is found: it records nothing', () => {
    expect(otherCopy(copy('jest-websocket'))).toBe(realpathSync(join(folder, 'jest-websocket')));
  });

  test('of this copy, of another package, or of none is no reason for a problem', () => {
    expect(otherCopy(join(__dirname, '../../entries/environment.ts'))).toBeUndefined();
    expect(otherCopy(copy('jest-environment-node'))).toBeUndefined();
    expect(otherCopy(join(folder, 'none.js'))).toBeUndefined();
  });
});

describe('in watch mode, a file', () => {
  const watching = { rootDir: '/project', watchAll: true };
  const project = { id: 'p', roots: ['/project'], moduleFileExtensions: ['js', 'json'] };
  const path = '/project/out/report.json';

  test.each([
    [true, 'would start the next run', path, watching, project],
    [false, 'would not without it', path, { rootDir: '/project' }, project],
    [false, 'would not elsewhere', '/tmp/report.json', watching, project],
    [false, 'would not beside the root', '/project-2/report.json', watching, project],
    [false, 'would not if it is a page', '/project/out/index.html', watching, project],
    [
      true,
      'would if it is a page, and pages are modules',
      '/project/out/index.html',
      watching,
      { ...project, moduleFileExtensions: ['html'] },
    ],
    [false, 'would not where it is ignored', path, watching, { ...project, watchPathIgnorePatterns: ['/out/'] }],
    [false, 'would not where Jest looks for no JSON', path, watching, { ...project, moduleFileExtensions: ['js'] }],
  ])('%s: it %s', (would, _, at, config, one) => {
    expect(wouldRunAgain(at, config, one)).toBe(would);
  });
});

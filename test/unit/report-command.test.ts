import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { hasScreen, openerOf, openPage } from '../../reporter/open-page';
import { readReport } from '../../reporter/read-report';
import { runReportCommand } from '../../reporter/report-command';
import { type ReportCommand, reportCommandOf } from '../../reporter/report-command-line';
import type { Terminal } from '../../reporter/terminal';
import { writeReport } from '../../reporter/write-report';
import { UsageError } from '../../src/text/usage-error';
import { attempt, fileOf, nothingSaid, report, run, testReport } from '../support/reports';
import { temporaryFolder } from '../support/temporary-folder';

const DEFAULT = 'jest-websocket-report';

describe('what is written behind jest-websocket', () => {
  test.each<[string, ReportCommand]>([
    ['report -h', { kind: 'help' }],
    ['report --help', { kind: 'help' }],
    ['report', { kind: 'open', folder: DEFAULT, inBrowser: true }],
    ['report out --no-open', { kind: 'open', folder: 'out', inBrowser: false }],
    ['report one two', { kind: 'merge', folders: ['one', 'two'], output: DEFAULT }],
    ['report one --output all', { kind: 'merge', folders: ['one'], output: 'all' }],
    ['report --output=all', { kind: 'merge', folders: [DEFAULT], output: 'all' }],
    [
      'report shard-1 --coverage messages=90,values=0.5',
      { kind: 'merge', folders: ['shard-1'], output: DEFAULT, coverage: { messages: 90, values: 0.5 } },
    ],
    ['report --mermaid greets', { kind: 'mermaid', folders: [DEFAULT], test: 'greets' }],
    ['report one two --mermaid greets', { kind: 'mermaid', folders: ['one', 'two'], test: 'greets' }],
  ])('%s', (line, command) => {
    expect(reportCommandOf(line.split(' ').slice(1))).toEqual(command);
  });

  test.each([
    ['report --outptu x', "There is no option '--outptu'. Did you mean --output?"],
    ['report --qqqqqqqq', "There is no option '--qqqqqqqq'. There are --output, --mermaid, --coverage, --no-open, --help."],
    ['report -x', "There is no option '-x'. There are --output, --mermaid, --coverage, --no-open, --help."],
    ['report reports/one -o all', "There is no option '-o'. There are --output, --mermaid, --coverage, --no-open, --help."],
    ['report --output', '--output needs the path of a folder.'],
    ['report --mermaid', '--mermaid needs the name of a test.'],
    [
      'report --coverage messages=90',
      '--coverage judges reports that are merged. Write: jest-websocket report one two --coverage messages=90',
    ],
    ['report one two --coverage 90', "--coverage takes shares in percent, not '90'. Write: --coverage messages=90,values=50"],
    ['report one two --coverage=', "--coverage takes shares in percent, not ''. Write: --coverage messages=90,values=50"],
    [
      'report one two --coverage messages=90%',
      "--coverage takes shares in percent, not 'messages=90%'. Write: --coverage messages=90,values=50",
    ],
    ['report one two --coverage messages=900', "The option 'messages' of --coverage must be a percentage, 0 to 100, not 900."],
    ['report one two --coverage message=90', "--coverage has no option 'message'. Did you mean 'messages'?"],
    [
      'report one two --coverage messages',
      "--coverage takes shares in percent, not 'messages'. Write: --coverage messages=90,values=50",
    ],
    ['report --output=', '--output needs the path of a folder.'],
    ['report --no-open=1', "Option '--no-open' does not take an argument."],
  ])('%s is a mistake', (line, sentence) => {
    expect(() => reportCommandOf(line.split(' ').slice(1))).toThrow(new UsageError(sentence));
  });
});

describe('a page is opened', () => {
  test.each<[NodeJS.Platform, string[]]>([
    ['linux', ['xdg-open', '/a b/index.html']],
    ['darwin', ['open', '/a b/index.html']],
    ['win32', ['cmd', '/c', 'start', '""', '"/a b/index.html"']],
  ])('on %s', (platform, command) => {
    expect(openerOf('/a b/index.html', platform)).toEqual(command);
  });

  test('or not, where there is nothing that could: a command of another system', async () => {
    const other = process.platform === 'win32' ? 'linux' : 'win32';
    expect(await openPage('/index.html', other, { DISPLAY: ':0' })).toBe(false);
  });

  test.each<[boolean, NodeJS.Platform, NodeJS.ProcessEnv]>([
    [true, 'linux', { DISPLAY: ':0' }],
    [true, 'linux', { WAYLAND_DISPLAY: 'wayland-0' }],
    [true, 'darwin', {}],
    [false, 'linux', {}],
    [false, 'linux', { CI: 'true', DISPLAY: ':0' }],
    [false, 'win32', { CI: '1' }],
  ])('is opened where somebody can look: %s on %s with %j', (opens, platform, environment) => {
    expect(hasScreen(platform, environment)).toBe(opens);
  });
});

describe('the command', () => {
  let folder: string;
  let printed: { out: string[]; error: string[]; opened: string[] };
  const at = (opens = true) => ({
    out: (text: string) => void printed.out.push(text),
    error: (text: string) => void printed.error.push(text),
    open: async (page: string) => {
      printed.opened.push(page);
      return opens;
    },
  });
  const named = (name: string): string => join(folder, name);
  const told = (args: readonly string[], terminal: Terminal) => runReportCommand(reportCommandOf(args), terminal);

  beforeEach(() => {
    folder = temporaryFolder('report-command');
    printed = { out: [], error: [], opened: [] };
    const other = testReport({
      id: 'cd34',
      titles: ['chat', 'greets twice'],
      attempts: [attempt({ conversation: nothingSaid })],
    });
    writeReport(report([fileOf([testReport(), other])]), named('one'));
    writeReport(
      report(
        [fileOf([testReport({ titles: ['room'] })], { path: 'b.test.ts', run: 'run-2' })],
        [run({ id: 'run-2', startedAt: 2000 })],
      ),
      named('two'),
    );
  });

  test('opens a page, and says where it is', async () => {
    expect(await told([named('one')], at())).toBe(0);
    expect(printed).toEqual({ out: [named('one/index.html')], error: [], opened: [named('one/index.html')] });
  });

  test('where nothing opens it, says its address', async () => {
    expect(await told([named('one')], at(false))).toBe(0);
    expect(printed.error).toEqual([`Nothing here opens a browser: open file://${named('one/index.html')}`]);
  });

  test('with --no-open, opens nothing', async () => {
    expect(await told([named('one'), '--no-open'], at())).toBe(0);
    expect(printed.opened).toEqual([]);
  });

  test('makes no page of nothing', async () => {
    expect(await told([named('no')], at())).toBe(1);
    expect(printed).toEqual({ out: [], error: [`There is no folder ${named('no')}.`], opened: [] });
  });

  test('says how to make a page of the data alone', async () => {
    rmSync(named('one/index.html'));
    expect(await told([named('one')], at())).toBe(1);
    expect(printed.error).toEqual([`The folder ${named('one')} has no index.html: write it by --output ${named('one')}.`]);
  });

  test('merges', async () => {
    expect(await told([named('two'), named('one'), '--output', named('all')], at())).toBe(0);
    expect(printed).toEqual({ out: [`2 reports merged: ${named('all/index.html')}`], error: [], opened: [] });
    expect(readReport(named('all')).files.map(({ path }) => path)).toEqual(['b.test.ts', 'chat.test.ts']);
    expect(readFileSync(named('all/summary.md'), 'utf8')).toContain('3 passed of 3 tests in 2 files');
  });

  test('merges what can be read, and says in the report what is missing', async () => {
    writeFileSync(named('two/report.json'), '{"version":1,');
    expect(await told([named('one'), named('two'), '--output', named('all')], at())).toBe(1);
    const problem = `${named('two/report.json')} is damaged: it is not JSON, or only a part of it.`;
    expect(printed.error).toEqual([problem]);
    expect(readReport(named('all')).runs).toMatchObject([{ id: 'run-1', problems: [problem] }]);
  });

  test('merged with --coverage and without a contract, they are not passed', async () => {
    const coverage = ['--coverage', 'messages=90'];
    expect(await told([named('one'), named('two'), '--output', named('all'), ...coverage], at())).toBe(1);
    expect(printed.error).toEqual([
      'No test was held to a contract that has a document, so nothing of one was seen: switch it on, or leave out --coverage.',
    ]);
    expect(readReport(named('all')).runs).toHaveLength(2);
  });

  test('merged with --coverage, and with some of what was seen missing, they are not judged, and not failed', async () => {
    writeReport(report([fileOf([testReport()])], [run({ unrecorded: true })]), named('lacking'));
    expect(await told([named('lacking'), '--output', named('all'), '--coverage', 'messages=90'], at())).toBe(0);
    expect(printed.error).toEqual(['Some of what the tests have seen could not be recorded, so --coverage was not judged.']);
  });

  test('finds a test by its id on the page of one package, also among several packages', async () => {
    const of = (root: string, id: string) =>
      writeReport(report([fileOf([testReport({ id })], { run: root })], [run({ id: root, root })]), named(root));
    of('chat', '0123456789ab');
    of('games', 'ba9876543210');
    expect(await told([named('chat'), named('games'), '--mermaid', '0123456789ab'], at())).toBe(0);
    expect(printed.error).toEqual([]);
  });

  test('prints a conversation as a diagram', async () => {
    expect(await told([named('one'), named('two'), '--mermaid', 'ROOM'], at())).toBe(0);
    expect(printed.error).toEqual([]);
    expect(printed.out[0]).toMatch(/^sequenceDiagram\n {4}accTitle: room\n/);
  });

  test.each(['chat greets', 'chat › greets', 'ab12'])('finds a test by %s, though another name begins so', async (name) => {
    expect(await told([named('one'), '--mermaid', name], at())).toBe(0);
    expect(printed.out[0]).toContain('accTitle: chat › greets\n');
  });

  test.each([
    [
      'greet',
      "'greet' is in the names of several tests. Write the whole name of one, or its id:\n  ab12  chat › greets (chat.test.ts)\n  cd34  chat › greets twice (chat.test.ts)",
    ],
    ['nobody', "The report has no test with 'nobody' in its name. There are:\n  chat › greets"],
    ['twice', "The test 'chat › greets twice' has opened no client."],
  ])('of a test by %s says why not', async (name, sentence) => {
    expect(await told([named('one'), '--mermaid', name], at())).toBe(1);
    expect(printed).toEqual({ out: [], error: [sentence], opened: [] });
  });

  test('explains itself', async () => {
    expect(await told(['--help'], at())).toBe(0);
    expect(printed.out[0]).toMatch(/^Usage: jest-websocket report/);
  });
});

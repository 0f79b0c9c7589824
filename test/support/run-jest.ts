import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

const root = join(__dirname, '../..');
const homes = { 30: root, 29: join(root, 'test/peers/jest29') };

const lateExit = join(__dirname, 'late-exit.js');
/** Jest's own warning that it does not exit is off: `lateExit` gives it. */
const always = ['--no-cache', '--json', '--no-color', '--openHandlesTimeout=0'];

/** The majors of Jest that the package is for. */
export const majors = [30, 29] as const;
type Major = (typeof majors)[number];

export interface Project {
  /** The files of the project by their paths. */
  readonly files: Readonly<Record<string, string>>;
  /** Its Jest config. Defaults to the preset alone. Its files are not transformed, which takes half the time, unless it says how. */
  readonly config?: object;
  /** Whether Babel transforms its files, as where a config does not say it: `import`, `jest.mock()`. */
  readonly babel?: boolean;
  /** Its Jest config as the text of a module, in the place of `config`. */
  readonly configFile?: string;
  readonly jest?: Major;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Files to read when the run is over. */
  readonly keep?: readonly string[];
  /** Another Node than this one. */
  readonly node?: string;
}

export interface Run {
  readonly exitCode: number | null;
  /** What Jest printed, without its colours; that it did not exit, if something was left for a second after the run. */
  readonly output: string;
  /** Each test by its full name: passed, failed, pending… */
  readonly tests: Readonly<Record<string, string>>;
  /** The same by their files. */
  readonly files: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** The failure messages of each failed test. */
  readonly failures: Readonly<Record<string, string>>;
  /** The files to keep, as they are when the run is over; undefined for one that is not there. */
  readonly kept: Readonly<Record<string, string | undefined>>;
}

interface Report {
  readonly testResults: readonly {
    readonly name: string;
    readonly assertionResults: readonly {
      readonly fullName: string;
      readonly status: string;
      readonly failureMessages: readonly string[];
    }[];
  }[];
}

/** What `inner-output.js` shows under a test that has failed. */
const shared = globalThis as { innerOutputs?: string[] };

/** Runs Jest as a user does: in a project of its own, with the packed package. */
export async function runJest(project: Project): Promise<Run> {
  const { files, config = { preset: 'jest-websocket' }, configFile, jest = 30, args = [], env = {}, node, babel } = project;
  const transform = babel ? {} : { transform: {} };
  const directory = mkdtempSync(join(homes[jest], '.lab', 'project-'));
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(directory, path)), { recursive: true });
    writeFileSync(join(directory, path), text);
  };
  write('package.json', '{ "private": true }');
  write('jest.config.js', configFile ?? `module.exports = ${JSON.stringify({ ...transform, ...config })};`);
  for (const [path, text] of Object.entries(files)) write(path, text);
  const report = join(directory, 'report.json');
  const jestBin = join(dirname(require.resolve('jest/package.json', { paths: [homes[jest]] })), 'bin/jest.js');
  const child = spawn(
    node ?? process.execPath,
    ['--require', lateExit, jestBin, ...always, '--outputFile', report, ...onDesk(args), ...args],
    { cwd: directory, env: { ...clean(process.env), ...env }, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let output = '';
  child.stderr.on('data', (chunk) => {
    output += chunk;
  });
  child.stdout.resume();
  const exitCode = await new Promise<number | null>((resolve) => child.on('close', resolve));
  shared.innerOutputs?.push(output);
  const { testResults } = JSON.parse(readIfThere(report) ?? '{"testResults":[]}') as Report;
  const kept = Object.fromEntries((project.keep ?? []).map((path) => [path, readIfThere(join(directory, path))]));
  rmSync(directory, { recursive: true, force: true });
  const statusesOf = (some: Report['testResults'][number]['assertionResults']) =>
    Object.fromEntries(some.map(({ fullName, status }) => [fullName, status]));
  const results = testResults.flatMap(({ assertionResults }) => assertionResults);
  return {
    exitCode,
    output: plain(output),
    tests: statusesOf(results),
    files: Object.fromEntries(testResults.map(({ name, assertionResults }) => [basename(name), statusesOf(assertionResults)])),
    failures: Object.fromEntries(
      results.filter(({ status }) => status === 'failed').map((one) => [one.fullName, plain(one.failureMessages.join('\n'))]),
    ),
    kept,
  };
}

function readIfThere(path: string): string | undefined {
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
}

/** On a CI machine Jest writes no new snapshots, unless it is told that it is not on one. */
const onDesk = (args: readonly string[]): string[] => (args.includes('--ci') ? [] : ['--ci=false']);

/** The variables of the Jest that runs this test are not for the one that it starts. */
function clean(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const { JEST_WORKER_ID, JEST_WEBSOCKET_URL, NODE_ENV, ...rest } = env;
  return rest;
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: colours begin with an escape
const plain = (text: string): string => text.replace(/\u001b\[[\d;]*m/g, '');

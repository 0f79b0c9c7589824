import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import Ajv from 'ajv/dist/2020';
import { mermaidOf } from '../../reporter/mermaid';
import type { AttemptReport, Report } from '../../reporter/report';
import { closed } from '../support/closed-schema';
import { majors, type Project, type Run, runJest } from '../support/run-jest';
import { servers } from '../support/servers-source';
import { temporaryFolder } from '../support/temporary-folder';

const root = join(__dirname, '../..');
const lab = join(root, '.lab/node_modules/jest-websocket');
const schema: unknown = JSON.parse(readFileSync(join(lab, 'docs/report.schema.json'), 'utf8'));
const isValid = new Ajv({ strict: true }).compile(closed(schema) as object);

const OUTPUT = 'jest-websocket-report';
const files = ['index.html', 'report.json', 'summary.md'].map((name) => `${OUTPUT}/${name}`);
const reporters = ['default', 'jest-websocket/reporter'];
const config = { preset: 'jest-websocket', reporters };

const head = `
const { connect } = require('jest-websocket');
const { serve } = require('./servers');
const greeter = () => serve((socket) => socket.send('{"hello":1}'));
const greeted = async (hello = 1) => {
  const ann = await connect(greeter(), { name: 'ann' });
  await expect(ann).toReceiveMessage({ hello }, { timeout: 100 });
};
`;

const NAME_OF_FOLDER = 'jest-websocket-records-';

/** Runs tests with the reporter, whose folder of records is to be made in a folder of its own, and be gone. */
async function report(
  tests: Record<string, string>,
  { more, ...project }: Partial<Project> & { more?: Record<string, string> } = {},
): Promise<Run & { report: Report; left: string[] }> {
  const temporary = temporaryFolder('report');
  const sources = Object.fromEntries(Object.entries(tests).map(([name, source]) => [`${name}.test.js`, head + source]));
  const run = await runJest({
    config,
    keep: files,
    ...project,
    files: { ...servers, ...sources, ...more },
    env: { TMPDIR: temporary },
  });
  const left = readdirSync(temporary).filter((name) => name.startsWith(NAME_OF_FOLDER));
  const text = run.kept[files[1] as string];
  if (text === undefined) return { ...run, report: { version: 1, runs: [], files: [] }, left };
  const data: unknown = JSON.parse(text);
  expect([isValid(data), isValid.errors]).toEqual([true, null]);
  return { ...run, report: data as Report, left };
}

/** What a page holds, which is compressed there. */
function inflated(page = ''): string {
  const blocks = [...page.matchAll(/<script type="text\/plain"[^>]*>([^<]*)<\/script>/g)];
  const text = blocks.map(([, block = '']) => gunzipSync(Buffer.from(block, 'base64')).toString()).join('\n');
  expect(text).toContain('in a conversation');
  return text;
}

/** `passed 2`: the status of each attempt, and how many events it has. */
const shown = ({ files }: Report) =>
  files.map(({ path, project, problem, tests }) => ({
    ...(project !== undefined && { project }),
    path,
    ...(problem !== undefined && { problem }),
    tests: Object.fromEntries(
      tests.map(({ titles, status, attempts }) => [
        titles.join(' › '),
        [status, ...attempts.map((one) => `${one.status} ${one.conversation.events.length}`)].join(', '),
      ]),
    ),
  }));

describe.each(majors)('Jest %i: the report', (jest) => {
  test('has what every test has said, and leaves nothing behind', async () => {
    const {
      report: data,
      exitCode,
      output,
      kept,
      left,
    } = await report(
      {
        a: `
describe('chat', () => {
  test('passes', () => greeted());
  test('fails', async () => {
    await greeted(2);
  });
  test('opens no client', () => {});
  test('opens no client, and fails', () => { throw new Error('no luck'); });
  test.skip('is skipped', () => {});
  test.todo('is to do');
});`,
        b: "jest.retryTimes(1); let n = 0; test('is repeated', async () => { await greeted(); if (n++ === 0) throw new Error('first'); });",
        c: 'throw new Error("broken");',
      },
      { jest },
    );
    expect(shown(data)).toEqual([
      {
        path: 'a.test.js',
        tests: {
          'chat › passes': 'passed, passed 2',
          'chat › fails': 'failed, failed 2',
          'chat › opens no client': 'passed',
          'chat › opens no client, and fails': 'failed, failed 0',
          'chat › is skipped': 'skipped',
          'chat › is to do': 'todo',
        },
      },
      { path: 'b.test.js', tests: { 'is repeated': 'passed, failed 2, passed 2' } },
      { path: 'c.test.js', problem: expect.stringMatching(/^broken \(c\.test\.js:\d+\)$/), tests: {} },
    ]);
    const [error] = data.files[0]?.tests[1]?.attempts[0]?.errors ?? [];
    expect(error).toMatchObject({ position: { file: 'a.test.js', line: 7 }, wait: 0 });
    expect(error?.source?.lines[7 - (error.source.firstLine ?? 0)]).toBe(
      '  await expect(ann).toReceiveMessage({ hello }, { timeout: 100 });',
    );
    expect(error?.message).toMatch(/^expect\(ann\)\.toReceiveMessage\(expected\)\n\n(?!.*The conversation)/);
    expect(data.runs).toMatchObject([{ jest: expect.stringMatching(`^${jest}\\.`), node: process.versions.node }]);
    expect(data.runs[0]?.interrupted).toBeUndefined();
    expect(kept[files[2] as string]).toContain('2 failed, 3 passed');
    expect(kept[files[0] as string]).toContain('<!doctype html>');
    expect(output).toContain(`\nConversations: ${OUTPUT}/index.html\n`);
    expect([exitCode, left]).toEqual([1, []]);
  });

  test('has the tests that were done when their worker was killed', async () => {
    const { report: data } = await report(
      {
        a: "test('done', () => greeted()); test('kills', async () => { await greeted(); process.kill(process.pid, 'SIGKILL'); await new Promise(() => {}); });",
        b: "test('other', () => greeted());",
      },
      { jest, args: ['-w', '2'] },
    );
    expect(shown(data)).toEqual([
      { path: 'a.test.js', problem: expect.stringContaining('SIGKILL'), tests: { done: 'passed, passed 2' } },
      { path: 'b.test.js', tests: { other: 'passed, passed 2' } },
    ]);
  });

  test('has the tests that were done when the run was interrupted', async () => {
    const { report: data, left } = await report(
      {
        a: "test('done', () => greeted()); test('interrupts', async () => { process.kill(process.ppid, 'SIGINT'); await new Promise(() => {}); });",
        b: "test('never ends', () => new Promise(() => {}), 60_000);",
      },
      { jest, args: ['-w', '2'] },
    );
    expect(shown(data)).toEqual([
      { path: 'a.test.js', problem: 'The run has ended before this file did.', tests: { done: 'passed, passed 2' } },
    ]);
    expect(data.runs).toMatchObject([{ interrupted: true }]);
    expect(left).toEqual([]);
  });

  test('says that --bail has ended the run', async () => {
    // Jest begins with the largest file
    const { report: data, left } = await report(
      { a: "test('fails', () => greeted(2)); // as it should", b: "test('passes', () => greeted());" },
      { jest, args: ['-i', '--bail'] },
    );
    expect(shown(data)).toEqual([{ path: 'a.test.js', tests: { fails: 'failed, failed 2' } }]);
    expect(data.runs).toMatchObject([{ interrupted: true }]);
    expect(left).toEqual([]);
  });

  (jest === 30 ? test : test.skip)('joins the attempts of a describe block that is repeated as a whole', async () => {
    const source = `
describe('chat', () => {
  jest.retryTimes(2, { entireDescribe: true });
  let n = 0;
  test('passes each time', () => greeted());
  test('fails at first', async () => { await greeted(); if (n++ === 0) throw new Error('first'); });
});`;
    const { report: data } = await report({ a: source }, { jest });
    expect(shown(data)[0]?.tests).toEqual({
      'chat › passes each time': 'passed, passed 2, passed 2',
      'chat › fails at first': 'passed, failed 2, passed 2',
    });
  });

  test('has tests that fail as they should, that run at once, and that never began', async () => {
    const source = `
describe('never begins', () => { beforeAll(() => greeted(2)); test('is not to blame', () => {}); });
test.failing('fails as it should', () => greeted(2));
test.concurrent('one', () => greeted());
test.concurrent('other', () => greeted());`;
    const { report: data } = await report({ a: source }, { jest });
    expect(shown(data)[0]?.tests).toEqual({
      'never begins › is not to blame': 'failed, failed 2',
      'fails as it should': 'passed, passed 2',
      one: 'passed, passed 2',
      other: 'passed, passed 2',
    });
  });

  test('tells projects apart', async () => {
    const project = (displayName?: string) => ({ preset: 'jest-websocket', transform: {}, ...(displayName && { displayName }) });
    const { report: data } = await report(
      { a: "test('passes', () => greeted());" },
      { jest, config: { reporters, projects: [project('web'), project('mobile')] } },
    );
    expect(shown(data)).toEqual([
      { project: 'mobile', path: 'a.test.js', tests: { passes: 'passed, passed 2' } },
      { project: 'web', path: 'a.test.js', tests: { passes: 'passed, passed 2' } },
    ]);
  });

  test('that cannot be written costs a sentence, and no test', async () => {
    const { exitCode, output, tests } = await report(
      { a: "test('passes', () => greeted());" },
      { jest, config: { ...config, reporters: ['default', ['jest-websocket/reporter', { output: 'package.json' }]] } },
    );
    expect(output).toMatch(/^jest-websocket: The report could not be written: .*package\.json is a file\.$/m);
    expect([exitCode, tests]).toEqual([0, { passes: 'passed' }]);
  });

  test('says why it has no conversations: the environment is in another copy of the package', async () => {
    const { report: data } = await report(
      {
        a: "test('passes', () => {});",
      },
      {
        jest,
        config: { ...config, testEnvironment: './copy/environment.js' },
        more: {
          'copy/package.json': '{ "name": "jest-websocket" }',
          'copy/environment.js': "module.exports = require('jest-environment-node').TestEnvironment;",
        },
      },
    );
    expect(data.runs[0]?.problems).toEqual([
      'Nothing was recorded of tests whose environment is in copy: the reporter is in another copy of jest-websocket. Install one for both.',
    ]);
  });

  test('leaves no old data beside its page in watch mode, where new data would start the next run', async () => {
    const { output, kept } = await report(
      { a: "test('passes', () => greeted());" },
      {
        jest,
        args: ['--watchAll', '--watchman=false'],
        config: { ...config, reporters: [['jest-websocket/reporter', { output: 'out' }], './exit.js'] },
        keep: ['out/report.json', 'out/index.html'],
        more: {
          'out/report.json': '{}',
          'exit.js': 'module.exports = class { onRunComplete() { process.exit(); } };',
        },
      },
    );
    expect(output).toContain(
      "In watch mode there is no report.json, which would start the next run: add '/out/' to watchPathIgnorePatterns.",
    );
    expect(kept['out/report.json']).toBeUndefined();
    expect(kept['out/index.html']).toContain('<title>WebSocket report</title>');
  });

  test('shows no secret, those of the user’s own list neither', async () => {
    const masking = { ...config, testEnvironmentOptions: { websocket: { mask: ['ssn'] } } };
    const source = `
test('in a conversation', async () => {
  const said = '{"token":"abcdefgh12345678","ssn":"123-45-6789"}';
  const bob = await connect(serve((socket) => socket.send(said)), { query: { token: 'querysecret1234567' }, headers: { authorization: 'Bearer headersecret12345' } });
  await expect(bob).toReceiveMessage({ ssn: '987-65-4321' }, { timeout: 100 });
});
test('in bytes', async () => {
  const bob = await connect(serve((socket) => socket.send(Buffer.from('{"token":"binarysecret12345"}'))));
  await expect(bob).toReceiveMessage({ token: 'othersecret1234567' }, { timeout: 100 });
});
test.each(['ws://ann:titlepassword@host/?token=titlesecret12345'])('connects to %s', () => greeted());
test('in a failure', () => { throw new Error('{"password":"hunter2hunter2","ssn":"111-22-3333"}'); });`;
    const { kept, report: data } = await report({ a: source }, { jest, config: masking, env: {} });
    expect(shown(data)[0]?.tests).toEqual({
      'in a conversation': 'failed, failed 2',
      'in bytes': 'failed, failed 2',
      'connects to ws://***:***@host/?token=***': 'passed, passed 2',
      'in a failure': 'failed, failed 0',
    });
    const tests = data.files.flatMap((file) => file.tests);
    const diagrams = tests.map(({ titles, attempts }) => mermaidOf(titles.join(), (attempts[0] as AttemptReport).conversation));
    const binary = Buffer.from(tests[1]?.attempts[0]?.conversation.events[1]?.bytes ?? '', 'base64').toString();
    for (const text of [...Object.values(kept), inflated(kept[files[0] as string]), ...diagrams, binary]) {
      expect(text).not.toMatch(
        /titlepassword|titlesecret|binarysecret|othersecret|abcdefgh12345678|123-45-6789|querysecret|headersecret|987-65-4321|hunter2|111-22-3333/,
      );
    }
  });

  test('shows no secret in the lines of a test whose name only that test has given', async () => {
    const source = `
test('fails', async () => {
  const bob = await connect(greeter(), { name: 'bob', mask: ['plate'] });
  await expect(bob).toReceiveMessage({ plate: 'KA-PL-4711' }, { timeout: 100 });
});`;
    const { kept, report: data } = await report({ a: source }, { jest });
    const [error] = data.files[0]?.tests[0]?.attempts[0]?.errors ?? [];
    expect(error?.source?.lines.join('\n')).toContain("{ plate: '***' }");
    expect(kept[files[1] as string]).not.toContain('KA-PL-4711');
  });

  test('shows no secret that only a worker knows in what only Jest tells: names of tests, and failures outside of them', async () => {
    const source = `
test.each([{ ssn: '123-45-6789' }])('greets %j', async () => {
  const bob = await connect(greeter(), { name: 'bob', mask: ['ssn'] });
  await expect(bob).toReceiveMessage({ hello: 1 });
});
test.each(['opaquekey1234567890'])('with %s', (key) => connect(greeter(), { headers: { 'x-api-key': key } }));
test.skip.each(['opaquekey1234567890'])('never with %s', () => {});
test('in a conversation', () => greeted());
afterAll(() => { throw new Error('It was opaquekey1234567890, {"ssn":"123-45-6789"}.'); });`;
    const { kept, report: data } = await report({ a: source, b: "test('other', () => greeted());" }, { jest, args: ['-w', '2'] });
    expect(shown(data)[0]).toEqual({
      path: 'a.test.js',
      problem: expect.stringContaining('It was ***, {"ssn":"***"}.'),
      tests: {
        'greets {"ssn":"***"}': 'passed, passed 2',
        'with ***': expect.stringMatching(/^passed, passed \d$/),
        'never with ***': 'skipped',
        'in a conversation': 'passed, passed 2',
      },
    });
    for (const text of [...Object.values(kept), inflated(kept[files[0] as string])]) {
      expect(text).not.toMatch(/123-45-6789|opaquekey/);
    }
  });

  test('has what beforeAll has done in no test that it is not about', async () => {
    const source = `
let ann;
beforeAll(async () => { ann = await connect(greeter(), { name: 'ann' }); });
test('hears it', async () => { await expect(ann).toReceiveMessage({ hello: 1 }); });
test('has nothing to do with it', () => {});`;
    const { report: data } = await report({ a: source }, { jest });
    const events = data.files[0]?.tests.map(({ attempts }) => attempts.length);
    expect(events).toEqual([1, 0]);
  });

  test('refuses an option that it does not have', async () => {
    const { exitCode, output } = await report(
      { a: "test('passes', () => {});" },
      { jest, config: { ...config, reporters: [['jest-websocket/reporter', { outptu: 'x' }]] } },
    );
    expect(output).toContain("jest-websocket/reporter has no option 'outptu'. Did you mean 'output'?");
    expect(exitCode).toBe(1);
  });
});

describe('the command', () => {
  const command = (...args: string[]) =>
    execFileSync(process.execPath, [join(lab, 'build/entries/cli.js'), 'report', ...args], { encoding: 'utf8' });

  test.each(['stdout', 'stderr'] as const)('ends without an error where nobody reads its %s any more', async (stream) => {
    const args = [join(lab, 'build/entries/cli.js'), stream === 'stdout' ? '--help' : 'no-such-command'];
    const child = spawn(process.execPath, args, { stdio: 'pipe' });
    child[stream].destroy();
    const said: string[] = [];
    for (const one of [child.stdout, child.stderr]) one.on('data', (data) => said.push(String(data)));
    const [exitCode] = await once(child, 'close');
    expect([exitCode, said]).toEqual([stream === 'stdout' ? 0 : 2, []]);
  });

  test('merges the shards of a run', async () => {
    const folder = temporaryFolder('shards');
    const shards = ['1/3', '2/3', '3/3'];
    const tests = Object.fromEntries(['a', 'b', 'c'].map((name) => [name, `test('${name}', () => greeted());`]));
    for (const shard of shards) {
      const output = join(folder, shard.replace('/', '-'));
      const own = { ...config, reporters: [['jest-websocket/reporter', { output }]] };
      // each runs in a folder of its own: of one package by its name
      await report(tests, { config: own, args: ['--shard', shard], more: { 'package.json': '{ "name": "chat" }' } });
    }
    const all = join(folder, 'all');
    expect(command(...['3-3', '1-3', '2-3', '1-3'].map((name) => join(folder, name)), '--output', all)).toContain(
      '4 reports merged',
    );
    const data = JSON.parse(readFileSync(join(all, 'report.json'), 'utf8')) as Report;
    expect(isValid(data)).toBe(true);
    expect(data.runs.map(({ shard }) => shard)).toEqual(shards);
    expect(shown(data).map(({ tests }) => tests)).toEqual(['a', 'b', 'c'].map((name) => ({ [name]: 'passed, passed 2' })));
    expect(command(all, '--mermaid', 'b')).toMatch(/^sequenceDiagram\n/);
    expect(command(all, '--no-open')).toBe(`${join(all, 'index.html')}\n`);
    expect(existsSync(join(all, 'summary.md'))).toBe(true);
  });
});

import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { majors, runJest } from '../support/run-jest';
import { outsideServer, servers } from '../support/servers-source';
import { temporaryFolder } from '../support/temporary-folder';

const root = join(__dirname, '../..');

const talk = `
  const server = require('./servers').echo();
  test('talks', async () => {
    const client = await connect(server);
    client.send({ n: 1 });
    await expect(client).toReceiveMessage({ n: 1 });
  });
`;
/** In an environment that stands for a browser, a server does not run. */
const inBrowser = talk.replace(
  /const server.*/,
  'const { connect } = require("jest-websocket"); const server = process.env.URL_OF_SERVER;',
);
const talking = `const { connect } = require('jest-websocket');${talk}`;

describe.each(majors)('Jest %i: switched on', (jest) => {
  const passes = async (config: object, source = talking, more: Record<string, string> = {}) => {
    const run = await runJest({ jest, config, files: { ...servers, 'a.test.js': source, ...more } });
    expect(run.output).toMatch(/Tests: +\d+ passed, \d+ total/);
    expect(run.exitCode).toBe(0);
  };

  test('by the preset alone', () => passes({ preset: 'jest-websocket' }));

  test('by a docblock alone', () => passes({}, `/** @jest-environment jest-websocket/environment */\n${talking}`));

  test('by the setup alone, beside another environment', async () => {
    await passes({ setupFilesAfterEnv: ['jest-websocket/setup'] });
    await passes({ preset: 'jest-websocket', testEnvironment: 'node' });
    await passes({ ...outsideServer.config, preset: 'jest-websocket', testEnvironment: 'jsdom' }, inBrowser, outsideServer.files);
  });

  test('beside jsdom and a server in its world, for which packages are resolved as for Node', () =>
    passes({
      testEnvironment: 'jsdom',
      testEnvironmentOptions: { customExportConditions: ['node', 'node-addons'] },
      setupFilesAfterEnv: ['jest-websocket/setup'],
    }));

  test('without injected globals', () =>
    passes({ preset: 'jest-websocket', injectGlobals: false }, `const { expect, test } = require('@jest/globals');\n${talking}`));

  test('in projects, each with its own options', () => {
    const project = (protocol: string) => ({
      preset: 'jest-websocket',
      displayName: protocol,
      testMatch: [`**/${protocol}.test.js`],
      testEnvironmentOptions: { websocket: { protocols: protocol } },
    });
    const source = (protocol: string) => `${talking}
      test('protocol', async () => { expect((await connect(server)).handshake.protocol).toBe('${protocol}'); });`;
    return passes({ projects: [project('one'), project('two')] }, talking, {
      'one.test.js': source('one'),
      'two.test.js': source('two'),
    });
  });

  test('on top of the environment of jsdom, whose own hooks still run', () =>
    passes(
      { ...outsideServer.config, testEnvironment: './environment.js' },
      `${inBrowser} test('has both', () => { expect(document.title).toBe(''); expect(seen).toBe(1); });`,
      {
        ...outsideServer.files,
        'environment.js': `
          const { TestEnvironment } = require('jest-environment-jsdom');
          const { withWebSockets } = require('jest-websocket/environment');
          class Own extends TestEnvironment {
            async handleTestEvent(event) { if (event.name === 'run_start') this.global.seen = (this.global.seen ?? 0) + 1; }
          }
          module.exports = withWebSockets(Own);
        `,
      },
    ));

  test('the environment variable JEST_WEBSOCKET_URL overrides the configured URL', async () => {
    const run = await runJest({
      jest,
      config: { preset: 'jest-websocket', testEnvironmentOptions: { websocket: { url: 'ws://127.0.0.1:1' } } },
      env: { JEST_WEBSOCKET_URL: 'ws://127.0.0.1:2/base' },
      files: { 'a.test.js': "const { connect } = require('jest-websocket'); test('x', () => connect('/chat'));" },
    });
    expect(run.failures.x).toContain('Nothing is listening at ws://127.0.0.1:2/base/chat');
    expect(run.failures.x).toContain('a.test.js:1:');
  });

  test.each(['setupFiles', 'setupFilesAfterEnv'])('and so does the one that a file of %s sets', async (option) => {
    const run = await runJest({
      jest,
      config: {
        preset: 'jest-websocket',
        [option]: ['./env.js'],
        testEnvironmentOptions: { websocket: { url: 'ws://127.0.0.1:1' } },
      },
      files: {
        'env.js': "process.env.JEST_WEBSOCKET_URL = 'ws://127.0.0.1:2';",
        'a.test.js': "const { connect } = require('jest-websocket'); test('x', () => connect('/chat'));",
      },
    });
    expect(run.failures.x).toContain('Nothing is listening at ws://127.0.0.1:2/chat');
  });

  test.each<[string, object, string]>([
    ['unknown', { timeuot: 1 }, "testEnvironmentOptions.websocket has no option 'timeuot'. Did you mean 'timeout'?"],
    ['ill-typed', { timeout: '5s' }, "The option 'timeout' of testEnvironmentOptions.websocket must be a number of milliseconds"],
    [
      'nested',
      { teardown: { grase: 1 } },
      "testEnvironmentOptions.websocket has no option 'teardown.grase'. Did you mean 'teardown.grace'?",
    ],
  ])('an option that is %s fails the file with one sentence', async (_, websocket, sentence) => {
    const { output, exitCode } = await runJest({
      jest,
      config: { preset: 'jest-websocket', testEnvironmentOptions: { websocket } },
      files: { ...servers, 'a.test.js': talking },
    });
    expect(output).toContain(sentence);
    expect(exitCode).toBe(1);
  });

  test('or the first connect() says which line is missing', async () => {
    const { failures } = await runJest({ jest, config: {}, files: { ...servers, 'a.test.js': talking } });
    expect(failures.talks).toContain(
      "connect() of jest-websocket is not set up. Add preset: 'jest-websocket' to the Jest config, " +
        "or, with another testEnvironment, setupFilesAfterEnv: ['jest-websocket/setup'].",
    );
  });

  test.each<[string, object, string]>([
    [
      'setupFiles instead of setupFilesAfterEnv',
      { setupFiles: ['jest-websocket/setup'] },
      'jest-websocket/setup is listed in setupFiles, which run before expect() exists. ' +
        "Write setupFilesAfterEnv: ['jest-websocket/setup'].",
    ],
    [
      'the package as testEnvironment',
      { testEnvironment: 'jest-websocket' },
      "jest-websocket itself is neither a test environment nor a reporter. Write preset: 'jest-websocket' in the Jest config, " +
        "or testEnvironment: 'jest-websocket/environment'; among the reporters, 'jest-websocket/reporter'.",
    ],
    [
      'jsdom without the setup file',
      { testEnvironment: 'jsdom' },
      "connect() of jest-websocket is not set up. Add setupFilesAfterEnv: ['jest-websocket/setup'] " +
        "next to testEnvironment: 'jsdom'.",
    ],
  ])('%s is answered with the line to write', async (_, config, sentence) => {
    const source = "const { connect } = require('jest-websocket'); test('x', () => connect('ws://127.0.0.1:1'));";
    const { output, exitCode } = await runJest({ jest, config, files: { 'a.test.js': source } });
    expect(output).toContain(sentence);
    expect(exitCode).toBe(1);
  });

  test('a preset whose ts-jest is not installed says what to install, not that there is no preset', async () => {
    const files = {
      'a.test.js': '',
      'node_modules/preset/jest-preset.js': readFileSync(join(root, 'ts-jest-preset.js'), 'utf8'),
      'node_modules/ts-jest/package.json': '{ "version": "29.4.0", "peerDependencies": { "typescript": ">=4.3 <7" } }',
      'node_modules/typescript/package.json': '{ "version": "7.0.2" }',
    };
    const { output } = await runJest({ jest, config: { preset: 'preset' }, files });
    expect(output).toContain(
      'Preset preset is invalid:\n\n  ts-jest 29.4.0 needs a TypeScript below 7, and 7.0.2 is installed. ' +
        "Run: npm install --save-dev typescript@6, or write preset: 'jest-websocket' beside another transform.",
    );
  });
});

describe.each(majors)('Jest %i, setup alone: the same ownership and the same forgotten awaits', (jest) => {
  test('as with the environment', async () => {
    const { tests, output } = await runJest({
      jest,
      config: { setupFilesAfterEnv: ['jest-websocket/setup'] },
      files: {
        ...servers,
        'a.test.js': `
          const { connect } = require('jest-websocket');
          const server = require('./servers').echo();
          let ofTest, ofBlock;
          afterEach((done) => { expect(ofTest).toBeClosed(); done(); });
          afterAll((done) => { expect(ofBlock).toBeClosed(); done(); });
          describe('block', () => {
            beforeAll(async () => { ofBlock = await connect(server); });
            test('opens', async () => { ofTest = await connect(server); });
            test('forgets', async () => { ofTest = await connect(server); expect(ofTest).toReceiveMessage(); });
          });
        `,
      },
    });
    expect(tests).toEqual({ 'block opens': 'passed', 'block forgets': 'failed' });
    expect(output).toContain('toReceiveMessage was not awaited');
  });
});

describe('outside of Jest', () => {
  const said = async (code: string, env: Record<string, string> = {}) => {
    const { JEST_WORKER_ID, ...rest } = process.env;
    const options = { cwd: join(root, '.lab'), env: { ...rest, ...env } };
    return new Promise<string>((resolve) =>
      execFile(process.execPath, ['-e', code], options, (_, __, stderr) => resolve(stderr)),
    );
  };
  const connecting = "require('jest-websocket').connect('ws://127.0.0.1:1')";

  test('connect() says that it needs Jest, and names the other runner', async () => {
    expect(await said(connecting)).toContain('connect() of jest-websocket needs Jest: run this file with npx jest.');
    expect(await said(connecting, { VITEST: 'true', JEST_WORKER_ID: '1' })).toContain(
      'connect() of jest-websocket needs Jest, and this runs under Vitest.',
    );
    expect(await said(connecting, { NODE_TEST_CONTEXT: 'child-v8' })).toContain('and this runs under node:test.');
  });

  test('the setup file and the matchers say so too', async () => {
    expect(await said("require('jest-websocket/setup')")).toContain('jest-websocket/setup needs Jest');
    expect(await said("require('jest-websocket/matchers')")).toContain('jest-websocket/matchers needs Jest');
  });
});

describe('the preset of ts-jest, in a project', () => {
  let project: string;
  beforeEach(() => {
    project = temporaryFolder('preset');
    for (const name of ['ts-jest-preset.js', 'jest-preset.js']) cpSync(join(root, name), join(project, name));
  });

  const install = (name: string, content: object) => {
    mkdirSync(join(project, 'node_modules', name), { recursive: true });
    writeFileSync(join(project, 'node_modules', name, 'package.json'), JSON.stringify(content));
  };
  const said = () =>
    new Promise<string>((resolve) =>
      execFile(process.execPath, [join(project, 'ts-jest-preset.js')], (_, __, stderr) => resolve(stderr)),
    );

  test('without ts-jest, or without TypeScript, says what to install', async () => {
    expect(await said()).toContain('It needs ts-jest, which is not installed. Run: npm install --save-dev ts-jest typescript@6');
    install('ts-jest', { version: '29.4.0' });
    expect(await said()).toContain(
      'ts-jest needs TypeScript, which is not installed. Run: npm install --save-dev ts-jest typescript@6',
    );
  });

  test('goes by what that ts-jest takes', async () => {
    install('ts-jest', { version: '29.9.0', peerDependencies: { typescript: '>=4.3 <8' } });
    install('typescript', { version: '8.0.1' });
    expect(await said()).toContain('ts-jest 29.9.0 needs a TypeScript below 8, and 8.0.1 is installed.');
    install('typescript', { version: '7.0.2' });
    expect(await said()).not.toContain('needs a TypeScript');
  });
});

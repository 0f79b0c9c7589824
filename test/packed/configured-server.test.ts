import { runJest } from '../support/run-jest';
import { servers } from '../support/servers-source';
import { bothWays } from '../support/ways';

const head = "const { connect, scenario } = require('jest-websocket');";

/** Tells each client its process and path. */
const program = `
const { serve } = require('./servers');
const made = serve((socket, { url }) => {
  socket.send(JSON.stringify({ pid: process.pid, url, parent: process.env.JEST_WORKER_ID, mode: process.env.MODE, cwd: process.cwd() }));
  socket.on('message', () => { throw new Error('crashed as told'); });
});
`;
const files = {
  ...servers,
  'server/program.js': `${program.replace('./servers', '../servers')} made.listen(process.env.PORT, '127.0.0.1', () => console.log('ready'));`,
  'server/module.js': `${program.replace('./servers', '../servers')} module.exports = () => made;`,
  'server/module.mjs': "import made from './module.js'; export default made;",
};

describe.each(bothWays)('Jest $jest with $way: testEnvironmentOptions.websocket.server', ({ jest, way, config }) => {
  const run = (server: object, sources: Record<string, string>, more: Partial<Parameters<typeof runJest>[0]> = {}) =>
    runJest({
      jest,
      config: { ...config, testTimeout: 60_000, testEnvironmentOptions: { websocket: { server } } },
      files: { ...files, ...Object.fromEntries(Object.entries(sources).map(([name, text]) => [name, head + text])) },
      args: ['-i'],
      ...more,
    });
  const pid = "async () => (await (await connect('/a')).receive({ url: expect.stringMatching(/\\/a$/) })).pid";
  const keeps = (name: string) => `test('${name}', async () => { console.log('pid ' + (await (${pid})())); });`;
  const pidsIn = (output: string) => new Set(output.match(/pid \d+/g));

  test('is shared by the files of a worker', async () => {
    const server = {
      command: 'node program.js',
      cwd: './server',
      ready: 'ready',
      url: 'ws://127.0.0.1:{port}/base',
      env: { MODE: 'x' },
    };
    const { tests, output, exitCode } = await run(server, {
      'a.test.js': `${keeps('one')} test('more', async () => {
        const rob = await connect({ path: '/b' });
        await expect(rob).toReceiveMessage({ url: '/base/b', mode: 'x', cwd: expect.stringMatching(/server$/) });
        await scenario('ann').connect().expect({ url: '/base' }).run();
      });`,
      'b.test.js': keeps('two'),
    });
    expect(tests).toEqual({ one: 'passed', more: 'passed', two: 'passed' });
    expect(pidsIn(output).size).toBe(1);
    expect(output).not.toMatch(/did not exit|failed to exit|failed to run/);
    expect(exitCode).toBe(0);
  });

  test('is of each file, where the configuration says so', async () => {
    const server = { module: './server/module.js', per: 'file' };
    const { tests, output } = await run(server, { 'a.test.js': keeps('one'), 'b.test.js': keeps('two') });
    expect(tests).toEqual({ one: 'passed', two: 'passed' });
    expect(pidsIn(output).size).toBe(2);
  });

  test('that crashes fails the tests which use it, and is started anew for the next file', async () => {
    const crash = `
      test('crashes', async () => {
        const [rob, other] = [await connect('/a', { name: 'rob' }), await connect(require('./servers').echo())];
        rob.send('now');
        await other.receive('never'); // until the server has exited
      });
      test('behind', async () => { await connect('/a'); });
    `;
    const { tests, failures } = await run(
      { module: 'server/module.mjs' },
      { 'a.test.js': crash, 'b.test.js': keeps('next file') },
      {
        args: ['-i', '--testSequencer=./sequencer.js'],
        files: {
          ...files,
          'a.test.js': head + crash,
          'b.test.js': head + keeps('next file'),
          'sequencer.js': `
          const { dirname } = require('node:path');
          const Sequencer = require(require.resolve('@jest/test-sequencer', { paths: [dirname(require.resolve('@jest/core', { paths: [dirname(require.resolve('jest/package.json'))] }))] })).default;
          module.exports = class extends Sequencer { sort(tests) { return [...tests].sort((a, b) => (a.path < b.path ? -1 : 1)); } };
        `,
        },
      },
    );
    expect(tests).toEqual({ crashes: 'failed', behind: 'failed', 'next file': 'passed' });
    expect(failures.crashes).toContain('The server of module.mjs exited with code 1. Its last output:');
    expect(failures.crashes).toContain('│ Error: crashed as told');
    expect(failures.behind).toContain('testEnvironmentOptions.websocket.server: The server of module.mjs exited with code 1.');
  });

  test('that cannot start fails the tests which use it, with what it has printed', async () => {
    const source = `${keeps('one')} test('without it', () => {});`;
    const { tests, failures } = await run({ module: './server/none.js' }, { 'a.test.js': source });
    expect(tests).toEqual({ one: 'failed', 'without it': 'passed' });
    expect(failures.one).toContain('The server of none.js exited with code 1 before it was ready.');
    expect(failures.one).toMatch(/│ .*Cannot find module/);
  });

  test('that never gets ready shows what it has printed, though no test ran yet', async () => {
    const server = { command: 'echo no database; sleep 60', ready: 'listening', timeout: 3000 }; // in which it must print
    const { failures } = await run(server, { 'a.test.js': keeps('one') });
    expect(failures.one).toContain('was not ready within 3,000 ms: it printed no line with');
    expect(failures.one).toContain('printed before it was ready:\n\n│ no database');
  });

  test('whose module exports nothing says what it must export', async () => {
    const { failures } = await run({ module: './empty.js' }, { 'a.test.js': keeps('one'), 'empty.js': '' });
    expect(failures.one).toContain('│ empty.js: It exports nothing. By default, or as module.exports, it must export');
    expect(failures.one).not.toContain('UsageError');
  });

  test('gives way to JEST_WEBSOCKET_URL', async () => {
    const source = "test('one', () => expect(connect('/a')).rejects.toThrow('ws://127.0.0.1:1/a'));";
    const env = { JEST_WEBSOCKET_URL: 'ws://127.0.0.1:1' };
    const { tests } = await run({ command: 'exit 1' }, { 'a.test.js': source }, { env });
    expect(tests).toEqual({ one: 'passed' });
  });

  if (way === 'our environment') {
    test('is checked before a test runs', async () => {
      const { output } = await run({ url: 'ws://x' }, { 'a.test.js': "test('one', () => {});" });
      expect(output).toContain('testEnvironmentOptions.websocket.server takes either a command or a module');
    });
  }
});

test('the server of a module has longer than 2 s to close, where grace says so', async () => {
  const { tests, kept } = await runJest({
    config: {
      preset: 'jest-websocket',
      testTimeout: 60_000,
      testEnvironmentOptions: { websocket: { server: { module: './slow.js', per: 'file', grace: 30_000 } } },
    },
    files: {
      ...servers,
      'slow.js': `
        const server = require('./servers').echo();
        const saved = () => require('node:fs').writeFileSync('saved', 'all');
        module.exports = { server, close: () => new Promise((resolve) => setTimeout(resolve, 3000)).then(saved) };
      `,
      'a.test.js': `${head} test('one', async () => { await connect(); });`,
    },
    keep: ['saved'],
  });
  expect(tests).toEqual({ one: 'passed' });
  expect(kept.saved).toBe('all');
});

import { majors, runJest } from '../support/run-jest';
import { outsideServer, servers } from '../support/servers-source';
import { bothWays } from '../support/ways';

/** Whose code runs is asked for the first time in the middle of a test: this file is served as if it had said so at its top. */
const lazily = `
const { serve } = require('./servers');
const ours = () => require('jest-websocket');
const server = serve((socket) => socket.send('hello'));
const tick = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
let goOn;
const over = new Promise((resolve) => { goOn = resolve; });
test('forgets', async () => { const c = await ours().connect(server); expect(c).toReceiveMessage('never'); });
test('innocent', () => tick(60));
`;

describe.each(bothWays)('Jest $jest with $way: a file that loads the package when a test runs', ({ jest, config }) => {
  test('is told of a forgotten await, in its test', async () => {
    const { tests, failures } = await runJest({ jest, config, files: { ...servers, 'a.test.js': lazily } });
    expect(tests).toEqual({ forgets: 'failed', innocent: 'passed' });
    expect(failures.forgets).toContain('toReceiveMessage was not awaited');
    expect(failures.forgets).toContain('a.test.js:8:');
  });

  test('is told of what goes on behind its test, in that test', async () => {
    const { tests, output } = await runJest({
      jest,
      config,
      files: {
        ...servers,
        'a.test.js': `${lazily.split('test(')[0]}
          let late;
          test('goes on', async () => {
            const { connect } = ours();
            late = over.then(() => connect(server)).then(() => 'connected', ({ message }) => message);
          });
          test('hangs', async () => { await tick(0); const { connect } = ours(); await over; await (await connect(server)).ping(); }, 50);
          test('behind', async () => {
            goOn();
            expect(await late).toContain('connect() was called after the test "goes on" had ended.');
            await (await ours().connect(server)).receive('hello');
          });
        `,
      },
    });
    expect(tests).toEqual({ 'goes on': 'passed', hangs: 'failed', behind: 'passed' });
    expect(output).not.toContain('did not exit');
  });

  test('closes what its hooks open with the test', async () => {
    const { tests } = await runJest({
      jest,
      config,
      files: {
        ...servers,
        'a.test.js': `${lazily.split('test(')[0]}
          const opened = [];
          beforeEach(async () => { jest.resetModules(); opened.push(await ours().connect(server)); });
          test('one', async () => { await opened[0].receive('hello'); });
          test('two', async () => { expect(opened[0]).toBeClosed(); expect(opened[1]).toBeOpen(); });
        `,
      },
    });
    expect(tests).toEqual({ one: 'passed', two: 'passed' });
  });
});

describe.each(majors)('Jest %i', (jest) => {
  test('concurrent tests that load the package each own their clients', async () => {
    const { tests, failures } = await runJest({
      jest,
      files: {
        ...servers,
        'a.test.js': `${lazily.split('test(')[0]}
          test.concurrent('forgets', async () => { const c = await ours().connect(server); c.receive('never'); });
          test.concurrent('stays', async () => { const c = await ours().connect(server); await tick(60); expect(c).toBeOpen(); });
        `,
      },
    });
    expect(tests).toEqual({ forgets: 'failed', stays: 'passed' });
    expect(failures.forgets).toContain('receive was not awaited');
  });

  test('what goes on when its file is over opens nothing', async () => {
    const shared = "const { globalAgent } = require('node:http');"; // of all test files
    const { tests, output } = await runJest({
      jest,
      config: { ...outsideServer.config, preset: 'jest-websocket' },
      args: ['-i'],
      files: {
        ...outsideServer.files,
        'first.test.js': `${shared} const { connect } = require('jest-websocket'); // ${'longer files run first '.repeat(40)}
          test('goes on', () => {
            globalAgent.late = new Promise((resolve) => { globalAgent.goOn = resolve; })
              .then(() => connect(process.env.URL_OF_SERVER))
              .then(() => 'connected', ({ message }) => message);
          });
        `,
        'second.test.js': `${shared} test('is behind', async () => {
          globalAgent.goOn();
          expect(await globalAgent.late).toContain('connect() was called after the test file had ended.');
        });`,
      },
    });
    expect(tests).toEqual({ 'goes on': 'passed', 'is behind': 'passed' });
    expect(output).not.toContain('did not exit');
  });
});

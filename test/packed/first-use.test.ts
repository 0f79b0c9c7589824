import { majors, runJest } from '../support/run-jest';
import { outsideServer, servers } from '../support/servers-source';
import { bothWays } from '../support/ways';

const helpers = {
  ...servers,
  'ours.js': "module.exports = () => require('jest-websocket');",
  'load.js': "module.exports = async () => { await null; return require('jest-websocket'); };",
};

/**
 * Whose code runs is asked for the first time in the middle of a test: this file, which does not name the package, is served
 * as if it had said so at its top.
 */
const lazily = `
const { serve } = require('./servers');
const ours = require('./ours');
const server = serve((socket) => socket.send('hello'));
const tick = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
let goOn;
const over = new Promise((resolve) => { goOn = resolve; });
test('forgets', async () => { const c = await ours().connect(server); expect(c).toReceiveMessage('never'); });
test('innocent', () => tick(60));
`;

describe.each(bothWays)('Jest $jest with $way: a file that loads the package when a test runs', ({ jest, config }) => {
  test('is told of a forgotten await, in its test', async () => {
    const { tests, failures } = await runJest({ jest, config, files: { ...helpers, 'a.test.js': lazily } });
    expect(tests).toEqual({ forgets: 'failed', innocent: 'passed' });
    expect(failures.forgets).toContain('toReceiveMessage was not awaited');
    expect(failures.forgets).toContain('a.test.js:8:');
  });

  test('is told of what goes on behind its test, in that test', async () => {
    const { tests, output } = await runJest({
      jest,
      config,
      files: {
        ...helpers,
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
        ...helpers,
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

/** Ways to load the package in a test so that it is evaluated elsewhere than in the code of the test. */
const loaders = {
  'await import()': "() => Promise.resolve().then(() => require('jest-websocket'))", // as Babel and TypeScript write it
  'a helper of another file': "require('./load')",
};
const loadedLate = bothWays.flatMap((one) => Object.entries(loaders).map(([loader, load]) => ({ ...one, loader, load })));

describe.each(loadedLate)('Jest $jest with $way: a test that loads the package by $loader', ({ jest, config, load }) => {
  const run = (text: string) =>
    runJest({
      jest,
      config,
      files: {
        ...helpers,
        'a.test.js': `const { WebSocketServer } = require('ws');
const load = ${load};
const tick = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
let wss;
const open = () => { wss = new WebSocketServer({ port: 0 }); };
const close = () => new Promise((resolve) => wss.close(resolve));
const WAIT_TIME = 4000; // in which the package is loaded, too
${text}`,
      },
    });

  test('is failed by what it waits for, at its line, before Jest gives it up', async () => {
    const { tests, failures } = await run(`
beforeAll(open); afterAll(close);
test('waits', async () => {
  const { connect } = await load();
  const client = await connect(wss);
  await expect(client).toReceiveMessage('never');
}, WAIT_TIME);
test('waits too', async () => {
  const { connect } = await load();
  await expect(await connect(wss)).toReceiveMessage('never');
}, WAIT_TIME);
`);
    expect(tests).toEqual({ waits: 'failed', 'waits too': 'failed' });
    expect(failures.waits).not.toContain('Exceeded timeout');
    expect(failures.waits).toContain('a.test.js:13:');
    expect(failures['waits too']).not.toContain('Exceeded timeout');
  });

  test('does not keep a server open that its block closes', async () => {
    const { tests, output } = await run(`
describe('block', () => {
  let client;
  beforeAll(async () => { const { connect } = await load(); open(); client = await connect(wss); });
  afterAll(close);
  test('open', () => { expect(client).toBeOpen(); });
});
test('behind', () => {});
`);
    expect(tests).toEqual({ 'block open': 'passed', behind: 'passed' });
    expect(output).not.toContain('Exceeded timeout');
  });

  test('is told of a forgotten await, and the next one is not', async () => {
    const { tests, failures } = await run(`
beforeAll(open); afterAll(close);
test('forgets', async () => { const { connect } = await load(); expect(await connect(wss)).toReceiveMessage('never'); });
test('innocent', () => tick(60));
`);
    expect(tests).toEqual({ forgets: 'failed', innocent: 'passed' });
    expect(failures.forgets).toContain('toReceiveMessage was not awaited');
  });
});

describe.each(bothWays)('Jest $jest with $way: a file that names the package, and loads it later', ({ jest, config }) => {
  const run = (text: string) =>
    runJest({
      jest,
      config,
      files: {
        ...helpers,
        'a.test.js': `const { WebSocketServer } = require('ws');
const load = async () => { await tick(20); return require('jest-websocket'); };
const tick = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
let wss, late, goOn, isOver = false;
const over = new Promise((resolve) => { goOn = () => { isOver = true; resolve(); }; });
beforeAll(() => { wss = new WebSocketServer({ port: 0 }); });
afterAll(() => new Promise((resolve) => wss.close(resolve)));
${text}`,
      },
    });

  test('opens nothing in the next test, by what a test has left running', async () => {
    const { tests } = await run(`
test('leaves', async () => {
  const { connect } = await load();
  await connect(wss);
  late = over.then(() => connect(wss)).then(() => 'connected', ({ message }) => message);
});
test('behind', async () => { goOn(); expect(await late).toContain('connect() was called after the test "leaves" had ended.'); });
`);
    expect(tests).toEqual({ leaves: 'passed', behind: 'passed' });
  });

  test('opens nothing in the next test, by a timer that loads the package', async () => {
    const { tests } = await run(`
test('leaves', () => {
  late = new Promise((resolve) => {
    const timer = setInterval(() => { if (isOver) { clearInterval(timer); resolve(); } }, 5);
  }).then(load).then(({ connect }) => connect(wss)).then(() => 'connected', ({ message }) => message);
});
test('behind', async () => { goOn(); expect(await late).toContain('connect() was called after the test "leaves" had ended.'); });
`);
    expect(tests).toEqual({ leaves: 'passed', behind: 'passed' });
  });

  test('has no innocent test failed by an assertion that another has left behind', async () => {
    const { tests } = await run(`
test('leaves', async () => {
  const { connect } = await load();
  const client = await connect(wss);
  setTimeout(() => { try { void expect(client).toReceiveMessage('x', { timeout: 30 }); } catch {} }, 50);
});
test('innocent', () => tick(150));
`);
    expect(tests.innocent).toBe('passed');
  });
});

describe.each(majors)('Jest %i', (jest) => {
  test('concurrent tests that load the package each own their clients', async () => {
    const { tests, failures } = await runJest({
      jest,
      files: {
        ...helpers,
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

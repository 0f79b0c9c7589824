import { isRunning } from '../support/is-running';
import { runJest } from '../support/run-jest';
import { servers } from '../support/servers-source';
import { bothWays } from '../support/ways';

const head = `
const { connect, ...websocket } = require('jest-websocket');
const { echo } = require('./servers');
const sources = new Map();
const serve = async (source, ...more) => {
  const server = await websocket.serve(source, ...more);
  sources.set(server, source.server ?? source);
  return server;
};
// asked itself where it runs here: the port of one that is closed may be another's by now
const isOver = (server) => new Promise((resolve) => {
  const { listening } = sources.get(server);
  if (listening !== undefined) return resolve(!listening);
  const socket = require('node:net').connect(server.port, '127.0.0.1', () => { socket.destroy(); resolve(false); });
  socket.on('error', () => resolve(true));
});
`;

/** A server that says on which port it listens, and what it is told. */
const program = `
const { serve } = require('./servers');
const server = serve((socket) => socket.on('message', (data) => {
  console.log('got ' + data); // before the answer, on which the test goes on
  if (data == 'crash') throw new Error('crashed as told');
  socket.send(data.toString());
}));
server.listen(process.env.PORT, '127.0.0.1', () => console.log('listening, token=abcdefghijklmnop'));
`;

describe.each(bothWays)('Jest $jest with $way: serve()', ({ jest, way, config }) => {
  const concurrent = jest === 29 && way !== 'our environment' ? 'test' : 'test.concurrent';
  const run = (source: string, more: Partial<Parameters<typeof runJest>[0]> = {}) =>
    runJest({
      jest,
      config: { ...config, testTimeout: 60_000 }, // a test may start several processes
      files: { ...servers, 'program.js': program, 'a.test.js': `${head}${source}` },
      ...more,
    });

  test('gives its owner a server that closes behind the owner’s own hooks', async () => {
    const { output, tests, exitCode } = await run(`
      let ofFile, ofBlock, ofHook, ofTest, closed = 0;
      beforeAll(async () => { ofFile = await serve(echo()); });
      describe('block', () => {
        beforeAll(async () => { ofBlock = await serve({ server: echo(), close: () => { closed++; } }); });
        beforeEach(async () => { ofHook = await serve(echo()); });
        afterEach(async () => {
          if (!ofTest) return;
          expect(await Promise.all([ofFile, ofBlock, ofHook, ofTest].map(isOver))).toEqual([false, false, false, false]);
          await connect(ofTest);
        });
        test('one', async () => { ofTest = await serve(echo()); await connect(ofTest); await connect(ofBlock); });
        let last;
        test('two', async () => {
          expect(await Promise.all([ofTest, ofBlock].map(isOver))).toEqual([true, false]);
          ofTest = undefined;
          last = ofHook;
          throw new Error('fails');
        });
        test('three', async () => { expect(await isOver(last)).toBe(true); });
        afterAll(async () => { expect(await isOver(ofBlock)).toBe(false); expect(closed).toBe(0); });
      });
      test('behind', async () => {
        expect(await Promise.all([ofFile, ofBlock].map(isOver))).toEqual([false, true]);
        expect(closed).toBe(1);
      });
    `);
    expect(tests).toEqual({ 'block one': 'passed', 'block two': 'failed', 'block three': 'passed', behind: 'passed' });
    expect(output).not.toMatch(/did not exit|failed to run/);
    expect(exitCode).toBe(1);
  });

  test('closes it however its owner ended: a hook that failed, a timeout, another try, side by side', async () => {
    const { output, tests } = await run(`
      const made = [];
      const keep = async (...args) => { const server = await serve(...args); made.push(server); return server; };
      describe('a hook', () => {
        beforeEach(async () => { await connect(await keep(echo())); throw new Error('in a hook'); });
        test('fails', () => {});
      });
      test('hangs', async () => { await connect(await keep({ command: 'node program.js' })); await new Promise(() => {}); }, 2000);
      test('starts for ever', async () => { await serve(() => new Promise(() => {})); }, 1000);
      test('starts a process for ever', async () => { await serve({ command: 'node program.js', ready: /never/ }); }, 5000);
      test('waits for another server', async () => {
        connect('ws://127.0.0.1:1', { waitForServer: 600_000 }).catch(() => {});
        await new Promise((resolve) => setTimeout(resolve, 50));
        throw new Error('own');
      });
      describe('again', () => {
        jest.retryTimes(1);
        let tries = 0;
        test('passes', async () => { await connect(await keep(echo())); if (++tries < 2) throw new Error('first'); });
      });
      ${concurrent}('at once 1', async () => { const server = await keep(echo()); await (await connect(server)).ping(); });
      ${concurrent}('at once 2', async () => { const server = await keep(echo()); await (await connect(server)).ping(); });
      test('behind', async () => { expect(await Promise.all(made.map(isOver))).toEqual(made.map(() => true)); });
    `);
    expect(tests).toEqual({
      'a hook fails': 'failed',
      hangs: 'failed',
      'starts for ever': 'failed',
      'starts a process for ever': 'failed',
      'waits for another server': 'failed',
      'again passes': 'passed',
      'at once 1': 'passed',
      'at once 2': 'passed',
      behind: 'passed',
    });
    expect(output).toContain('The function given to serve() made none within');
    expect(output).toMatch(/The server `node program\.js` was not ready within [\d,]+ ms: it printed no line with \/never\//);
    expect(output).not.toMatch(/did not exit|failed to run/);
  });

  test('shows what a process has printed under a failure alone, its secrets masked, and its crash', async () => {
    const { output, failures, tests } = await run(`
      describe('block', () => {
      let server;
      beforeAll(async () => { server = await serve({ command: 'node program.js' }); });
      test('passes', async () => { await (await connect(server)).request('quiet', 'quiet'); });
      test('fails', async () => { await (await connect(server)).request('loud', 'loud'); throw new Error('own'); });
      test('crashes', async () => {
        const [rob, other] = [await connect(server), await connect(await serve(echo()), { name: 'other' })];
        rob.send('crash');
        await other.receive('what never comes');
      });
      test('behind', async () => { await connect(server); });
      test('restarted', async () => {
        await server.restart();
        const rob = await connect(server);
        rob.send('crash');
        await expect(rob).toClose();
        await server.restart();
        throw new Error('own');
      });
      });
      test('without it', () => { throw new Error('own'); });
    `);
    expect(tests).toMatchObject({
      'block passes': 'passed',
      'block fails': 'failed',
      'block crashes': 'failed',
      'block behind': 'failed',
      'block restarted': 'failed',
    });
    expect(failures['block fails']).not.toContain('got quiet');
    expect(failures['block fails']).toContain('The server `node program.js` printed during the test:\n\n│ got loud\n');
    expect(failures['block crashes']).toContain('The server `node program.js` exited with code 1');
    expect(failures['block crashes']).toMatch(/Its last output:\n\n(│.*\n)*│ Error: crashed as told\n│ {5}at /);
    expect(failures['block behind']).toContain('The server `node program.js` given to connect() exited with code 1.');
    expect(failures['block behind']).toContain('│ listening, token=***');
    // why a server has crashed is shown also when it was restarted since
    expect(failures['block restarted']).toMatch(/printed during the test:\n\n(│.*\n)*│ Error: crashed as told\n│ {5}at /);
    expect(output).not.toContain('abcdefghijklmnop');
    expect(failures['without it']).not.toContain('│');
  });

  test('that is not awaited fails its test', async () => {
    const { failures, tests } = await run(`
      test('serve', () => { serve(echo()); });
      test('restart', async () => { const server = await serve(echo()); server.restart(); });
      test('late', async () => { const server = await serve(echo()); await server.close(); await server.restart(); });
    `);
    expect(tests).toEqual({ serve: 'failed', restart: 'failed', late: 'passed' });
    expect(failures.serve).toMatch(/serve\(\) was not awaited|ended before serve\(\) was done/);
    expect(failures.restart).toMatch(/restart\(\) was not awaited|ended before restart\(\) was done/);
  });
});

test('a process ends with the worker that has started it, also one that is killed', async () => {
  const { kept } = await runJest({
    config: { preset: 'jest-websocket', testTimeout: 60_000 },
    files: {
      ...servers,
      'program.js': `${program} console.log('pid ' + process.pid);`,
      'a.test.js': `${head}
        test('is killed', async () => {
          const { writeFileSync } = require('node:fs');
          const server = await serve({ command: 'sleep 600 & node program.js', ready: /pid (\\d+)/, url: ([, pid]) => {
            writeFileSync('pid', pid);
            return 'ws://localhost';
          } });
          process.kill(process.pid, 'SIGKILL');
          await new Promise(() => {});
        });
      `,
      'b.test.js':
        "test('waits', async () => { while (!require('fs').existsSync('pid')) await new Promise((resolve) => setTimeout(resolve, 50)); });",
    },
    args: ['--maxWorkers=2'],
    keep: ['pid'],
  });
  expect(kept.pid).toMatch(/^\d+$/);
  while (isRunning(Number(kept.pid))) await new Promise((resolve) => setTimeout(resolve, 20));
});

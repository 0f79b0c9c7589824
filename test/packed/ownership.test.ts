import { majors, runJest } from '../support/run-jest';
import { servers } from '../support/servers-source';

describe.each(majors)('Jest %i', (jest) => {
  const run = (source: string, more: Partial<Parameters<typeof runJest>[0]> = {}) =>
    runJest({ jest, files: { ...servers, 'a.test.js': source }, ...more });

  test('clients of beforeAll live until their block ends, of beforeEach until their test does', async () => {
    const { output, exitCode } = await run(`
      const { connect } = require('jest-websocket');
      const server = require('./servers').serve();
      let ofFile, ofBlock, ofTest, ofLastTest;
      beforeAll(async () => { ofFile = await connect(server, { name: 'ofFile' }); });
      describe('block', () => {
        beforeAll(async () => { ofBlock = await connect(server); });
        beforeEach(async () => { ofTest = await connect(server); });
        afterEach(() => expect(ofTest).toBeClosed());
        test('one', () => { expect([ofFile, ofBlock, ofTest]).toBeOpen(); ofLastTest = ofTest; });
        test('two', () => { expect([ofFile, ofBlock, ofTest]).toBeOpen(); expect(ofLastTest).toBeClosed(); });
        afterAll(() => { expect(ofBlock).toBeClosed(); expect(ofFile).toBeOpen(); });
      });
      test('behind', () => { expect(ofBlock).toBeClosed(); expect(ofFile).toBeOpen(); });
      afterAll(() => expect(ofFile).toBeClosed());
    `);
    expect(output).toContain('Tests:       3 passed, 3 total');
    expect(exitCode).toBe(0);
  });

  test('20 clients left open in each of 20 tests end with them, in one process and in workers', async () => {
    const file = `
      const { connect } = require('jest-websocket');
      const server = require('./servers').serve();
      beforeAll((done) => { server.listen(0, '127.0.0.1', done); });
      afterAll((done) => { server.close(done); });
      // what is left would keep the process running for 30 s, or for good
      const left = () => process.getActiveResourcesInfo().filter((name) => name.startsWith('TCP'));
      afterAll(async () => { while (left().length > 0) await new Promise(setImmediate); });
      test.each(Array.from({ length: 20 }, (_, i) => i))('%i', async () => {
        for (let i = 0; i < 20; i++) await connect(server);
      });
    `;
    for (const args of [['-i'], ['--maxWorkers=2']]) {
      const { output, exitCode } = await runJest({
        jest,
        args,
        files: { ...servers, 'a.test.js': file, 'b.test.js': file, 'c.test.js': file },
      });
      expect(output).toContain('Tests:       60 passed, 60 total');
      expect(output).not.toMatch(/did not exit|open handle/i);
      expect(exitCode).toBe(0);
    }
  });

  test('a server closes in afterEach, however its clients ended', async () => {
    const { output, tests } = await run(`
      const { connect } = require('jest-websocket');
      const { serve } = require('./servers');
      let server;
      beforeEach((done) => { server = serve(); server.listen(0, '127.0.0.1', done); });
      afterEach((done) => { server.close(done); }); // in the 5 s of a hook
      const open = async () => { for (let i = 0; i < 5; i++) await connect(server); };
      test('passes', open);
      test('fails', async () => { await open(); expect(1).toBe(2); });
      test('throws', async () => { await open(); throw new Error('thrown'); });
      test('hangs', async () => { await open(); await new Promise(() => {}); }, 300);
      test('behind', open);
    `);
    expect(tests).toEqual({ passes: 'passed', fails: 'failed', throws: 'failed', hangs: 'failed', behind: 'passed' });
    expect(output).not.toMatch(/did not exit/);
  });

  test('no socket is left of a server that never answers, after a test that failed, hung or was tried again', async () => {
    const { output, tests } = await run(`
      const { connect } = require('jest-websocket');
      const { deaf } = require('./servers');
      const server = deaf();
      const closed = (socket) => new Promise((resolve) => socket.once('close', resolve));
      jest.retryTimes(1);
      let attempts = 0;
      beforeAll((done) => { server.listen(0, '127.0.0.1', done); });
      afterEach(async () => {
        await Promise.all([...server.sockets].map(closed));
        expect(server.sockets.size).toBe(0);
      });
      afterAll((done) => { server.close(done); });
      test('fails', async () => { await connect(server); throw new Error('thrown'); });
      test('hangs', async () => { await connect(server); await new Promise(() => {}); }, 300);
      test('passes at the second try', async () => { await connect(server); if (++attempts < 2) throw new Error('first'); });
    `);
    expect(tests).toEqual({ fails: 'failed', hangs: 'failed', 'passes at the second try': 'passed' });
    expect(output).not.toMatch(/did not exit|toBe\(expected/);
  });

  test('each concurrent test owns its own', async () => {
    const { output, exitCode } = await run(`
      const { connect } = require('jest-websocket');
      const server = require('./servers').echo();
      const ended = [];
      beforeAll((done) => { server.listen(0, '127.0.0.1', done); });
      afterAll((done) => { expect(ended.length).toBe(0); server.close(done); });
      test.concurrent.each([1, 2, 3, 4])('%i', async (n) => {
        const client = await connect(server, { name: 'c' + n });
        for (let i = 0; i < 10 * n; i++) {
          client.send({ n, i });
          await expect(client).toReceiveNextMessage({ n, i });
        }
        if (client.state !== 'open') ended.push(n);
      });
    `);
    expect(output).toContain('Tests:       4 passed, 4 total');
    expect(exitCode).toBe(0);
  });

  test('what a test left running cannot open clients that nobody would close', async () => {
    const { failures, tests } = await run(`
      const { connect } = require('jest-websocket');
      const server = require('./servers').serve();
      let goOn, late;
      test('forgets to wait', () => { late = new Promise((resolve) => { goOn = resolve; }).then(() => connect(server)); });
      test('behind', async () => { await connect(server); goOn(); await late; });
    `);
    expect(tests).toEqual({ 'forgets to wait': 'passed', behind: 'failed' });
    expect(failures.behind).toContain('connect() was called after the test "forgets to wait" had ended.');
  });

  test('teardown.after: hooks leaves clients open for afterEach', async () => {
    const { output } = await run(
      `
      const { connect } = require('jest-websocket');
      const server = require('./servers').serve();
      let client;
      afterEach(() => { expect(client).toBeOpen(); });
      test('one', async () => { client = await connect(server); });
      test('two', async () => { expect(client).toBeClosed(); client = await connect(server); });
    `,
      {
        config: { preset: 'jest-websocket', testEnvironmentOptions: { websocket: { teardown: { after: 'hooks' } } } },
      },
    );
    expect(output).toContain('Tests:       2 passed, 2 total');
  });
});

import { runJest } from '../support/run-jest';
import { servers } from '../support/servers-source';
import { bothWays } from '../support/ways';

const head = `
const { createServer } = require('node:http');
const { connect, useClients } = require('jest-websocket');
const { WebSocketServer } = require('ws');
const { serve } = require('./servers');
const listening = (server) => new Promise((resolve) => server.listening ? resolve(server) : server.once('listening', () => resolve(server)));
`;

describe.each(bothWays)('Jest $jest with $way: a server', ({ jest, way, config }) => {
  // there, and with the setup file alone, nothing tells whose the clients of concurrent tests are
  const concurrent = jest === 29 && way !== 'our environment' ? 'test' : 'test.concurrent';
  const run = (source: string, more: Record<string, string> = {}) =>
    runJest({ jest, config, files: { ...servers, 'a.test.js': `${head}${source}`, ...more } });

  test('that a failing test left open does not keep the file from ending, whoever is connected to it', async () => {
    const { tests, output, exitCode } = await run(`
      const leave = async (server, target = server) => {
        const client = await connect(target);
        const stranger = new (require('ws').WebSocket)(client.url);
        await new Promise((resolve) => stranger.once('open', resolve));
        throw new Error('own');
      };
      test('a WebSocketServer', () => leave(new WebSocketServer({ port: 0, host: '127.0.0.1' })));
      test('an http.Server', async () => { const server = serve(); server.listen(0, '127.0.0.1'); await leave(server); });
      test('of an application', async () => { const server = serve(); server.listen(0, '127.0.0.1'); await leave({ getHttpServer: () => server }); });
      test('behind a WebSocketServer', async () => { const server = serve(); server.listen(0, '127.0.0.1'); await leave(server.wss); });
      test('that we made listen', () => leave(serve()));
    `);
    expect([...new Set(Object.values(tests))]).toEqual(['failed']);
    expect(output).not.toMatch(/did not exit|failed to exit|failed to run/);
    expect(exitCode).toBe(1);
  });

  test('beside an option that is refused does not keep the file from ending', async () => {
    const { tests, output, exitCode } = await run(`
      const { scenario, serve: own } = require('jest-websocket');
      const wss = () => new WebSocketServer({ port: 0, host: '127.0.0.1' });
      test('connect()', () => expect(connect(wss(), { codec: 'socketIo' })).rejects.toThrow('codec'));
      test('connect(), an unknown one', () => expect(connect(wss(), { codek: 'json' })).rejects.toThrow('codek'));
      test('serve()', () => expect(own(serve().listen(0), { prot: 1 })).rejects.toThrow('prot'));
      test('scenario()', () => { expect(() => scenario('rob').connect(wss(), { codec: 'socketIo' })).toThrow('codec'); });
      test('useClients()', () => { expect(() => useClients(wss(), { rob: { codek: 1 } })).toThrow('codek'); });
      test('a server that nobody starts is left alone', async () => {
        const server = serve().on('close', () => { throw new Error('closed'); });
        await expect(connect(server, { codek: 'json' })).rejects.toThrow('codek');
      });
    `);
    expect([...new Set(Object.values(tests))]).toEqual(['passed']);
    expect(output).not.toMatch(/did not exit|failed to exit|failed to run/);
    expect(exitCode).toBe(0);
  });

  test('that a hook has closed is not told a second time that it is closed', async () => {
    const { tests, exitCode } = await run(`
      const released = (server, counts) => server.once('listening', () => {}).on('close', () => {
        if (++counts.times > 1) throw new Error('released twice');
      });
      const counts = [{ times: 0 }, { times: 0 }, { times: 0 }];
      let made, given, wss;
      beforeEach(async () => {
        made = released(serve(), counts[0]);
        given = released(serve(), counts[1]).listen(0, '127.0.0.1');
        wss = released(new WebSocketServer({ port: 0, host: '127.0.0.1' }), counts[2]);
      });
      afterEach((done) => { made.close(done); });
      afterEach((done) => { given.close(done); });
      afterEach((done) => { wss.close(done); });
      test('connects', async () => { await connect(made); await connect(given); await connect(wss); });
      afterAll(() => { expect(counts).toEqual([{ times: 1 }, { times: 1 }, { times: 1 }]); });
    `);
    expect(tests).toEqual({ connects: 'passed' });
    expect(exitCode).toBe(0);
  });

  test.each([
    ['by a callback', 'afterAll((done) => { server.close(done); });'],
    ['by a promise', 'afterAll(() => require("node:util").promisify(server.close.bind(server))());'],
    ['by its application', 'afterAll(() => application.close());'],
  ])('that several tests share is closed in an afterAll, %s', async (_, close) => {
    const { tests, output, exitCode } = await run(`
      const server = serve();
      const application = {
        getHttpServer: () => server,
        close: () => new Promise((resolve, reject) => server.close((error) => (error ? reject(error) : resolve()))),
      };
      describe('in a block', () => {
        ${close}
        const users = useClients(() => server, { rob: {} });
        test('one', async () => { await connect(server); await users.rob.ping(); });
        test('two', async () => { await connect(application); });
        ${concurrent}('three', async () => { await connect(server); });
      });
    `);
    expect(output).not.toContain('not running');
    expect(Object.values(tests)).toEqual(['passed', 'passed', 'passed']);
    expect(exitCode).toBe(0);
  });

  test('that connect() made listen may be closed by any hook of its owner, and is closed behind them', async () => {
    const { output, exitCode } = await run(`
      const closes = (server) => new Promise((resolve, reject) => server.close((error) => (error ? reject(error) : resolve())));
      describe('afterEach', () => {
        let server;
        beforeEach(() => { server = serve(); });
        afterEach((done) => { server.close(done); });
        test('one', async () => { await connect(server); });
        test('two', async () => { await connect(server); await connect(server); });
      });
      describe('afterAll', () => {
        const server = serve();
        beforeAll(async () => { await connect(server); });
        afterAll(() => closes(server));
        test('one', async () => { await connect(server); });
        test('two', async () => { await connect(server); });
      });
      describe('useClients', () => {
        let server;
        beforeEach(() => { server = serve(); });
        const users = useClients(() => server, { rob: {}, ann: {} });
        afterEach((done) => { server.close(done); });
        test('one', () => { expect([users.rob, users.ann]).toBeOpen(); });
      });
      describe('a hook that talks', () => {
        const server = serve();
        afterEach(async () => { await connect(server); expect(server.listening).toBe(true); });
        test('one', async () => { await connect(server); });
        test('two', () => { expect(server.listening).toBe(false); });
      });
    `);
    expect(output).toContain('Tests:       7 passed, 7 total');
    expect(exitCode).toBe(0);
  });

  test('whose client was opened by the module closes in the root afterAll', async () => {
    const { output, tests, exitCode } = await run(`
      const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
      const opening = connect(server);
      test('talks', async () => { await (await opening).ping(); });
      test('still', async () => { expect(await opening).toBeOpen(); });
      afterAll(async () => { expect(await opening).toBeClosed(); });
      afterAll((done) => { server.close(done); });
    `);
    expect(tests).toEqual({ talks: 'passed', still: 'passed' });
    expect(output).not.toMatch(/failed to run|did not exit/);
    expect(exitCode).toBe(0);
  });
});

describe.each(bothWays)('Jest $jest with $way: a test that is tried again', ({ jest, config }) => {
  test('does not meet what its first attempt left on a client of beforeAll, and keeps what was there before', async () => {
    const { tests, failures } = await runJest({
      jest,
      config,
      files: {
        ...servers,
        'a.test.js': `${head}
          jest.retryTimes(1);
          const server = serve((socket) => {
            socket.send('"welcome"');
            socket.on('message', (data) => socket.send(JSON.stringify({ answer: JSON.parse(data).n })));
          });
          let shared, tries = 0;
          beforeAll(async () => { shared = await connect(server, { name: 'shared' }); await shared.ping(); });
          test('asks', async () => {
            shared.send({ n: ++tries });
            if (tries === 1) throw new Error('before it reads');
            expect(shared.messages).toContainEqual({ answer: 1 });
            expect(shared.unread[0]).toBe('welcome');
            await expect(shared).toReceiveMessage({ answer: expect.any(Number) });
            expect(shared.messages.at(-1)).toEqual({ answer: 2 });
          });
        `,
      },
    });
    expect({ tests, failures }).toEqual({ tests: { asks: 'passed' }, failures: {} });
  });
});

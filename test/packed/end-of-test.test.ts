import { majors, runJest } from '../support/run-jest';
import { servers } from '../support/servers-source';
import { bothWays } from '../support/ways';

const head = `
const { configure, connect, scenario } = require('jest-websocket');
const { deaf, serve } = require('./servers');
// says hello, and answers 'more' with something behind its pong to what came before
const server = serve((socket) => { socket.send('"hello"'); socket.on('message', () => socket.send('"error"')); });
const client = (options) => connect(server, options);
`;

describe.each(bothWays)('Jest $jest with $way: the end of a test', ({ jest, config }) => {
  const run = (source: string) => runJest({ jest, config, files: { ...servers, 'a.test.js': `${head}${source}` } });

  test('is judged in its function, of whatever form: what comes just behind counts', async () => {
    const { tests, failures } = await run(`
      const forbidden = async () => { const c = await client(); c.never('error'); c.send('more'); };
      const fine = async () => { const c = await client(); c.never('error'); };
      test('async', forbidden);
      test('async, fine', fine);
      test('with done', (done) => { forbidden().then(() => done(), done); });
      test('with done, fine', (done) => { fine().then(() => done(), done); });
      test('of steps', function* () { const c = yield client(); c.never('error'); yield Promise.resolve(); c.send('more'); });
      test('of steps, fine', function* () { const c = yield client(); c.never('error'); });
      test('of steps that throws', function* () { const c = yield client(); c.never('error'); throw new Error('own'); });
      test.each([[1]])('of a table %i', async () => { await forbidden(); });
      test.failing('of a known bug', forbidden);
      test.failing('of a bug that is gone', fine);
      describe('on a client of beforeAll', () => {
        let shared;
        beforeAll(async () => { shared = await client(); shared.never('error'); });
        test('forbidden', async () => { shared.send('more'); });
        test('fine', async () => {});
      });
    `);
    expect(tests).toEqual({
      async: 'failed',
      'async, fine': 'passed',
      'with done': 'failed',
      'with done, fine': 'passed',
      'of steps': 'failed',
      'of steps, fine': 'passed',
      'of steps that throws': 'failed',
      'of a table 1': 'failed',
      'of a known bug': 'passed',
      'of a bug that is gone': 'failed',
      'on a client of beforeAll forbidden': 'failed',
      'on a client of beforeAll fine': 'passed',
    });
    for (const name of ['async', 'with done', 'of steps']) expect(failures[name]).toContain('which never() forbids');
    expect(failures['of steps that throws']).not.toContain('which never() forbids');
  });

  test('of a hook is judged whatever it returns', async () => {
    const { tests, failures } = await run(`
      let c;
      beforeAll(async () => { c = await client(); await c.ping(); });
      describe('a hook that returns a function', () => { beforeAll(() => c.never('hello')); test('forbidden', () => {}); });
      describe('a hook that returns a function, too,', () => { beforeAll(() => c.never('error')); test('fine', () => {}); });
    `);
    expect(tests).toEqual({
      'a hook that returns a function forbidden': 'failed',
      'a hook that returns a function, too, fine': 'passed',
    });
    expect(failures['a hook that returns a function forbidden']).toContain('which never() forbids');
  });

  test('tells a never() that does not know what came, since the client has given up the connection', async () => {
    const { tests, failures, output } = await run(`
      const flooding = serve((socket) => { socket.on('message', () => socket.send('x'.repeat(100))); });
      const floods = async (...forbidden) => {
        const c = await connect(flooding, { name: 'rob', maxPayload: 50 });
        const stops = forbidden.map((message) => c.never(message));
        c.send('more');
        return { c, stops };
      };
      test('nothing forbidden', async () => { const { c } = await floods(); await expect(c).toClose(); });
      test('forbidden', async () => { const { c } = await floods('error'); await expect(c).toClose(); });
      test('allowed again', async () => { const { c, stops } = await floods('error'); stops[0](); await expect(c).toClose(); });
      test('a failed wait', async () => { const { c } = await floods('error'); await c.receive('y'); });
      describe('beforeAll', () => {
        let c;
        beforeAll(async () => { c = await connect(flooding, { name: 'rob', maxPayload: 50 }); c.never('error'); });
        test('before', () => {});
        test('given up', async () => { c.send('more'); await expect(c).toClose(); });
        test('after', () => {});
      });
      describe('hook', () => {
        beforeAll(async () => { const { c } = await floods('error'); await expect(c).toClose().catch(() => {}); });
        test('after', () => {});
      });
      describe('predicate', () => {
        let c;
        beforeAll(async () => { c = await client(); c.never((message) => message.error.code === 5); await c.receive('hello'); });
        test('throws', async () => { c.send('more'); await c.receive('error'); });
        test('after', () => {});
      });
    `);
    expect(tests).toEqual({
      'nothing forbidden': 'passed',
      forbidden: 'failed',
      'allowed again': 'passed',
      'a failed wait': 'failed',
      'beforeAll before': 'passed',
      'beforeAll given up': 'failed',
      'beforeAll after': 'passed',
      'hook after': 'failed',
      'predicate throws': 'failed',
      'predicate after': 'passed',
    });
    expect(output).not.toContain('Test suite failed to run');
    expect(failures['a failed wait']).toContain('its connection broke: Max payload size exceeded');
    expect(failures['a failed wait']).not.toContain('has given up');
    expect(failures['predicate throws']).toMatch(
      /The predicate of never\(\) threw at 2 messages, last at #2: .*a\.test\.js:\d+/s,
    );
    for (const name of ['beforeAll given up', 'hook after']) {
      expect(failures[name]).toMatch(/rob has given up the connection .*, so that never\(\) cannot know what else came\./);
    }
    expect(failures.forbidden).toMatch(
      /rob has given up the connection \(.*Max payload size exceeded.*\), so that never\(\) cannot/,
    );
  });

  test('is judged behind a close() that was not awaited, when the connection has ended', async () => {
    const { tests, failures } = await run(`
      const dead = deaf();
      afterAll(() => { for (const socket of dead.sockets) socket.destroy(); });
      test('forbidden', async () => { const c = await client(); c.never('error'); await c.receive('hello'); c.send('more'); c.close(); });
      test('fine', async () => { const c = await client(); c.never('error'); await c.receive('hello'); c.close(); });
      test('terminated', async () => { const c = await client(); c.never('error'); c.terminate(); });
      test('of a server that never answers', async () => { const c = await connect(dead); c.never('error'); c.close(); });
      describe('unread', () => {
        beforeAll(() => { configure({ unread: 'fail' }); });
        test('left', async () => { const c = await client(); await c.receive('hello'); c.send('more'); c.close(); });
        test('all read', async () => { const c = await client(); await c.receive('hello'); c.close(); });
      });
    `);
    expect(tests).toEqual({
      forbidden: 'failed',
      fine: 'passed',
      terminated: 'passed',
      'of a server that never answers': 'passed',
      'unread left': 'failed',
      'unread all read': 'passed',
    });
    expect(failures.forbidden).toContain('which never() forbids');
    expect(failures['unread left']).toContain('client 1 has 1 unread message');
  });

  test('with messages left unread is known to test.failing, whatever the last of them waits behind', async () => {
    const { tests, failures } = await run(`
      configure({ unread: 'fail' });
      const reads = async () => { const c = await client(); await c.receive('hello'); return c; };
      test('reads all', async () => { await reads(); });
      test('does not read the last', async () => { (await reads()).send('more'); });
      test.failing('known', async () => { (await reads()).send('more'); });
      test.failing('known no more', async () => { await reads(); });
      test('closed, with all read', async () => { const c = await reads(); await c.close(); });
      test('closed, with one unread', async () => { const c = await client(); await c.ping(); await c.close(); });
    `);
    expect(tests).toEqual({
      'reads all': 'passed',
      'does not read the last': 'failed',
      known: 'passed',
      'known no more': 'failed',
      'closed, with all read': 'passed',
      'closed, with one unread': 'failed',
    });
    expect(failures['does not read the last']).toContain('client 1 has 1 unread message');
  });

  test('of a function that threw itself adds nothing; a forgotten await is no bug that test.failing may know', async () => {
    const { tests, failures } = await run(`
      test.failing('throws before its await', async () => {
        const c = await client();
        const reply = expect(c).toReceiveMessage('never');
        throw new Error('known');
        await reply;
      });
      test.failing('throws before it runs its scenario', async () => {
        const rob = scenario('rob').connect(server).expect('hello');
        throw new Error('known');
        await rob.run();
      });
      test.failing('throws without waiting', () => { connect(server); throw new Error('known'); });
      test.failing('throws with done', (done) => { const waiting = client(); done(new Error('known')); });
      test.failing('throws of steps', function* () { const c = yield client(); c.receive('never'); throw new Error('known'); });
      test.failing('forgets', async () => { expect(await client()).toReceiveMessage('never'); });
      test('throws', async () => { const c = await client(); c.receive('never'); throw new Error('own'); });
    `);
    expect(tests).toEqual({
      'throws before its await': 'passed',
      'throws before it runs its scenario': 'passed',
      'throws without waiting': 'passed',
      'throws with done': 'passed',
      'throws of steps': 'passed',
      forgets: 'failed',
      throws: 'failed',
    });
    expect(failures.forgets).toContain('toReceiveMessage was not awaited');
    expect(failures.forgets?.match(/Error:/g)).toHaveLength(1);
    expect(failures.throws).not.toContain('was not awaited');
  });

  test('fails for what its hooks have forgotten, and for each that it has', async () => {
    const { tests, failures } = await run(`
      describe('beforeEach', () => { beforeEach(async () => { expect(await client()).toReceiveMessage('hello'); }); test('x', () => {}); });
      describe('afterEach', () => { afterEach(async () => { expect(await client()).toReceiveMessage('hello'); }); test('x', () => {}); });
      describe('kept by beforeEach', () => { let c; beforeEach(() => { c = client(); }); test('x', async () => { await (await c).receive('hello'); }); });
      test('two', async () => { const c = await client(); c.receive(); c.ping(); });
    `);
    expect(tests).toEqual({ 'beforeEach x': 'failed', 'afterEach x': 'failed', 'kept by beforeEach x': 'passed', two: 'failed' });
    expect(failures['afterEach x']).toMatch(/toReceiveMessage was not awaited.*a\.test\.js:9/s);
    expect(failures.two).toContain('receive was not awaited');
    expect(failures.two).toContain('Write await in front of it: await ping().');
  });

  test('is another try where Jest tries again', async () => {
    const { tests } = await run(`
      jest.retryTimes(2);
      let tries = 0;
      test('forbidden at first', async () => { const c = await client(); c.never('error'); if (tries++ === 0) c.send('more'); });
      test('forbidden always', async () => { const c = await client(); c.never('error'); c.send('more'); });
    `);
    expect(tests).toEqual({ 'forbidden at first': 'passed', 'forbidden always': 'failed' });
  });

  test('is not held up by a server that answers no ping, and does not fail by it', async () => {
    const { tests, failures } = await run(`
      configure({ unread: 'fail' });
      const dead = deaf();
      const got = [];
      dead.on('upgrade', (request, socket) => {
        const chunks = [];
        got.push(chunks);
        socket.on('data', (chunk) => { chunks.push(chunk); });
      });
      // of short masked frames
      const pingsIn = (bytes) => {
        let count = 0;
        for (let at = 0; at < bytes.length; at += 6 + (bytes[at + 1] & 127)) if (bytes[at] === 0x89) count++;
        return count;
      };
      afterAll(() => { for (const socket of dead.sockets) socket.destroy(); });
      test('alone', async () => { (await connect(dead)).never('error'); });
      describe('a client of beforeAll', () => {
        beforeAll(async () => { (await connect(dead)).never('error'); });
        test.each(Array.from({ length: 20 }, (_, n) => n))('%i', () => {});
      });
      // each is waited for, for at most a second, once
      test('asked once', () => { expect(got.map((chunks) => pingsIn(Buffer.concat(chunks)))).toEqual([1, 1]); });
    `);
    expect([...new Set(Object.values(tests))]).toEqual(['passed']);
    expect(failures).toEqual({});
  });
});

describe.each(majors)('Jest %i: the end of a concurrent test', (jest) => {
  test('is judged in its function', async () => {
    const { tests } = await runJest({
      jest,
      files: {
        ...servers,
        'a.test.js': `${head}
          beforeAll((done) => { server.listen(0, '127.0.0.1', done); });
          const forbidden = async () => { const c = await client(); c.never('error'); c.send('more'); };
          test.concurrent('forbidden', forbidden);
          test.concurrent('fine', async () => { (await client()).never('error'); });
          test.concurrent('forgets', async () => { (await client()).receive('hello'); });
          test.concurrent.failing('known', forbidden);
        `,
      },
    });
    expect(tests).toEqual({ forbidden: 'failed', fine: 'passed', forgets: 'failed', known: 'passed' });
  });

  test('comes behind the hooks where clients outlive them: what those read is read', async () => {
    const { tests } = await runJest({
      jest,
      config: {
        preset: 'jest-websocket',
        testEnvironmentOptions: { websocket: { unread: 'fail', teardown: { after: 'hooks' } } },
      },
      files: {
        ...servers,
        'a.test.js': `${head}
          describe('read by a hook', () => {
            let c;
            afterEach(async () => { await expect(c).toReceiveMessage('hello'); });
            test('x', async () => { c = await client(); });
          });
          describe('left by a hook', () => {
            let c;
            afterEach(async () => { await expect(c).toReceiveMessage('hello'); c.send('more'); });
            test('x', async () => { c = await client(); });
          });
          test('left', async () => { await client(); });
        `,
      },
    });
    expect(tests).toEqual({ 'read by a hook x': 'passed', 'left by a hook x': 'failed', left: 'failed' });
  });
});

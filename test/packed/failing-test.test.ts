import { majors, runJest } from '../support/run-jest';
import { servers } from '../support/servers-source';

const head = `
const { connect } = require('jest-websocket');
const { echo, serve } = require('./servers');
const server = serve((socket) => { socket.send('hello'); socket.on('message', (data) => socket.send(data.toString())); });
`;

describe.each(majors)('Jest %i: the conversation is appended, once,', (jest) => {
  const failures = async (source: string, more: Partial<Parameters<typeof runJest>[0]> = {}) =>
    (await runJest({ jest, files: { ...servers, 'a.test.js': `${head}${source}` }, ...more })).failures;

  const conversations = (text = '') => text.match(/The conversation, in ms/g)?.length ?? 0;

  test.each<[string, string]>([
    ['a plain assertion', "test('x', async () => { await (await connect(server)).receive('hello'); expect(1).toBe(2); });"],
    [
      'something thrown that is no error',
      "test('x', async () => { await (await connect(server)).receive(); throw 'a string'; });",
    ],
    [
      "Jest's own timeout",
      "beforeEach(async () => { await (await connect(server)).receive(); }); test('x', () => new Promise(() => {}), 200);",
    ],
    [
      'a beforeEach that fails',
      "beforeEach(async () => { await (await connect(server)).receive('hello'); throw new Error('no'); }); test('x', () => {});",
    ],
    [
      'an afterEach that fails',
      "afterEach(() => { throw new Error('no'); }); test('x', async () => { await (await connect(server)).receive(); });",
    ],
    [
      'a beforeAll that fails',
      "describe('', () => { beforeAll(async () => { await (await connect(server)).receive(); throw new Error('no'); }); test('x', () => {}); });",
    ],
    ['a failing matcher of ours', "test('x', async () => { await expect(await connect(server)).toReceiveNextMessage('bye'); });"],
    [
      'two errors',
      "afterEach(() => { throw new Error('b'); }); test('x', async () => { await connect(server); throw new Error('a'); });",
    ],
    ['a forgotten await', "test('x', async () => { expect(await connect(server)).toReceiveMessage('hello'); });"],
    ['node:assert', "test('x', async () => { await (await connect(server)).receive(); require('node:assert').equal(1, 2); });"],
  ])('to %s', async (_, source) => {
    const [text = ''] = Object.values(await failures(source));
    expect(conversations(text)).toBe(1);
    expect(text).toMatch(/^ +\d+ {2}← #1/m);
    expect(text).toMatch(/a\.test\.js:\d+/);
  });

  test('not where nobody said anything, nor where it is switched off', async () => {
    expect(conversations((await failures("test('x', () => { expect(1).toBe(2); });")).x)).toBe(0);
    const off = { config: { preset: 'jest-websocket', testEnvironmentOptions: { websocket: { conversation: 'off' } } } };
    const source = "test('x', async () => { await connect(server); expect(1).toBe(2); });";
    expect(conversations((await failures(source, off)).x)).toBe(0);
  });

  test('of its own clients, for a concurrent test', async () => {
    const { a, b } = await failures(`
      beforeAll((done) => { server.listen(0, '127.0.0.1', done); });
      afterAll((done) => { server.close(done); });
      const talk = async (name) => {
        const client = await connect(server, { name });
        client.send('from ' + name);
        await client.receive('from ' + name);
        throw new Error('no');
      };
      test.concurrent('a', () => talk('ann'));
      test.concurrent('b', () => talk('bob'));
    `);
    expect([a?.includes('from ann'), a?.includes('from bob')]).toEqual([true, false]);
    expect([b?.includes('from ann'), b?.includes('from bob')]).toEqual([false, true]);
  });

  test('at most 40 lines of it, or all', async () => {
    const source = `test('x', async () => {
      const client = await connect(server);
      for (let n = 0; n < 300; n++) { client.send(JSON.stringify({ ['k' + n]: 'x'.repeat(500) })); await client.receive(); }
      throw new Error('no');
    });`;
    const { x = '' } = await failures(source);
    expect(x.split('\n').length).toBeLessThan(40);
    expect(
      Math.max(
        ...x
          .split('\n')
          .filter((line) => !line.includes(' at '))
          .map((line) => line.length),
      ),
    ).toBeLessThanOrEqual(80);
    const all = { config: { preset: 'jest-websocket', testEnvironmentOptions: { websocket: { conversation: 'all' } } } };
    expect(((await failures(source, all)).x ?? '').split('\n').length).toBeGreaterThan(600);
  });

  test('a failure after 100,000 messages looks again at the last 20,000, and is no longer than a small one', async () => {
    const { x = '' } = await failures(`
      const pushing = serve((socket) => { for (let n = 0; n < 100000; n++) socket.send(JSON.stringify({ type: 'tick', n })); socket.send('{"type":"end"}'); });
      const asked = new Uint32Array(100000);
      const counting = { asymmetricMatch: (n) => { asked[n]++; return false; } };
      test('x', async () => {
        const client = await connect(pushing);
        while (!client.messages.some(({ type }) => type === 'end')) await new Promise((resolve) => setTimeout(resolve, 100));
        await expect(client).toReceiveMessage({ type: 'tick', n: counting }, { timeout: 1 }).catch((error) => {
          const most = asked.reduce((one, other) => Math.max(one, other));
          throw new Error('asked at most ' + most + ' times, again from ' + asked.findIndex((times) => times > 1) + ': ' + error.message);
        });
      }, 300_000);
    `);
    const [, most, from] = /asked at most (\d+) times, again from (-?\d+): expect/.exec(x) ?? [];
    expect(Number(most)).toBeLessThan(10);
    expect(Number(from)).toBeGreaterThanOrEqual(80_000);
    expect(x).toContain('more like');
    expect(x.split('\n').length).toBeLessThan(70);
  });
});

describe.each(majors)('Jest %i', (jest) => {
  test('what came too late is told, and only that', async () => {
    const { failures } = await runJest({
      jest,
      files: {
        ...servers,
        'a.test.js': `
          const { connect } = require('jest-websocket');
          const { serve } = require('./servers');
          const server = serve((socket) => {
            socket.on('message', () => socket.send('{"late":1}'));
            setTimeout(() => socket.send('{"late":2}'), 60_000).unref();
          });
          // the server answers when the wait has given up
          const asksLate = async (expected) => {
            const c = await connect(server);
            await expect(c).toReceiveMessage(expected, { timeout: 30 }).catch((error) => { c.send('ask'); throw error; });
          };
          afterEach(() => {});
          test('late', () => asksLate({ late: 1 }));
          test('another', () => asksLate({ late: 3 }));
          test('much too late', () => asksLate({ late: 2 }));
          test('in time', async () => { const c = await connect(server); c.send('ask'); await c.receive({ late: 1 }); throw new Error('no'); });
        `,
      },
    });
    const told = Object.entries(failures).filter(([, text]) => text.includes('after toReceiveMessage had timed out'));
    expect(told.map(([name]) => name)).toEqual(['late']);
    expect(failures.late).toMatch(
      /Hint: A message that matches, #1, arrived at client 1 \d+ ms after toReceiveMessage had timed out\./,
    );
  });

  test("unread: 'fail' fails a test that passes and leaves messages unread", async () => {
    const { tests, failures } = await runJest({
      jest,
      config: { preset: 'jest-websocket', testEnvironmentOptions: { websocket: { unread: 'fail' } } },
      files: {
        ...servers,
        'a.test.js': `${head}
          test('reads all', async () => { await expect(await connect(server)).toReceiveMessage('hello'); });
          test('ignores', async () => { const c = await connect(server); c.ignore('hello'); await c.ping(); });
          test('leaves one', async () => { await (await connect(server, { name: 'rob' })).ping(); });
          test('fails itself', async () => { await (await connect(server)).ping(); throw new Error('own'); });
        `,
      },
    });
    expect(tests).toEqual({ 'reads all': 'passed', ignores: 'passed', 'leaves one': 'failed', 'fails itself': 'failed' });
    expect(failures['leaves one']).toContain(
      "The test passed but left messages unread (the option unread is 'fail').\n\nrob has 1 unread message:\n  #1 hello",
    );
    expect(failures['leaves one']).toMatch(/a\.test\.js:8/);
    expect(failures['fails itself']).not.toContain('left messages unread');
  });

  test('what comes while clients leave is neither left unread nor forbidden', async () => {
    const { tests } = await runJest({
      jest,
      config: { preset: 'jest-websocket', testEnvironmentOptions: { websocket: { unread: 'fail' } } },
      files: {
        ...servers,
        'a.test.js': `const { connect } = require('jest-websocket');
          const { serve } = require('./servers');
          const server = serve((socket) => {
            // as soon as the close frame has come: the others are open still
            socket._receiver.on('conclude', () => { for (const other of server.wss.clients) if (other !== socket) other.send('left'); });
          });
          afterEach(() => {});
          test.each([1, 2, 3, 4, 5])('leave %i', async () => {
            for (let n = 0; n < 10; n++) (await connect(server)).never('left');
          });
          test.each([1, 2, 3, 4, 5])('leave unread %i', async () => {
            for (let n = 0; n < 10; n++) await connect(server);
          });
        `,
      },
    });
    expect(Object.values(tests)).toEqual(Array(10).fill('passed'));
  });

  test('never() ends every wait, and fails the test even where nobody waits', async () => {
    const { tests, failures } = await runJest({
      jest,
      files: {
        ...servers,
        'a.test.js': `${head}
          const strict = async () => { const client = await connect(server, { name: 'rob' }); client.never({ type: 'error' }); return client; };
          test('holds', async () => { const c = await strict(); c.send({ type: 'ok' }); await c.receive({ type: 'ok' }); });
          test('ends a wait', async () => { const c = await strict(); c.send({ type: 'error' }); await expect(c).toReceiveMessage('never'); });
          test('without a wait', async () => { const c = await strict(); c.send({ type: 'error', n: 2 }); await c.ping(); });
          test('a wait that begins later', async () => { const c = await strict(); c.send({ type: 'error' }); await c.ping(); await c.receive('hello'); });
          test('a predicate without a verdict', async () => { const c = await strict(); c.ignore(() => {}); await c.receive('hello'); });
          describe('of beforeAll', () => {
            let c;
            beforeAll(async () => { c = await strict(); });
            test('in the test that runs', async () => { c.send({ type: 'error' }); await c.receive('never'); });
            test('not in the next', async () => { c.send({ type: 'ok' }); await c.receive({ type: 'ok' }); });
          });
        `,
      },
    });
    expect(tests).toEqual({
      holds: 'passed',
      'ends a wait': 'failed',
      'without a wait': 'failed',
      'a wait that begins later': 'failed',
      'a predicate without a verdict': 'failed',
      'of beforeAll in the test that runs': 'failed',
      'of beforeAll not in the next': 'passed',
    });
    expect(failures['ends a wait']).toContain('Received: rob got #2 {"type":"error"}, which never() forbids (a.test.js:6)');
    expect(failures['a predicate without a verdict']).toContain(
      'ignore() could not be asked of a message: The predicate given returned nothing. Return true or false from it.',
    );
    expect(failures['without a wait']).toContain('rob got #2 {"type":"error","n":2}, which never() forbids (a.test.js:6).');
  });

  test('what never() forbids is told beside another reason, in a test and in every hook', async () => {
    const forbidden = "await forbidden(); throw new Error('own');";
    const { failures, output } = await runJest({
      jest,
      files: {
        ...servers,
        'a.test.js': `${head}
          const forbidden = async () => { const c = await connect(server, { name: 'rob' }); c.never('no'); c.send('"no"'); await c.ping(); };
          test('test', async () => { ${forbidden} });
          for (const hook of [beforeEach, afterEach, beforeAll]) describe(hook.name, () => {
            hook(async () => { ${forbidden} });
            test('first', () => {});
          });
          describe('afterAll', () => { afterAll(async () => { ${forbidden} }); test('first', () => {}); });
        `,
      },
    });
    expect(Object.keys(failures)).toEqual(['test', 'beforeEach first', 'afterEach first', 'beforeAll first']);
    for (const failure of Object.values(failures)) {
      expect(failure).toMatch(
        /^Error: own\n[\s\S]*^Error: rob got #2 "no", which never\(\) forbids \(a\.test\.js:\d+\)\.\n {4}at /m,
      );
    }
    expect(output).toMatch(/Test suite failed to run[\s\S]*own[\s\S]*rob got #2 "no", which never\(\) forbids/);
  });

  test('never() with a predicate that throws at every message fails the test, and tells what it threw', async () => {
    const { tests, failures } = await runJest({
      jest,
      files: {
        ...servers,
        'a.test.js': `${head}
          const forbidding = async () => { const client = await connect(server); client.never(({ error }) => error.code === 5); return client; };
          test('at every message', async () => { const c = await forbidding(); await c.receive('hello'); });
          test('at some', async () => { const c = await forbidding(); c.send({ error: { code: 4 } }); await c.receive({ error: { code: 4 } }); });
          test('nothing came', async () => { const c = await connect(serve(() => {})); c.never(({ error }) => error.code === 5); });
        `,
      },
    });
    expect(tests).toEqual({ 'at every message': 'failed', 'at some': 'passed', 'nothing came': 'passed' });
    expect(failures['at every message']).toContain(
      "The predicate of never() threw at #1: Cannot read properties of undefined (reading 'code').",
    );
  });

  test('JEST_WEBSOCKET_TRACE prints what is said at once', async () => {
    const { output } = await runJest({
      jest,
      env: { JEST_WEBSOCKET_TRACE: '1' },
      files: {
        ...servers,
        'a.test.js': `${head} test('x', async () => { await (await connect(server, { name: 'rob' })).receive('hello'); });`,
      },
    });
    expect(output).toMatch(/^ +\d+ ms {2}rob {2}open$/m);
    expect(output).toMatch(/^ +\d+ ms {2}rob {2}← #1 +hello$/m);
  });

  test('a client prints itself in one line', async () => {
    const { failures } = await runJest({
      jest,
      files: {
        ...servers,
        'a.test.js': `${head}
          test('toBe', async () => { expect(await connect(server, { name: 'rob' })).toBe(5); });
          test('toEqual', async () => { expect({ client: await connect(server, { name: 'rob' }) }).toEqual({ client: 5 }); });
          test('inspect', async () => { throw new Error(require('node:util').inspect([await connect(server, { name: 'rob' })])); });
        `,
      },
    });
    for (const text of Object.values(failures))
      expect(text).toMatch(/\[rob ws:\/\/127\.0\.0\.1:\d+\/ open, \d received, \d unread\]/);
  });
});

import { anyOf, connect, scenario, type WebSocketClient } from 'jest-websocket';
import { failure as fails } from '../support/failure';
import { echoServer, serverThat, serverThatSends } from '../support/servers';

const failure = async (assertion: () => unknown) => (await fails(assertion)).message;
const json = (...values: unknown[]) => serverThatSends(...values.map((value) => JSON.stringify(value)));
const handled = (promise: Promise<unknown>) => void promise.catch(() => {});

describe('behind an expectation that nobody awaits any more', () => {
  /** One that lost a race: it still waits. */
  async function behindLoser(...messages: unknown[]): Promise<WebSocketClient> {
    const client = await connect(json({ hi: 1 }, ...messages), { name: 'ann' });
    const loser = client.receive({ error: expect.anything() });
    handled(loser);
    await Promise.race([loser, client.receive({ hi: 1 })]);
    await client.ping();
    return client;
  }

  test('a wait names it, by its line and what it waits for, not "serializes to the same string"', async () => {
    const client = await behindLoser({ a: 1 });
    const message = await failure(() => expect(client).toReceiveMessage({ a: 1 }, { timeout: 50 }));
    expect(message).toMatch(
      /Received: ann looked at no message within 50 ms: receive \(who-waits-first\.test\.ts:\d+\) waits first/,
    );
    expect(message).toContain('It still waits for {"error": Anything}');
    expect(message).toContain('anyOf(a, b)');
    expect(message).not.toContain('serializes');
    expect(await failure(() => client.receive({ a: 1 }, { timeout: 50 }))).toContain('waits first');
  });

  test('a negative wait fails, since it has looked at nothing', async () => {
    const client = await behindLoser({ bad: 1 });
    expect(await failure(() => expect(client).not.toReceiveMessage({ bad: 1 }, { timeout: 30 }))).toContain('waits first');
  });

  test('drain() names it', async () => {
    const client = await behindLoser();
    expect(await failure(() => client.drain())).toMatch(/while receive \(who-waits-first\.test\.ts:\d+\) waits for messages/);
  });

  test('also where a Promise.all was caught', async () => {
    const client = await connect(json({ hi: 1 }));
    const caught = Promise.all([expect(client).toReceiveMessage({ z: 1 }), Promise.reject(new Error('other'))]);
    await caught.catch(() => {});
    const message = await failure(() => expect(client).toReceiveMessage({ hi: 1 }, { timeout: 50 }));
    expect(message).toMatch(/toReceiveMessage \(who-waits-first\.test\.ts:\d+\) waits first/);
  });
});

describe('anyOf', () => {
  const either = () => anyOf({ type: 'ok' }, /^no/, ({ code }: { code?: number }) => code === 7, Buffer.from([1]));

  test.each([[{ type: 'ok', n: 1 }], ['no way'], [{ code: 7 }], [Buffer.from([1])]])(
    'is met by any of them: %p',
    async (value) => {
      const client = await connect(
        serverThatSends('other', Buffer.isBuffer(value) || typeof value === 'string' ? value : JSON.stringify(value)),
      );
      expect(await client.receive(either())).toEqual(value);
      expect(client).toHaveReceivedMessage(either(), { times: 1 });
    },
  );

  test('stands wherever an expected value may', async () => {
    const client = await connect(echoServer());
    client.respond(anyOf('beat', 'tick'), 'alive');
    client.ignore(anyOf('alive', 'noise'));
    client.never(anyOf('bad', 'worse'));
    for (const message of ['beat', 'tick', 'noise']) client.send(message);
    client.send({ type: 'b', list: [1, 'x'] });
    await expect(client).toReceiveNextMessage({ type: anyOf('a', 'b'), list: [anyOf(1, 2), anyOf(/^x/, 'y')] });
    expect(client).toHaveSentMessage(anyOf('alive'), { times: 2 });
    expect(client).not.toHaveReceivedMessage({ type: anyOf('c', 'd') });
    expect(await client.request({ n: 1 }, anyOf({ n: 1 }, { n: 2 }))).toEqual({ n: 1 });
    client.send('x');
    client.send('y');
    await expect(client).toReceiveMessages([anyOf('x', 'y'), anyOf('x', 'y')], { order: 'exact' });
    await expect(client).not.toReceiveMessage(anyOf('x', 'y'), { timeout: 20 });
  });

  test('in a scenario', async () => {
    await scenario('s')
      .connect(json({ a: 1 }, { b: { c: 2 } }))
      .expect(anyOf({ z: 1 }, { a: 1 }))
      .expect({ b: { c: anyOf(1, 2) } })
      .run();
  });

  test('hands out what a schema makes of it', async () => {
    const schema = {
      '~standard': {
        validate: (value: unknown) => (typeof value === 'number' ? { value: value * 2 } : { issues: [{ message: 'no' }] }),
      },
    };
    const client = await connect(json(21));
    expect(await client.receive(anyOf('text', schema))).toBe(42);
  });

  test('is shown as what it is, and its nearest miss is looked for in each', async () => {
    const client = await connect(json({ b: { c: 2, d: 3 } }));
    const message = await failure(() => expect(client).toReceiveMessage(anyOf({ a: 1 }, { b: { c: 1, d: 3 } }), { timeout: 30 }));
    expect(message).toContain('Expected: any of {"a": 1}, {"b": {"c": 1, "d": 3}}');
    expect(message).toContain('The nearest is #1, differs in b.c');
    expect(await failure(() => expect(client).toReceiveMessage({ x: anyOf(1, 'two') }, { timeout: 30 }))).toContain(
      "any of 1, 'two'",
    );
  });

  test('refuses what can never match, or always does', async () => {
    expect(await failure(() => anyOf())).toContain('takes the expected messages');
    expect(await failure(() => anyOf(undefined, 1))).toContain('every message matches');
    expect(await failure(() => anyOf({ a: /x/ }))).toContain('expect.stringMatching');
  });
});

describe('a toSendOnReceive() that fails has consumed nothing', () => {
  test.each<[string, unknown]>([
    [
      'its function throws',
      () => {
        throw new Error('no');
      },
    ],
    ['its function rejects', () => Promise.reject(new Error('no'))],
    ['its reply cannot be encoded', 1n],
    ['its reply never comes', () => new Promise(() => {})],
  ])('%s', async (_, reply) => {
    const client = await connect(json('before', { go: 1 }, 'behind'));
    await fails(() => expect(client).toSendOnReceive({ go: 1 }, reply, { timeout: 50 }));
    await client.ping();
    expect(client.unread).toEqual(['before', { go: 1 }, 'behind']);
    await expect(client).toReceiveNextMessage('before');
    await expect(client).toSendOnReceive({ go: 1 }, 'gone');
  });

  test('and where the reply is never made, that is said', async () => {
    const client = await connect(json('before', { go: 1 }), { name: 'ann' });
    const never = () => new Promise(() => {});
    const message = await failure(() => expect(client).toSendOnReceive({ go: 1 }, never, { timeout: 50 }));
    expect(message).toContain('Received: ann got #2, and its reply was not sent within 50 ms');
  });

  test('the connection is closed', async () => {
    const client = await connect(serverThat((socket) => socket.send('go', () => socket.close())));
    await expect(client).toClose();
    await fails(() => expect(client).toSendOnReceive('go', 'gone'));
    expect(client.unread).toEqual(['go']);
  });
});

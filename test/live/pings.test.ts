import { connect, connectAll, type WebSocketClient } from 'jest-websocket';
import type { WebSocket } from 'ws';
import { failure } from '../support/failure';
import { serverThat } from '../support/servers';

/** A server that pings when it is told to: `a b` by two pings. */
const pinger = (onPong: (data: string) => void = () => {}) =>
  serverThat((socket: WebSocket) => {
    socket.on('message', (data) => {
      for (const word of String(data).split(' ')) socket.ping(word);
    });
    socket.on('pong', (data) => onPong(String(data)));
  });

describe('toReceivePing', () => {
  test('takes the pings in their order, whether they came before or come later', async () => {
    const client = await connect(pinger());
    const later = expect(client).toReceivePing('late');
    client.send('one two three late');
    await later;
    await expect(client).not.toReceivePing();

    client.send('one two three');
    await client.ping();
    await expect(client).toReceivePing();
    await expect(client).toReceivePing(expect.stringMatching(/^th/));
    await expect(client).not.toReceivePing();
    client.send('bytes');
    await expect(client).toReceivePing(Buffer.from('bytes'));
  });

  test('each takes one of its own', async () => {
    const client = await connect(pinger());
    const both = Promise.all([expect(client).toReceivePing(), expect(client).toReceivePing()]);
    client.send('one two');
    await both;
    await expect(client).not.toReceivePing();
  });

  test('an assertion that fails takes none', async () => {
    const { rob, ann } = await connectAll(pinger(), { rob: {}, ann: {} });
    rob.send('x');
    await failure(() => expect([rob, ann]).toReceivePing({ timeout: 30 }));
    await expect(rob).toReceivePing('x');
  });

  test('messages are not concerned', async () => {
    const server = serverThat((socket) => {
      socket.send('hello');
      socket.ping('x');
    });
    const client = await connect(server);
    await expect(client).toReceivePing('x');
    await expect(client).toReceive('hello');
  });

  test('.not waits for what is on its way', async () => {
    const client = await connect(pinger());
    client.send('x');
    const { message } = await failure(() => expect(client).not.toReceivePing({ timeout: 0 }));
    expect(message).toBe(
      ['expect(client 1).not.toReceivePing()', '', 'Expected: no ping', "Received: client 1: a ping came with 'x'"].join('\n'),
    );
  });

  describe('ends before its test', () => {
    let client: WebSocketClient;
    beforeEach(async () => {
      client = await connect(pinger()); // not in the test, whose time is short
    });

    test('where the loop was blocked past both', async () => {
      const waiting = failure(() => expect(client).toReceivePing());
      for (const until = performance.now() + 700; performance.now() < until; );
      expect((await waiting).message).toContain('none came within');
    }, 523);
  });

  test('says what came instead', async () => {
    const { rob, ann } = await connectAll(pinger(), { rob: {}, ann: {} });
    rob.send('one two');
    await rob.ping();
    const { message, matcherResult } = await failure(() => expect([rob, ann]).toReceivePing('three', { timeout: 20 }));
    expect(message).toBe(
      [
        'expect([rob, ann]).toReceivePing(data)',
        '',
        'Expected: a ping with "three"',
        "Received: rob: none came within 20 ms. It got 2 other pings, the last with 'two'.",
        'Received: ann: none came within 20 ms',
      ].join('\n'),
    );
    expect(matcherResult).toMatchObject({ expected: 'three', actual: [['one', 'two'], []] });
  });

  test('fails at once where none can come any more, and says why none can', async () => {
    const { rob, ann } = await connectAll(pinger(), { rob: { network: true }, ann: {} });
    const waiting = failure(() => expect([rob, ann]).toReceivePing());
    ann.terminate();
    expect((await waiting).message).toContain('Received: ann: it was terminated');
    rob.network.blackhole();
    const { message } = await failure(() => expect(rob).toReceivePing({ timeout: 10 }));
    expect(message).toContain('Hint: Nothing can reach rob: its network is a black hole, since blackhole().');
  });

  test('refuses what is no data of a ping', async () => {
    const client = await connect(pinger());
    expect((await failure(() => expect(client).toReceivePing(5 as never))).message).toContain(
      'toReceivePing() takes the data of the ping first, as text or bytes, not 5.',
    );
  });
});

test('with autoPong: false, pings come and are not answered', async () => {
  const pongs: string[] = [];
  const server = pinger((data) => pongs.push(data));
  const { quiet, usual } = await connectAll(server, { quiet: { autoPong: false }, usual: {} });
  for (const [client, word] of [
    [quiet, 'quiet'],
    [usual, 'usual'],
  ] as const) {
    client.send(word);
    await expect(client).toReceivePing(word);
    await client.ping();
  }
  expect(pongs).toEqual(['usual']);
  expect(quiet.transcript.filter(({ kind }) => kind === 'pong')).toHaveLength(1); // of its own ping
});

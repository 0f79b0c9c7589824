import { connect } from 'jest-websocket';
import { failure } from '../support/failure';
import { echoServer, listen, rawServer, serverThat, serverThatSends } from '../support/servers';

const json = (...values: unknown[]) => serverThatSends(...values.map((value) => JSON.stringify(value)));

describe('request', () => {
  const rpc = () =>
    serverThat((socket) =>
      socket.on('message', (data) => {
        const { id } = JSON.parse(data.toString());
        for (let n = 0; n < 50; n++) socket.send(JSON.stringify({ event: n }));
        socket.send(JSON.stringify({ id, result: id * 2 }));
      }),
    );

  test('sends, and resolves to the reply; the events that come before it stay unread, in order', async () => {
    const client = await connect(rpc());
    const reply = await client.request({ id: 4 }, { id: 4 });
    expect(reply).toEqual({ id: 4, result: 8 });
    expect(client.unread).toEqual(Array.from({ length: 50 }, (_, event) => ({ event })));
    await expect(client).toReceiveNextMessage({ event: 0 });
    await expect(client).toReceiveMessages([{ event: 7 }, { event: 49 }]);
    expect(client).toHaveNoUnreadMessages();
  });

  test('takes the first unread message that matches: whether it came before the call decides nothing', async () => {
    const client = await connect(echoServer());
    client.send({ id: 1, first: true });
    await expect(client).toAnswerPing(); // the echo has come
    await expect(client.request({ id: 1 }, { id: 1 })).resolves.toEqual({ id: 1, first: true });
    await expect(client).toReceiveMessage({ id: 1 });
  });

  test('fails when the reply does not come, or the request cannot be sent', async () => {
    const client = await connect(rpc(), { name: 'rob' });
    const { message } = await failure(() => client.request({ id: 1 }, { id: 2 }, { timeout: 50 }));
    expect(message).toContain('rob.request(expected)');
    expect(message).toContain('The nearest is #51, differs in id');
    expect((await failure(() => client.request(1n, 1))).message).toContain('rob cannot send 1n');
  });
});

describe('respond', () => {
  const beating = () =>
    serverThat((socket) => {
      socket.send('{"type":"beat","n":0}');
      socket.on('message', (data) => {
        const { n } = JSON.parse(data.toString());
        socket.send(JSON.stringify(n < 3 ? { type: 'beat', n: n + 1 } : { type: 'enough' }));
      });
    });

  test('answers what matches, also what came before, and leaves it to nobody', async () => {
    const client = await connect(beating());
    client.respond({ type: 'beat' }, ({ n }) => ({ n }));
    await expect(client).toReceiveNextMessage({ type: 'enough' });
    expect(client).toHaveSentMessage({ n: expect.any(Number) }, { times: 4 });
    expect(client.messages).toHaveLength(5);
  });

  test('so many times, or until it is stopped', async () => {
    const client = await connect(beating());
    client.respond({ type: 'beat' }, ({ n }) => ({ n }), { times: 2 });
    await expect(client).toReceiveNextMessage({ type: 'beat', n: 2 });
    const stop = client.respond({ type: 'beat' }, ({ n }) => ({ n }));
    client.send({ n: 2 });
    await expect(client).toReceiveMessage({ type: 'enough' });
    stop();
    client.send({ n: 0 });
    await expect(client).toReceiveNextMessage({ type: 'beat', n: 1 });
  });

  test('refuses options and replies that are none', async () => {
    const client = await connect(echoServer());
    expect(() => client.respond('x', 'y', { times: -1 })).toThrow("The option 'times' of respond() must be a whole number");
  });
});

describe('ignore', () => {
  test('keeps noise in the transcript, and never unread', async () => {
    const client = await connect(json({ type: 'tick' }, { type: 'said' }, { type: 'tick' }, { type: 'said', n: 2 }));
    const stop = client.ignore({ type: 'tick' });
    await expect(client).toReceiveNextMessage({ type: 'said' });
    await expect(client).toReceiveNextMessage({ type: 'said', n: 2 });
    expect(client).toHaveNoUnreadMessages();
    expect(client).toHaveReceivedMessage({ type: 'tick' }, { times: 2 });
    stop();
  });
});

describe('drain', () => {
  test('takes and gives all that is unread', async () => {
    const client = await connect(json(1, 2, 3));
    await expect(client).toReceiveMessage(1);
    await expect(client).toAnswerPing();
    expect(client.drain()).toEqual([2, 3]);
    expect(client.drain()).toEqual([]);
    expect(client).toHaveNoUnreadMessages();
    const waiting = expect(client).toReceiveMessage(4, { timeout: 30 });
    expect(() => client.drain()).toThrow(
      /^drain\(\) was called while toReceiveMessage \(client\.test\.ts:\d+\) waits for messages\. Await it first\.$/,
    );
    await expect(waiting).rejects.toThrow();
    expect(client.drain()).toEqual([]);
  });
});

describe('ping', () => {
  test('resolves to the time of the round trip, or says why not', async () => {
    const client = await connect(echoServer(), { name: 'rob' });
    expect(await client.ping()).toBeGreaterThan(0);
    expect(await client.ping('mine')).toBeGreaterThan(0);
    await expect(client).toAnswerPing();
    const deaf = await connect(await listen(rawServer()), { name: 'ann' });
    expect((await failure(() => deaf.ping(undefined, { timeout: 30 }))).message).toMatch(
      /^ann got no pong: the server did not answer/,
    );
    await expect(deaf).not.toAnswerPing({ timeout: 30 });
    expect((await failure(() => expect(deaf).toAnswerPing({ timeout: 30 }))).message).toContain(
      'Received: ann: the server did not',
    );
    expect((await failure(() => expect(client).not.toAnswerPing())).message).toContain('Received: rob: a pong came');
  });
});

describe('sendRaw', () => {
  test('sends fragments, and text that is no JSON', async () => {
    const client = await connect(echoServer());
    client.sendRaw('{"a"', { fin: false });
    client.sendRaw(':1}');
    await expect(client).toReceiveMessage({ a: 1 });
    client.sendRaw(new Uint8Array([1, 2]));
    await expect(client).toReceiveMessage(Buffer.from([1, 2]));
    expect(() => client.sendRaw(5 as never)).toThrow('sendRaw() sends text or bytes, not 5.');
  });
});

test('a quiet window ends also when the server answers no pings', async () => {
  const client = await connect(await listen(rawServer()));
  await expect(client).not.toReceiveMessage(undefined, { timeout: 10 });
  expect(client.transcript.map(({ kind }) => kind)).toEqual(['open', 'ping']);
});

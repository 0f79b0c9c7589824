import { connect, type WebSocketClient } from 'jest-websocket';
import { failure } from '../support/failure';
import { serverThat } from '../support/servers';

/** Answers from the nth probe on, each with its number. */
const serverThatAnswersFrom = (first: number) =>
  serverThat((socket) => {
    let probes = 0;
    socket.send('{"type":"welcome"}');
    socket.on('message', (data) => {
      if (++probes >= first) socket.send(JSON.stringify({ answer: JSON.parse(String(data)).probe, n: probes }));
    });
  });

const probes = (client: WebSocketClient) =>
  client.transcript.filter(({ kind }) => kind === 'message').filter((entry) => 'direction' in entry && entry.direction === 'sent')
    .length;

describe('sendUntil', () => {
  test('sends again until the answer comes, and no more', async () => {
    const client = await connect(serverThatAnswersFrom(4));
    expect(await client.sendUntil({ probe: 'x' }, { answer: 'x' }, { every: 5 })).toEqual({ answer: 'x', n: 4 });
    const sent = probes(client);
    expect(sent).toBeGreaterThanOrEqual(4);
    await expect(client).not.toReceive('more', { timeout: 30 });
    expect(probes(client)).toBe(sent);
    expect(client.unread[0]).toEqual({ type: 'welcome' });
  });

  test('sends once where the answer comes at once', async () => {
    const client = await connect(serverThatAnswersFrom(1));
    await client.sendUntil({ probe: 'x' }, ({ n }) => n === 1, { every: 60_000 });
    expect(client).toHaveSentMessage({ probe: 'x' }, { times: 1 });
  });

  test.each([Number.POSITIVE_INFINITY, 2 ** 31])('every %p ms floods the server', async (every) => {
    const client = await connect(serverThatAnswersFrom(2), { name: 'rob' });
    const { message } = await failure(() => client.sendUntil({ probe: 'x' }, { answer: 'x' }, { every, timeout: 50 }));
    expect(message.split('\n')).toContain('Hint: sendUntil() sent it once.');
    expect(client).toHaveSentMessage({ probe: 'x' }, { times: 1 });
  });

  test('a snapshot holds the probe once, however often it was sent', async () => {
    const client = await connect(serverThatAnswersFrom(3));
    await client.sendUntil({ probe: 'x' }, { answer: 'x' }, { every: 5 });
    expect(client).toMatchTranscriptInlineSnapshot(`
      open
      → {"probe":"x"}
      ← {"answer":"x","n":3}
    `);
  });

  test('a failure says how often it was sent', async () => {
    const client = await connect(serverThatAnswersFrom(1000), { name: 'rob' });
    const { message, stack } = await failure(() => client.sendUntil({ probe: 'x' }, { answer: 'x' }, { every: 10, timeout: 45 }));
    expect(message).toMatch(
      /^rob\.sendUntil\(expected\)\n\nExpected: \{"answer": "x"\}\nReceived: rob got nothing that matches within 45 ms/,
    );
    const sent = probes(client);
    const often = sent === 1 ? 'once' : `${sent} times`;
    expect(message.split('\n')).toContain(`Hint: sendUntil() sent it ${often}, every 10 ms.`);
    expect(stack).toContain('send-until.test.ts');
    await expect(client).not.toReceive('more', { timeout: 30 });
    expect(probes(client)).toBe(sent);
  });

  test('ends at once with the connection, and with a message that cannot be sent', async () => {
    const client = await connect(serverThatAnswersFrom(1000));
    const waiting = failure(() => client.sendUntil({ probe: 'x' }, { answer: 'x' }));
    client.terminate();
    expect((await waiting).message).toContain('nothing more can reach client 1: it was terminated');
    const other = await connect(serverThatAnswersFrom(1000));
    expect((await failure(() => other.sendUntil(new Map(), 'x'))).message).toContain('a Map: JSON makes {} of it');
  });

  test('mistakes get a sentence', async () => {
    const client = await connect(serverThatAnswersFrom(1));
    const said = async (...args: unknown[]) => (await failure(() => client.sendUntil(...(args as [1, 2])))).message;
    expect(await said('x')).toBe('sendUntil() takes the expected answer after the message: sendUntil(message, expected).');
    expect(await said('x', 'y', { every: 0 })).toBe(
      "The option 'every' of sendUntil() must be a number of milliseconds, 1 or more, not 0.",
    );
    expect(await said('x', 'y', { evry: 5 })).toBe("sendUntil() has no option 'evry'. Did you mean 'every'?");
    expect(client).not.toHaveSentMessage();
  });
});

describe('toReceiveMessage with times', () => {
  const server = () =>
    serverThat((socket) => {
      for (const text of ['tick', 'a', 'tick', 'b', 'tick']) socket.send(text);
    });

  test('waits for so many, each a message of its own', async () => {
    const client = await connect(server());
    await expect(client).toReceiveMessage('tick', { times: 2 });
    expect(client).toHaveReceivedMessage('a');
    await expect(client).toReceiveNextMessage('b');
    await expect(client).not.toReceiveMessage('tick', { times: 2 });
    await expect(client).toReceive('tick', { times: 1 });
    expect((await failure(() => expect(client).not.toReceive('x', { times: 0 }))).message).toContain(
      "The option 'times' of toReceive must be a whole number, 1 or more, not 0.",
    );
  });

  test('says how many came', async () => {
    const client = await connect(server(), { name: 'rob' });
    await client.ping();
    const { message } = await failure(() => expect(client).toReceiveMessage('tick', { times: 4, timeout: 10 }));
    expect(message).toContain('Expected: 4 times "tick"\nReceived: rob got only 3 of them within 10 ms');
    const negated = await failure(() => expect(client).not.toReceiveMessage('tick', { times: 3 }));
    expect(negated.message).toContain('Expected: not 3 times "tick"\nReceived: rob got #5 "tick"');
  });
});

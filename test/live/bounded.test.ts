import { configure, connect } from 'jest-websocket';
import { failure } from '../support/failure';
import { serverThat } from '../support/servers';

const LIMIT = 20_000;
const MANY = 3000;
const tick = { type: 'tick' };

/** A server that greets, says much when it is asked, and closes. */
const talkative = (say: (socket: { send(data: string): void; ping(): void }) => void) =>
  serverThat((socket) => {
    socket.send('"welcome"');
    socket.once('message', () => {
      say(socket);
      socket.close(1000);
    });
  });

const ticks = talkative((socket) => {
  for (let n = 0; n < MANY; n++) socket.send(JSON.stringify(tick));
});

/** A codec by which a frame carries a message in each of its lines. */
const lines = {
  name: 'lines',
  open: () => ({
    decode: (payload: string | Buffer) =>
      payload
        .toString()
        .split('\n')
        .map((line): unknown => JSON.parse(line)),
    encode: (message: unknown) => JSON.stringify(message),
  }),
};

beforeEach(() => configure({ limits: { transcript: LIMIT, unread: LIMIT } }));

describe('behind one unread message, what is over leaves the log', () => {
  test('what is ignored', async () => {
    const client = await connect(ticks);
    client.ignore(tick);
    client.send('go');
    await expect(client).toClose(1000);
    expect(client.unread).toEqual(['welcome']);
    expect(client.transcript.length).toBeLessThan(LIMIT / 100);
  });

  test('what respond() answers, which its status says', async () => {
    const client = await connect(ticks);
    client.respond(tick, 'tock');
    client.send('go');
    await expect(client).toClose(1000);
    expect(client.unread).toEqual(['welcome']);
    expect(client.transcript.length).toBeLessThan(LIMIT / 100);
    expect(client.transcript).toContainEqual(expect.objectContaining({ value: tick, status: 'answered' }));
  });

  test('pings, and before them no message', async () => {
    const client = await connect(
      talkative((socket) => {
        for (let n = 0; n < MANY; n++) socket.ping();
      }),
      { name: 'rob' },
    );
    client.send('go');
    await expect(client).toClose(1000);
    expect(client.transcript.length).toBeLessThan(LIMIT / 100);
    await expect(client).toReceiveMessage('welcome');
    expect(client).toHaveSentMessage('go', { times: 1 });
    // a snapshot without them is whole, one with them is not
    expect(client).toMatchTranscriptInlineSnapshot(`
      open
      → text "go"
      ← "welcome"
      ← close 1000
    `);
    const { message } = await failure(() => expect(client).toMatchTranscriptSnapshot({ heartbeats: true }));
    expect(message).toMatch(/events of rob left the transcript/);
  });

  test('frames of many messages, each weighed once', async () => {
    const batch = Array.from({ length: 50 }, () => JSON.stringify({ ...tick, padding: 'x'.repeat(100) })).join('\n');
    const server = talkative((socket) => {
      for (let n = 0; n < 2; n++) socket.send(batch);
    });
    // what decoding makes of so small objects takes more than their text
    configure({ limits: { unread: 6 * batch.length + 15_000 } });
    const client = await connect(server, { codec: lines });
    client.send('go');
    await expect(client).toClose(1000);
    expect(client.unread).toHaveLength(101);
    client.ignore(tick);
    expect(client.unread).toEqual(['welcome']);
    expect(client.transcript.length).toBeLessThan(100);
  });
});

test('what decoding would make too much of is not decoded, and says so', async () => {
  const client = await connect(talkative((socket) => socket.send(`[${'[],'.repeat(2000)}[]]`)));
  client.send('go');
  const error = await failure(() => expect(client).toReceiveMessage('never'));
  expect(error.message).toMatch(/a message of 6004 characters would take about \d+ bytes, .*\(limits.unread: 20000\)/);
});

test('what is ignored later makes room for what comes', async () => {
  const server = serverThat((socket) => {
    socket.on('message', () => {
      for (let n = 0; n < 100; n++) socket.send(JSON.stringify(tick));
    });
  });
  const client = await connect(server);
  for (let n = 0; n < 5; n++) {
    client.send('go');
    await client.ping();
    expect(client.unread).toHaveLength(100);
    client.ignore(tick)();
  }
  expect(client.state).toBe('open');
});

test('what depends on messages that have left behind an unread one cannot be said', async () => {
  const client = await connect(ticks);
  client.ignore(tick);
  client.send('go');
  await expect(client).toClose(1000);
  for (const assertion of [
    () => expect(client).not.toHaveReceivedMessage({ type: 'tock' }),
    () => expect(client).toHaveReceivedMessage('welcome', { times: 1 }),
  ]) {
    const { message } = await failure(assertion);
    expect(message).toMatch(/earlier messages left the transcript \(limits.transcript\), so this cannot be decided/);
  }
  expect(client).toHaveReceivedMessage('welcome');
});

test('a line that never ends, whose codec waits for it, ends the client past limits.unread', async () => {
  const endless = serverThat((socket) => {
    for (let n = 0; n < 40; n++) socket.send('x'.repeat(LIMIT / 10));
  });
  const waiting = { open: () => ({ decode: (): string[] => [], encode: String }) };
  const client = await connect(endless, { codec: waiting });
  const { message } = await failure(() => client.receive('y'));
  expect(message).toContain(`10 payloads with more than ${LIMIT} bytes came that complete no message (limits.unread: ${LIMIT})`);
});

test('.not fails where the client has given up the connection, and so may not have read what must not come', async () => {
  const flooding = serverThat((socket) => {
    for (let n = 0; n < 100; n++) socket.send('x'.repeat(1000));
    socket.send('forbidden');
  });
  const connections: [string, { maxPayload?: number }][] = [
    ['(limits.unread)', {}],
    ['Max payload size exceeded', { maxPayload: 999 }],
  ];
  for (const [why, options] of connections) {
    const client = await connect(flooding, options);
    for (const wait of [
      () => expect(client).not.toReceiveMessage('forbidden'),
      () => expect(client).not.toReceiveMessages(['forbidden']),
    ]) {
      const { message } = await failure(wait);
      expect(message).toMatch(/Received: nothing more can reach client \d: its connection broke: /);
      expect(message).toContain(why);
    }
  }
});

test('.not passes where the server has ended the connection, also without a close frame', async () => {
  for (const end of ['close', 'terminate'] as const) {
    const leaving = serverThat((socket) => {
      socket.send('bye');
      socket.once('message', () => socket[end]());
    });
    const client = await connect(leaving);
    await client.receive('bye');
    client.send('go');
    await expect(client).not.toReceiveMessage('forbidden');
    await expect(client).toClose();
    await expect(client).not.toReceiveMessage('forbidden');
  }
});

import { connect, scenario, type WebSocketClient } from 'jest-websocket';
import type { WebSocket } from 'ws';
import { listen, serverThat } from '../support/servers';

/** So often each is tried: what depends on a moment differs in a third of the runs or more. */
const TIMES = 60;

/** Some rounds of the event loop, each time another number of them. */
async function moment(): Promise<void> {
  for (let rounds = Math.floor(Math.random() * 4); rounds > 0; rounds--) await new Promise(setImmediate);
}

/** A server that says these one after the other, at any moments, and then does something. */
const saying = (messages: readonly unknown[], then: (socket: WebSocket) => void = () => {}) =>
  serverThat(async (socket) => {
    for (const message of messages) {
      socket.send(JSON.stringify(message));
      await moment();
    }
    then(socket);
  });

/** The outcomes of so many clients, each of them once. */
async function outcomes(url: string, act: (client: WebSocketClient) => Promise<unknown>): Promise<string[]> {
  const seen = new Set<string>();
  for (let run = 0; run < TIMES; run++) {
    const client = await connect(url);
    const outcome = await act(client).catch((error: Error) => `fails: ${error.message}`);
    seen.add(JSON.stringify(outcome));
    await client.close();
  }
  return [...seen];
}

const closing = (socket: WebSocket) => socket.close(4000);

describe('request() gives the same reply, however the moments fall', () => {
  test('with a message that looks like the reply just before the call', async () => {
    const server = serverThat((socket) => {
      let before = Promise.resolve(); // the order is always 1, 2, 3
      const say = (seq: number) => {
        before = before.then(() => socket.send(JSON.stringify({ ok: true, seq }))).then(moment);
      };
      socket.on('message', (data) => {
        for (const seq of data.toString().includes('first') ? [1, 2] : [3]) say(seq);
      });
    });
    const replies = async (client: WebSocketClient) => {
      const first = await client.request({ op: 'first' }, { ok: true });
      await moment();
      const second = await client.request({ op: 'second' }, { ok: true });
      return [first.seq, second.seq];
    };
    expect(await outcomes(await listen(server), replies)).toEqual(['[1,2]']);
  });

  test('and the events before it stay unread', async () => {
    const server = serverThat((socket) => {
      let before = Promise.resolve();
      const say = (message: unknown) => {
        before = before.then(() => socket.send(JSON.stringify(message))).then(moment);
      };
      for (const event of [1, 2]) say({ event });
      socket.on('message', () => [{ event: 3 }, { reply: true }, { event: 4 }].forEach(say));
    });
    const order = async (client: WebSocketClient) => {
      await client.receive({ event: 1 });
      await client.request('?', { reply: true });
      return [await client.receive(), await client.receive(), await client.receive()];
    };
    expect(await outcomes(await listen(server), order)).toEqual(['[{"event":2},{"event":3},{"event":4}]']);
  });
});

describe('a message with a close frame just behind it is answered, however they come', () => {
  const trigger = { a: 1 };
  const answer = { b: 1 };
  const passes: [name: string, act: (client: WebSocketClient) => Promise<unknown>][] = [
    ['toSendOnReceive, a value', (client) => expect(client).toSendOnReceive(trigger, answer)],
    ['toSendOnReceive, a function', (client) => expect(client).toSendOnReceive(trigger, () => answer)],
    [
      'respond',
      async (client) => {
        client.respond(trigger, answer);
        await expect(client).toClose(4000);
        expect(client).toHaveSentMessage(answer);
      },
    ],
    [
      'receive, then send',
      async (client) => {
        await client.receive(trigger);
        client.send(answer);
        expect(client).toHaveSentMessage(answer);
      },
    ],
    [
      'toReceiveMessage, then request',
      async (client) => {
        await expect(client).toReceiveMessage(trigger);
        await expect(client.request(answer, 'never')).rejects.toThrow('4000');
        expect(client).toHaveSentMessage(answer);
      },
    ],
  ];

  test.each(passes)('%s', async (_, act) => {
    const heard: string[] = [];
    const server = serverThat(async (socket) => {
      socket.on('message', (data) => heard.push(data.toString()));
      socket.send(JSON.stringify(trigger));
      await moment();
      closing(socket);
    });
    const done = async (client: WebSocketClient) => {
      await act(client);
      await expect(client).toClose(4000);
      return 'passes';
    };
    expect(await outcomes(await listen(server), done)).toEqual(['"passes"']);
    expect(heard).toEqual(Array.from({ length: TIMES }, () => JSON.stringify(answer)));
  });

  test('the reply of a scenario', async () => {
    const url = await listen(saying([trigger], closing));
    const run = () => scenario('s').connect(url).expect(trigger).reply(answer).run();
    for (let times = 0; times < TIMES; times++) expect((await run()).sent).toEqual([answer]);
  });

  test('also before a frame that breaks the protocol', async () => {
    const breaking = saying([trigger], (socket) => {
      (socket as unknown as { _socket: { write(data: Buffer): void } })._socket.write(Buffer.from([0xf1, 0]));
    });
    const act = async (client: WebSocketClient) => {
      await expect(client).toSendOnReceive(trigger, answer);
      return 'passes';
    };
    expect(await outcomes(await listen(breaking), act)).toEqual(['"passes"']);
  });
});

describe('a snapshot is the same, however the moments fall', () => {
  test.each([
    ['answers', (client: WebSocketClient) => client.respond({ beat: 1 }, { alive: 1 })],
    ['ignores', (client: WebSocketClient) => client.ignore({ beat: 1 })],
  ])('where a standing rule %s what comes behind what was read', async (_, rule) => {
    const url = await listen(saying([{ read: 1 }, { beat: 1 }]));
    for (let times = 0; times < TIMES; times++) {
      const client = await connect(url);
      rule(client);
      await expect(client).toReceiveMessage({ read: 1 });
      await moment();
      expect(client).toMatchTranscriptInlineSnapshot(`
open
← {"read":1}
`);
      client.terminate();
    }
  });

  test('where a reply was read before the events that came before it', async () => {
    const server = serverThat((socket) => {
      socket.on('message', async () => {
        for (const message of [{ event: 1 }, { reply: true }, { event: 2 }]) {
          socket.send(JSON.stringify(message));
          await moment();
        }
      });
    });
    const url = await listen(server);
    for (let times = 0; times < TIMES; times++) {
      const client = await connect(url);
      await client.request('?', { reply: true });
      await moment();
      client.send('!');
      expect(client).toMatchTranscriptInlineSnapshot(`
open
→ text "?"
← {"reply":true}
→ text "!"
`);
      client.terminate();
    }
  });

  test('where a codec acknowledges messages, and answers heartbeats that are none', async () => {
    const codec = {
      open: ({ send }: { send(payload: string): void }) => ({
        decode: (payload: unknown) => {
          send(`ack ${payload}`);
          return String(payload).startsWith('{"beat"') ? [] : [JSON.parse(String(payload))];
        },
        encode: String,
      }),
    };
    const url = await listen(saying([{ a: 1 }, { beat: 1 }, { b: 1 }, { beat: 2 }]));
    for (let times = 0; times < TIMES; times++) {
      const client = await connect(url, { codec });
      await expect(client).toReceiveMessage({ b: 1 });
      await moment();
      expect(client).toMatchTranscriptInlineSnapshot(
        { protocol: true },
        `
open
→ protocol text "ack {\\"a\\":1}"
← {"a":1}
→ protocol text "ack {\\"beat\\":1}"
→ protocol text "ack {\\"b\\":1}"
← {"b":1}
`,
      );
      client.terminate();
    }
  });
});

import {
  type Codec,
  type CodecConnection,
  type CodecHandshake,
  type ConnectOptions,
  connect,
  connectAll,
  scenario,
  type Target,
  useClients,
} from 'jest-websocket';
import { WebSocketServer } from 'ws';
import { failure } from '../support/failure';
import { listen, serverThat, serverThatSends } from '../support/servers';

/** A protocol in lines of JSON: `hello` is answered with `welcome` or `refused`, `ping` with `pong`; the rest are messages. */
const greeting: Codec = {
  name: 'greeting',
  closeCodes: { 4401: 'Unauthorized', 4408: 'Too late' },
  open: ({ send, traffic, handshake, end }) => {
    const { done, fail } = handshake();
    send('{"op":"hello"}', { op: 'hello' });
    return {
      decode: (payload) => {
        const message = JSON.parse(String(payload));
        if (!['welcome', 'refused', 'ping', 'bye'].includes(message.op)) return [message];
        traffic(message);
        if (message.op === 'welcome') done();
        if (message.op === 'refused') fail(message.why, { code: message.code, data: message.data });
        if (message.op === 'ping') send('{"op":"pong"}', { op: 'pong' });
        if (message.op === 'bye') end(message.why);
        return [];
      },
      encode: (message) => JSON.stringify(message),
    };
  },
};

/** Answers a hello with these, in one turn. */
const serverThatAnswers = (...answers: object[]) =>
  serverThat((socket) => {
    socket.on('message', (data) => {
      if (String(data).includes('hello')) for (const answer of answers) socket.send(JSON.stringify(answer));
    });
  });

/** A codec of which nothing matters but what it does when it is opened. */
const opening = (open: (connection: CodecConnection) => unknown, more: Partial<Codec> = {}): Codec => ({
  name: 'odd',
  open: (connection) => {
    open(connection);
    return { decode: (payload) => [String(payload)], encode: String };
  },
  ...more,
});

describe("the opening handshake of a codec's protocol", () => {
  test('connect() resolves when it is done, and what comes before or right behind it is kept', async () => {
    const server = serverThatAnswers({ early: 1 }, { op: 'welcome' }, { late: 1 });
    const client = await connect(server, { codec: greeting });
    expect(client.state).toBe('open');
    await expect(client).toReceiveMessages([{ early: 1 }, { late: 1 }], { order: 'exact' });
    client.send({ hi: 1 });
    expect(client).toHaveSentMessage({ hi: 1 });
  });

  test('connect() rejects with what the server has said, and the connection is closed', async () => {
    const closes: number[] = [];
    const server = serverThat((socket) => {
      socket.on('close', (code) => closes.push(code));
      socket.send(JSON.stringify({ op: 'refused', why: 'no such room', code: 17, data: { room: 'x' } }));
    });
    const url = await listen(server);
    const error = await failure(() => connect(url, { codec: greeting, name: 'rob' }));
    expect(error.message).toBe(`rob could not connect: ${url}/ refused the handshake of the codec 'greeting': no such room`);
    expect(error).toMatchObject({ code: 17, data: { room: 'x' } });
    while (closes.length === 0) await new Promise(setImmediate);
    expect(closes).toEqual([1000]);
  });

  test('what the server has said is masked and escaped', async () => {
    const server = serverThatAnswers({ op: 'refused', why: 'bad token abc.def-123\u202e', data: 1 });
    const { message, stack } = await failure(() => connect(server, { codec: greeting }));
    expect(message).toContain("refused the handshake of the codec 'greeting': bad token ");
    expect(message).not.toContain('abc.def');
    expect(message).not.toContain('\u202e');
    expect(stack).toContain('protocol.test.ts');
  });

  test.each<[string, string, string]>([
    ['a code that it knows, and a reason', 'no token', "the server closed it with 4401 'no token' (Unauthorized)"],
    ['a code that it knows', '', 'the server closed it with 4401 (Unauthorized)'],
    ['a reason that says the same', 'Unauthorized', "the server closed it with 4401 'Unauthorized'"],
  ])('a close before it is done rejects, with %s', async (_, reason, words) => {
    const server = serverThat((socket) => socket.close(4401, reason));
    const error = await failure(() => connect(server, { codec: greeting }));
    expect(error.message).toMatch(/^ws:\S+ did not complete the handshake of the codec 'greeting': /);
    expect(error.message.endsWith(words)).toBe(true);
    expect(error).toMatchObject({ code: 4401, reason });
  });

  test('a cut before it is done rejects', async () => {
    const server = serverThat((socket) => socket.terminate());
    const error = await failure(() => connect(server, { codec: greeting }));
    expect(error.message).toContain("the handshake of the codec 'greeting': its connection was cut without a close frame");
  });

  test('the timeout says that it was not done', async () => {
    const silent = await failure(() =>
      connect(
        serverThat(() => {}),
        { codec: greeting, timeout: 50 },
      ),
    );
    expect(silent.message).toMatch(
      /^ws:\S+ accepted the WebSocket, but the handshake of the codec 'greeting' was not done within 50 ms: the server has sent nothing\.$/,
    );
    expect(silent).toMatchObject({ code: 'ETIMEDOUT' });
    const chatty = await failure(() => connect(serverThatSends('{"a":1}'), { codec: greeting, timeout: 50 }));
    expect(chatty.message).toMatch(/was not done within 50 ms: the server has sent '\{"a":1\}'\.$/);
  });

  test('the timeout says what has come meanwhile, also what is no whole message, and no secret', async () => {
    const codec = opening(({ handshake }) => {
      handshake();
    });
    const server = serverThatSends('password: hunter22', Buffer.from([1, 2]), 'c', 'd', 'e');
    const { message } = await failure(() => connect(server, { codec, timeout: 50 }));
    expect(message).toMatch(/within 50 ms: the server has sent 'password: \*\*\*', 2 bytes 0102, 'c' and 2 more\.$/);
    const half: Codec = {
      open: ({ handshake }) => {
        handshake();
        return { decode: () => [], encode: String };
      },
    };
    const waiting = await failure(() => connect(serverThatSends('half'), { codec: half, timeout: 50 }));
    expect(waiting.message).toMatch(/within 50 ms: the server has sent 'half'\.$/);
  });

  test('done() twice, and fail() behind it, are harmless', async () => {
    const codec = opening(({ handshake }) => {
      const { done, fail } = handshake();
      done();
      done();
      fail('too late');
      handshake().fail('too late');
    });
    const client = await connect(serverThatSends('hello'), { codec });
    await expect(client).toReceiveMessage('hello');
  });

  test('fail() whose reason is not text, or whose properties are those of any error', async () => {
    const codec = opening(({ handshake }) =>
      handshake().fail({ odd: 1 } as never, { message: 'x', stack: 'y', name: 'Z', at: 5 }),
    );
    const error = await failure(() => connect(serverThatSends(), { codec }));
    expect(error.message).toContain(`refused the handshake of the codec 'odd': {"odd":1}`);
    expect(error.stack).toContain('protocol.test.ts');
    expect(error).toMatchObject({ name: 'Error', at: 5 });
  });

  test('handshake() is refused when open() has returned', async () => {
    let begin: () => CodecHandshake = () => ({}) as CodecHandshake;
    const codec = opening(({ handshake }) => {
      begin = handshake;
    });
    await connect(serverThatSends(), { codec });
    expect(() => begin()).toThrow('handshake() is to be called by open(), before that returns');
  });

  test('it is opened anew by reconnect(), connectAll(), useClients() and scenarios', async () => {
    const url = await listen(serverThatAnswers({ op: 'welcome' }, { hi: 1 }));
    const client = await connect(url, { codec: greeting });
    const { rob } = await connectAll(url, { rob: { codec: greeting } });
    await expect([client, await client.reconnect(), rob]).toReceiveMessage({ hi: 1 });
    await scenario('ann').connect(url, { codec: greeting }).expect({ hi: 1 }).run();
  });

  describe('with useClients()', () => {
    const users = useClients(() => listen(serverThatAnswers({ op: 'welcome' }, { hi: 1 })), { rob: { codec: greeting } });
    test('too', () => expect(users.rob).toReceiveMessage({ hi: 1 }));
  });
});

describe("a protocol's own traffic", () => {
  test('is recorded, and is neither a message nor unread', async () => {
    const server = serverThatAnswers({ op: 'welcome' }, { op: 'ping' }, { a: 1 });
    const client = await connect(server, { codec: greeting });
    await expect(client).toReceiveNextMessage({ a: 1 });
    expect(client).toHaveNoUnreadMessages();
    expect(client).not.toHaveSentMessage();
    expect(client.messages).toEqual([{ a: 1 }]);
    const traffic = client.transcript.flatMap((entry) => (entry.kind === 'protocol' ? [entry] : []));
    expect(traffic).toEqual([
      { kind: 'protocol', direction: 'sent', at: expect.any(Number), payload: '{"op":"hello"}', value: { op: 'hello' } },
      { kind: 'protocol', direction: 'received', at: expect.any(Number), payload: '{"op":"welcome"}', value: { op: 'welcome' } },
      { kind: 'protocol', direction: 'received', at: expect.any(Number), payload: '{"op":"ping"}', value: { op: 'ping' } },
      { kind: 'protocol', direction: 'sent', at: expect.any(Number), payload: '{"op":"pong"}', value: { op: 'pong' } },
    ]);
  });

  test('is in a snapshot that asks for it, behind what had been received by then', async () => {
    const server = serverThatAnswers({ op: 'welcome' }, { a: 1 }, { op: 'ping' }, { b: 1 }, { op: 'ping' });
    const client = await connect(server, { codec: greeting });
    client.send({ hi: 1 });
    await expect(client).toReceiveMessage({ b: 1 });
    expect(client).toMatchTranscriptInlineSnapshot(`
open
→ {"hi":1}
← {"a":1}
← {"b":1}
`);
    expect(client).toMatchTranscriptInlineSnapshot(
      { protocol: true },
      `
open
→ protocol {"op":"hello"}
← protocol {"op":"welcome"}
→ {"hi":1}
← {"a":1}
← protocol {"op":"ping"}
→ protocol {"op":"pong"}
← {"b":1}
`,
    );
  });

  test('is no part of a message: what completes none, and is none, is incomplete', async () => {
    const codec: Codec = {
      open: ({ traffic }) => ({
        decode: (payload) => {
          if (String(payload) === 'beat') traffic();
          return [];
        },
        encode: String,
      }),
    };
    const client = await connect(serverThatSends('half', 'beat'), { codec });
    await client.ping();
    const whole = await failure(() => expect(client).toReceiveMessage('x', { timeout: 1 }));
    expect(whole.message).not.toContain('arrived that are not a whole message');
    const other = await connect(serverThatSends('beat', 'half'), { codec });
    await other.ping();
    const half = await failure(() => expect(other).toReceiveMessage('x', { timeout: 1 }));
    expect(half.message).toContain("4 bytes arrived that are not a whole message yet, according to the codec 'custom'");
  });

  test('traffic() outside of decode() throws', async () => {
    let traffic: CodecConnection['traffic'] = () => {};
    await connect(serverThatSends(), {
      codec: opening((connection) => {
        traffic = connection.traffic;
      }),
    });
    expect(() => traffic()).toThrow('traffic() is to be called by decode(), about the payload that it was given');
  });

  test('a message that the codec sends is recorded as one', async () => {
    let sendMessage: (message: unknown) => void = () => {};
    const codec = opening((connection) => {
      sendMessage = connection.sendMessage;
    });
    const client = await connect(serverThatSends(), { codec, name: 'rob' });
    sendMessage('hi');
    expect(client).toHaveSentMessage('hi');
    await client.close();
    expect(() => sendMessage('hi')).toThrow('rob cannot send: it was closed with 1000');
  });
});

describe('every()', () => {
  /** A codec that beats every 5 ms. */
  const beating = (beat: (connection: CodecConnection) => void) =>
    opening((connection) => connection.every(5, () => beat(connection)));

  test('calls back until the connection ends, in real time', async () => {
    jest.useFakeTimers();
    const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
    server.on('connection', (socket) => {
      let beats = 0;
      socket.on('message', () => {
        if (++beats === 3) socket.send('three');
      });
    });
    let calls = 0;
    const beat = ({ send }: CodecConnection) => {
      calls++;
      send('beat');
    };
    const client = await connect(server, { codec: beating(beat) });
    await expect(client).toReceiveMessage('three');
    jest.useRealTimers();
    await client.close();
    const before = calls;
    const later = await connect(server, { codec: beating(({ send }) => send('beat')) });
    await expect(later).toReceiveMessage('three'); // a timer that goes on would have fired before it
    expect(calls).toBe(before);
    server.close();
  });

  test('ends the connection with a sentence where the codec throws', async () => {
    const codec = beating(() => {
      throw new Error('no beat');
    });
    const client = await connect(serverThatSends(), { codec, name: 'rob' });
    const { message } = await failure(() => expect(client).toReceiveMessage('x'));
    expect(message).toContain('nothing more can reach rob: its connection broke: every() of the codec threw: no beat');
  });

  test.each<[string, unknown, unknown, string]>([
    [
      'no number',
      '5',
      () => {},
      "every() of the codec was given the text '5'. It takes an interval in ms, above 0, and a function",
    ],
    ['no time', 0, () => {}, 'every() of the codec was given 0.'],
    ['nothing to call', 5, undefined, 'every() of the codec was given undefined to call.'],
  ])('refuses %s', async (_, interval, callback, sentence) => {
    const codec = opening(({ every }) => every(interval as number, callback as () => void));
    const error = await failure(() => connect(serverThatSends(), { codec }));
    expect(error.message).toContain(sentence);
    expect(error.stack).toContain('protocol.test.ts');
  });
});

describe('end()', () => {
  test('ends all waits with its reason, and the client closes', async () => {
    const closes: number[] = [];
    const server = serverThat((socket) => {
      socket.on('close', (code) => closes.push(code));
      socket.on('message', () => {
        for (const message of [{ op: 'welcome' }, { a: 1 }, { op: 'bye', why: 'the room is closed' }]) {
          socket.send(JSON.stringify(message));
        }
      });
    });
    const client = await connect(server, { codec: greeting, name: 'rob' });
    await client.receive({ a: 1 });
    client.send({ last: 'words' }); // it runs before the end is told
    const { message } = await failure(() => expect(client).toReceiveMessage({ b: 1 }));
    expect(message).toContain("nothing more can reach rob: the server ended it: 'the room is closed'");
    await expect(client).toClose();
    await expect(client).toClose(1000, 'the room is closed');
    expect(client).toBeClosed();
    expect(client).toHaveSentMessage({ last: 'words' });
    while (closes.length === 0) await new Promise(setImmediate);
    expect(closes).toEqual([1000]);
  });
});

describe('what a codec offers by itself', () => {
  /** Sends where it was asked. */
  const server = () => serverThat((socket, { url }) => socket.send(`${socket.protocol} ${url}`));
  const offering = opening(() => {}, { protocols: ['v1', 'v2'], path: '/socket.io/', query: { EIO: 4, transport: 'websocket' } });

  test('the subprotocols, where the client names none', async () => {
    const url = await listen(server());
    expect((await connect(`${url}/x`, { codec: offering })).handshake.protocol).toBe('v2');
    expect((await connect(`${url}/x`, { codec: offering, protocols: 'mine' })).handshake.protocol).toBe('mine');
  });

  test('the path, where neither the target nor the client has one', async () => {
    const target = server();
    const url = await listen(target);
    const asked = async (to: Target, options: ConnectOptions) =>
      (await (await connect(to, options)).receive()).split(' ')[1].split('?')[0];
    const codec = offering;
    expect(await asked(target, { codec })).toBe('/socket.io/');
    expect(await asked(url, { codec })).toBe('/socket.io/');
    expect(await asked(`${url}/`, { codec })).toBe('/socket.io/');
    expect(await asked(`${url}/own`, { codec })).toBe('/own');
    expect(await asked(target, { codec, path: '/chat' })).toBe('/chat');
    expect(await asked(url, { codec, path: '/' })).toBe('/');
    const ownPath = new WebSocketServer({ port: 0, host: '127.0.0.1', path: '/own' });
    ownPath.on('connection', (socket) => socket.send('x /own'));
    expect(await asked(ownPath, { codec })).toBe('/own');
    ownPath.close();
  });

  test("the query, where the client's and the URL's own win", async () => {
    const url = await listen(server());
    const asked = async (to: Target, options: ConnectOptions) => (await (await connect(to, options)).receive()).split('?')[1];
    expect(await asked(`${url}/`, { codec: offering })).toBe('EIO=4&transport=websocket');
    expect(await asked(`${url}/`, { codec: offering, query: { EIO: 3, a: 1, transport: undefined } })).toBe('EIO=3&a=1');
    expect(await asked(`${url}/?EIO=2`, { codec: offering })).toBe('EIO=2&transport=websocket');
  });

  test.each<[keyof Codec, unknown, string]>([
    ['protocols', 5, 'The protocols of the codec must be a string or an array of strings, not 5.'],
    ['path', 'ws://x', "The path of the codec must be a path such as '/chat', not 'ws://x'."],
    ['query', 'a=1', "The query of the codec must be an object of strings, numbers, booleans, or arrays of them, not 'a=1'."],
    ['closeCodes', { 12: 'x' }, 'The closeCodes of the codec must be an object of codes and words'],
    ['closeCodes', { 4000: 5 }, 'The closeCodes of the codec must be an object of codes and words'],
    ['volatile', 'at', "The volatile of the codec must be an array of paths, not 'at'."],
    ['show', 'x', "The show of the codec must be a function, not 'x'."],
  ])('a wrong %s fails at the line of connect()', async (name, value, sentence) => {
    const error = await failure(() => connect(server(), { codec: opening(() => {}, { [name]: value }) }));
    expect(error.message).toContain(sentence);
    expect(error.stack).toContain('protocol.test.ts');
  });
});

test.each([
  ['request', 5, 'The request that open() returned must be a function, not 5'],
  ['close', {}, 'The close that open() returned must be a function, not an object'],
  ['sentValue', 'x', "The sentValue that open() returned must be a function, not the text 'x'"],
])('a session whose %s is not a function is refused', async (name, value, sentence) => {
  const codec = { open: () => ({ decode: () => [], encode: String, [name]: value }) } as unknown as Codec;
  const error = await failure(() => connect(serverThatSends(), { codec }));
  expect(error.message).toContain(sentence);
});

describe('close()', () => {
  const leaving = (close: () => void): Codec => ({
    name: 'leaving',
    open: () => ({ decode: (payload) => [String(payload)], encode: String, close }),
  });

  test('says goodbye before the close frame, also at the end of a test', async () => {
    const codec: Codec = {
      open: ({ send }) => ({ decode: (payload) => [String(payload)], encode: String, close: () => send('bye') }),
    };
    const heard: string[] = [];
    const server = serverThat((socket) => {
      socket.on('message', (data) => heard.push(String(data)));
      socket.on('close', (code) => heard.push(String(code)));
    });
    const client = await connect(server, { codec });
    await client.close();
    expect(heard.slice(0, 1)).toEqual(['bye']);
    expect(client.transcript.map(({ kind }) => kind)).toEqual(['open', 'protocol', 'close', 'close']);
  });

  test('that throws does no harm, and is told', async () => {
    const client = await connect(serverThatSends(), {
      codec: leaving(() => {
        throw new Error('no words');
      }),
    });
    await client.close();
    expect(client.transcript.filter(({ kind }) => kind === 'error')).toMatchObject([
      { message: "close() of the codec 'leaving' threw: no words" },
    ]);
    await expect(client).toClose(1000);
  });

  test('that returns a promise which rejects does no harm', async () => {
    const client = await connect(serverThatSends(), { codec: leaving(() => Promise.reject(new Error('later')) as never) });
    await client.close();
  });
});

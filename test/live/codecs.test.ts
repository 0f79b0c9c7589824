import { type Codec, connect, undecodable } from 'jest-websocket';
import { socketIo } from 'jest-websocket/codecs';
import { failure } from '../support/failure';
import { echoServer, serverThat, serverThatSends } from '../support/servers';

type Parts = { decode?: unknown; encode?: unknown; sentValue?: unknown };
const codecOf = (parts: Parts, name = 'odd'): Codec =>
  ({ name, open: () => ({ decode: (payload: unknown) => [String(payload)], encode: String, ...parts }) }) as Codec;

const ownLine = ({ stack = '' }: Error) => stack.split('\n').find((line) => /^\s+at /.test(line));

describe('an encode() that returns something else fails at the line of send()', () => {
  test.each<[string, unknown, string]>([
    ['a promise', async () => 'x', 'encode() returned a promise. It must be text or bytes, or an array of them'],
    ['a promise that rejects', () => Promise.reject(new Error('later')), 'encode() returned a promise.'],
    ['undefined', () => undefined, 'encode() returned undefined.'],
    ['null', () => null, 'encode() returned null.'],
    ['a number', () => 5, 'encode() returned 5.'],
    ['an object', () => ({}), 'encode() returned an object.'],
    ['an array with a number', () => ['x', 5], 'encode() returned 5.'],
    ['an array with a promise', () => ['x', Promise.resolve('y')], 'encode() returned a promise.'],
    [
      'what it throws',
      () => {
        throw new Error('no form');
      },
      'no form',
    ], // prettier-ignore
    [
      'what it throws and has no text',
      () => {
        throw Object.create(null);
      },
      'something that cannot be shown',
    ], // prettier-ignore
  ])('%s', async (_, encode, sentence) => {
    const client = await connect(echoServer(), { codec: codecOf({ encode }), name: 'rob' });
    const error = await failure(() => client.send('hello'));
    expect(error.message).toContain(`rob cannot send 'hello' with the codec 'odd': ${sentence}`);
    expect(ownLine(error)).toContain('codecs.test.ts');
    expect(client).not.toHaveSentMessage();
  });

  test('a sentValue() that throws', async () => {
    const sentValue = () => {
      throw new Error('no value');
    };
    const client = await connect(echoServer(), { codec: codecOf({ sentValue }), name: 'rob' });
    const error = await failure(() => client.send('hello'));
    expect(error.message).toBe("rob cannot send 'hello' with the codec 'odd': no value");
    expect(client).not.toHaveSentMessage();
  });
});

describe('a decode() that returns something else gives a message that is undecodable, and says why', () => {
  test.each<[string, unknown, string]>([
    ['a promise', async () => ['x'], 'decode() returned a promise. Return an array of messages from it, at once'],
    ['a promise that rejects', () => Promise.reject(new Error('later')), 'decode() returned a promise.'],
    ['a string, which would be split', (payload: unknown) => String(payload), "decode() returned the text 'hello'."],
    ['bytes', (payload: unknown) => Buffer.from(String(payload)), 'decode() returned bytes.'],
    ['undefined', () => {}, 'decode() returned undefined.'],
    ['a number', () => 5, 'decode() returned 5.'],
    ['an object', () => ({ a: 1 }), 'decode() returned an object.'],
    ['an async generator', async function* () {}, 'decode() returned an object.'],
    ['an array with a promise', () => [Promise.reject(new Error('later'))], 'decode() returned a promise in its list.'],
  ])('%s', async (_, decode, sentence) => {
    const client = await connect(serverThatSends('hello'), { codec: codecOf({ decode }) });
    expect(await client.receive(undecodable(sentence))).toBe('hello');
    expect(client.messages).toEqual(['hello']);
  });

  test('the messages before the one that broke it have come', async () => {
    function* decode() {
      yield 1;
      yield 2;
      throw new Error('half a message');
    }
    const client = await connect(serverThatSends('hello'), { codec: codecOf({ decode }) });
    await expect(client).toReceiveMessages([1, 2, undecodable('half a message')], { order: 'exact' });
  });
});

describe('a codec that cannot be opened fails at the line of connect()', () => {
  const session = { decode: () => [], encode: String };
  test.each<[string, unknown, string]>([
    ['open() is async', { open: async () => session }, 'open() returned a promise. Return { decode, encode } from it at once'],
    ['open() rejects', { open: () => Promise.reject(new Error('later')) }, 'open() returned a promise.'],
    [
      'open() returns nothing',
      { open: () => {} },
      'open() returned undefined. Return { decode, encode }, two functions, from it',
    ],
    ['it has no encode()', { open: () => ({ decode: () => [] }) }, 'open() returned an object.'],
    [
      'a name that throws',
      {
        open: () => session,
        get name() {
          throw new Error('no name');
        },
      },
      'The name of the codec cannot be read: no name',
    ], // prettier-ignore
    ['a name that is a number', { open: () => session, name: 5 }, 'The name of the codec must be text, not 5.'],
    ['its send() is given an object', { open: ({ send }: any) => send({}) }, 'send() of the codec was given an object.'],
  ])('%s', async (_, codec, sentence) => {
    const error = await failure(() => connect(echoServer(), { codec: codec as Codec }));
    expect(error.message).toContain(sentence);
    expect(ownLine(error)).toContain('codecs.test.ts');
  });
});

describe('what is recorded as sent', () => {
  test('what a codec sends after the close never left, and is not recorded', async () => {
    let send: (payload: string) => void = () => {};
    const codec: Codec = {
      open: (connection) => {
        send = connection.send;
        return { decode: () => [], encode: String };
      },
    };
    const heard: string[] = [];
    const server = serverThat((socket) => socket.on('message', (data) => heard.push(String(data))));
    const client = await connect(server, { codec });
    send('early');
    const closed = client.close();
    send('late');
    await closed;
    send('later');
    expect(client.transcript.flatMap((entry) => (entry.kind === 'protocol' ? entry.payload : []))).toEqual(['early']);
    expect(heard).toEqual(['early']);
  });

  test('one message in two payloads is one message, and both payloads are seen', async () => {
    const encode = () => ['451-["bin"]', new Uint8Array([1])];
    const client = await connect(echoServer(), { codec: codecOf({ encode }) });
    client.send({ event: 'bin' });
    client.send({ event: 'bin' });
    expect(client).toHaveSentMessage({ event: 'bin' }, { times: 2 });
    expect(client).toHaveSentMessage(/451/, { times: 2 });
    const sent = client.transcript.filter((entry) => 'direction' in entry && entry.direction === 'sent');
    expect(sent.map((entry) => [(entry as { number: number }).number, (entry as { payload: unknown }).payload])).toEqual([
      [1, '451-["bin"]'],
      [1, Buffer.from([1])],
      [2, '451-["bin"]'],
      [2, Buffer.from([1])],
    ]);
    const { message } = await failure(() => expect(client).toHaveSentMessage({ event: 'bin' }, { times: 3 }));
    expect(message).toContain('client 1 has 2 such messages among 2');
  });

  test('a message that the codec sends in no payload is not recorded, and ends no wait', async () => {
    const client = await connect(echoServer(), { codec: codecOf({ encode: () => [] }) });
    client.send('x');
    expect(client).not.toHaveSentMessage();
    const asking = await connect(serverThatSends('ask'), { codec: codecOf({ encode: () => [] }) });
    await expect(asking).toSendOnReceive('ask', 'x');
  });

  test('encode() may return a Uint8Array, of which a later change is not seen', async () => {
    const bytes = new Uint8Array([1, 2]);
    const codec: Codec<unknown, string> = { open: () => ({ decode: (payload) => [payload], encode: () => bytes }) };
    const client = await connect(echoServer(), { codec });
    client.send('x');
    bytes[0] = 9;
    await expect(client).toReceiveMessage(Buffer.from([1, 2]));
    expect(client.transcript.find(({ kind }) => kind === 'message')).toMatchObject({ payload: Buffer.from([1, 2]) });
  });

  test('a message is recorded as it was when it was sent, whatever the test does to it', async () => {
    for (const codec of [codecOf({}), 'json' as const]) {
      const client = await connect(echoServer(), { codec });
      const message = { list: [1], deep: { a: 1 } };
      client.send(message);
      message.list.push(2);
      message.deep.a = 2;
      expect(client).toHaveSentMessage({ list: [1], deep: { a: 1 } }, { exact: true });
    }
  });
});

describe("a user's codec that is wrong says so", () => {
  const asking = (request: unknown) => codecOf({ request } as Parts);

  test('a request() that returns no message', async () => {
    const client = await connect(echoServer(), { codec: asking(() => ({ isReply: () => true })), name: 'rob' });
    const { message } = await failure(() => client.request('a'));
    expect(message).toContain(
      "rob cannot ask 'a' with the codec 'odd': request() returned no message. Return { message, isReply }",
    );
  });

  test('a sentValue() that returns a promise', async () => {
    const client = await connect(echoServer(), { codec: codecOf({ sentValue: async () => 1 }), name: 'rob' });
    const { message } = await failure(() => client.send('a'));
    expect(message).toContain('sentValue() returned a promise. Return the value at once');
    expect(client).not.toHaveSentMessage();
  });

  test.each<[string, () => unknown]>([
    [
      'throws',
      () => {
        throw new Error('tick');
      },
    ],
    ['rejects', () => Promise.reject(new Error('tick'))],
  ])('an every() that %s ends the connection', async (_, callback) => {
    const codec: Codec = {
      open: ({ every }) => {
        every(1, callback as () => void);
        return { decode: (payload) => [payload], encode: String };
      },
    };
    const client = await connect(echoServer(), { codec });
    const { message } = await failure(() => client.receive());
    expect(message).toContain('its connection broke: every() of the codec threw: tick');
  });

  test('a close() that rejects stands in the log, as one that throws', async () => {
    const client = await connect(echoServer(), {
      codec: codecOf({ close: () => Promise.reject(new Error('closing')) } as Parts),
    });
    await client.close();
    expect(client.transcript).toContainEqual(
      expect.objectContaining({ kind: 'error', message: "close() of the codec 'odd' threw: closing" }),
    );
  });

  test('a handshake that fails with an error shows its message', async () => {
    const codec = {
      name: 'hs',
      open: ({ handshake }) => {
        handshake().fail(new Error('nope') as never);
        return { decode: (payload) => [payload], encode: String };
      },
    } satisfies Codec;
    const { message } = await failure(() => connect(echoServer(), { codec }));
    expect(message).toMatch(/refused the handshake of the codec 'hs': nope$/);
  });

  test('a name with a line break and an escape sequence is shown on one line', async () => {
    const client = await connect(echoServer(), { codec: codecOf({ encode: () => 5 }, 'a\n\u001b[31mb') });
    const { message } = await failure(() => client.send('x'));
    expect(message).toContain("with the codec 'a\\n\\u001b[31mb': encode() returned 5.");
  });

  test.each<[string, unknown, string]>([
    ['a function of ours', socketIo, 'Call it: socketIo().'],
    ['its name', 'socketIo', "Write import { socketIo } from 'jest-websocket/codecs', and codec: socketIo()."],
    [
      'the name of its protocol',
      'graphql-ws',
      "Write import { graphqlWs } from 'jest-websocket/codecs', and codec: graphqlWs().",
    ],
    [
      'a class',
      class Mine {
        open() {}
      },
      'Make one: new Mine().',
    ],
    ['what open() returns', { decode: () => [], encode: String }, 'Wrap it: { open: () => ({ decode, encode }) }.'],
  ])('%s, given as a codec', async (_, codec, sentence) => {
    const { message } = await failure(() => connect(echoServer(), { codec: codec as never }));
    expect(message).toContain(sentence);
  });
});

import { type Codec, connect, undecodable } from 'jest-websocket';
import { failure } from '../support/failure';
import { listen, serverThat } from '../support/servers';

interface Message {
  readonly id?: number;
  readonly op?: string;
  readonly result?: unknown;
  readonly part?: number;
}

/** Requests have an id, and so have their replies; an `ack` is an answer that nobody else sees. */
const rpc = (several = false): Codec<Message, Message, unknown> => ({
  name: 'rpc',
  open: ({ answer }) => {
    let last = 0;
    return {
      decode: (payload) => {
        const message = JSON.parse(String(payload));
        return [message.op === 'ack' ? answer(message) : message];
      },
      encode: (message, trigger) => JSON.stringify(trigger === undefined ? message : { ...message, answers: trigger.id ?? 0 }),
      request: (message) => {
        if (message.op === 'event') return undefined;
        const id = message.id ?? ++last;
        return { message: { ...message, id }, isReply: (reply) => reply.id === id, resultOf: ({ result }) => result, several };
      },
    };
  },
});

/** Answers each message by these, of its own id. */
const serverThatReplies = (...replies: ((message: Message) => object)[]) =>
  serverThat((socket) => {
    socket.on('message', (data) => {
      for (const reply of replies) socket.send(JSON.stringify(reply(JSON.parse(String(data)))));
    });
  });

const event = () => ({ op: 'event', id: 77 });
const result = ({ id, op }: Message) => ({ id, result: `${op} done` });
const ack = ({ id, op }: Message) => ({ op: 'ack', id, result: `${op} acknowledged` });

describe('request() by a codec that knows the reply', () => {
  test('resolves to its result, passes over nothing, and sends what the codec asks', async () => {
    const client = await connect(serverThatReplies(event, result), { codec: rpc() });
    expect(await client.request({ op: 'add' })).toBe('add done');
    expect(client.unread).toEqual([event()]);
    expect(client).toHaveSentMessage({ op: 'add', id: 1 });
    await expect(client).toReceiveNextMessage(event());
  });

  test('many at once, each gets its own, whatever the order', async () => {
    const asked: string[] = [];
    const server = serverThat((socket) => {
      socket.on('message', (data) => {
        asked.unshift(JSON.stringify(ack(JSON.parse(String(data)))));
        if (asked.length === 20) for (const text of asked) socket.send(text);
      });
    });
    const client = await connect(server, { codec: rpc() });
    const ops = Array.from({ length: 20 }, (_, n) => `op ${n}`);
    expect(await Promise.all(ops.map((op) => client.request({ op })))).toEqual(ops.map((op) => `${op} acknowledged`));
    expect(client).toHaveNoUnreadMessages();
  });

  test('an answer that nobody asks for is recorded, and never unread', async () => {
    const client = await connect(serverThatReplies(ack, event), { codec: rpc() });
    client.send({ id: 5, op: 'add' });
    await expect(client).toReceiveNextMessage(event());
    const received = client.transcript.filter((entry) => entry.kind === 'message' && entry.direction === 'received');
    expect(received.map((entry) => 'value' in entry && entry.value)).toEqual([
      { id: 5, op: 'ack', result: 'add acknowledged' },
      event(),
    ]);
    expect(client.messages).toEqual([event()]);
  });

  test('does not wait for others, nor they for it', async () => {
    const client = await connect(serverThatReplies(result, event), { codec: rpc() });
    const waiting = client.receive({ op: 'event' });
    await Promise.resolve();
    expect(await client.request({ op: 'add' })).toBe('add done');
    expect(await waiting).toEqual(event());
  });

  test('fails at once where the reply is not what is expected, with the difference', async () => {
    const client = await connect(serverThatReplies(event, result), { codec: rpc(), name: 'rob' });
    const { message, stack } = await failure(() => client.request({ op: 'add' }, { result: 'ADD done' }));
    expect(message).toContain('rob.request(expected)');
    expect(message).toMatch(/Expected: +{"result": "ADD done"}, as the reply to {"op":"add"}/);
    expect(message).toMatch(/Received: +the reply is #2 {"id": 1, "result": "add done"}/);
    expect(message).toContain('differs in result');
    expect(stack).toContain('requests.test.ts');
  });

  test('takes the first that is expected where several may come', async () => {
    const part = (n: number) => (message: Message) => ({ id: message.id, part: n, result: n });
    const client = await connect(serverThatReplies(part(1), part(2), part(3)), { codec: rpc(true) });
    expect(await client.request({ op: 'list' }, { part: 2 })).toBe(2);
    await expect(client).toReceiveMessages([{ part: 1 }, { part: 3 }], { order: 'exact' });
  });

  test('resolves to the output of a schema', async () => {
    const schema = {
      '~standard': {
        version: 1 as const,
        vendor: 'own',
        validate: (value: unknown) => ({ value: `checked ${(value as Message).result}` }),
      },
    };
    const client = await connect(serverThatReplies(result), { codec: rpc() });
    expect(await client.request({ op: 'add' }, schema)).toBe('checked add done');
  });

  test('says that no reply has come', async () => {
    const client = await connect(serverThatReplies(event), { codec: rpc(), name: 'rob' });
    const { message } = await failure(() => client.request({ op: 'add' }, undefined, { timeout: 1 }));
    expect(message).toMatch(/Expected: +the reply to {"op":"add"}/);
    expect(message).toMatch(/Received: +rob got no such reply within 1 ms/);
  });

  test('says that a message which matches is not the reply', async () => {
    const client = await connect(serverThatReplies(event), { codec: rpc(), name: 'rob' });
    const { message } = await failure(() => client.request({ op: 'add' }, event(), { timeout: 100 }));
    expect(message).toMatch(
      /Hint: #1 matches, but does not answer the request: the codec '.+' knows its reply by the protocol\./,
    );
  });

  test('ends with the connection', async () => {
    const server = serverThat((socket) => socket.on('message', () => socket.close(4000)));
    const client = await connect(server, { codec: rpc(), name: 'rob' });
    const { message } = await failure(() => client.request({ op: 'add' }));
    expect(message).toContain('nothing more can reach rob: the server closed it with 4000');
  });

  test('undefined asks as any client does: the first that is expected', async () => {
    const client = await connect(
      serverThatReplies(() => ({ id: 9 }), event),
      { codec: rpc() },
    );
    expect(await client.request({ op: 'event' }, { op: 'event' })).toEqual(event());
    expect(client.unread).toEqual([{ id: 9 }]);
  });

  test('a reply that cannot be decoded is no reply', async () => {
    const server = serverThat((socket) =>
      socket.on('message', () => {
        for (const text of ['{', '{"id":1,"result":1}']) socket.send(text);
      }),
    );
    const client = await connect(server, { codec: rpc() });
    expect(await client.request({ op: 'add' })).toBe(1);
    await expect(client).toReceiveNextMessage(undecodable());
  });

  test('a snapshot shows the reply behind its request', async () => {
    const client = await connect(serverThatReplies(event, result), { codec: rpc() });
    await client.request({ op: 'add' });
    client.send({ op: 'bye', id: 0 });
    expect(client).toMatchTranscriptInlineSnapshot(`
open
→ {"op":"add","id":1}
← {"id":1,"result":"add done"}
→ {"op":"bye","id":0}
`);
  });
});

describe('encode() is told what a message answers', () => {
  const heard = async (act: (url: string) => Promise<unknown>): Promise<unknown[]> => {
    const all: unknown[] = [];
    const server = serverThat((socket) => {
      socket.on('message', (data) => all.push(JSON.parse(String(data))));
      for (const id of [1, 2]) socket.send(JSON.stringify({ id }));
    });
    await act(await listen(server));
    return all;
  };

  test('the trigger of toSendOnReceive and respond, else what was read last', async () => {
    const messages = await heard(async (url) => {
      const client = await connect(url, { codec: rpc() });
      client.send({ op: 'first' });
      await expect(client).toSendOnReceive({ id: 1 }, { op: 'to 1' });
      client.send({ op: 'after 1' });
      client.respond({ id: 2 }, { op: 'to 2' });
      await client.ping();
      client.send({ op: 'still after 1' });
      await client.close();
    });
    expect(messages).toEqual([
      { op: 'first' },
      { op: 'to 1', answers: 1 },
      { op: 'after 1', answers: 1 },
      { op: 'to 2', answers: 2 },
      { op: 'still after 1', answers: 1 },
    ]);
  });
});

describe('a request() that returns something else fails at the line of the call', () => {
  const codec = (request: unknown): Codec =>
    ({
      name: 'odd',
      open: () => ({ decode: (payload: unknown) => [JSON.parse(String(payload))], encode: JSON.stringify, request }),
    }) as never;
  const ok = { message: { id: 1 }, isReply: () => true };

  test.each<[string, unknown, string]>([
    ['a promise', async () => ok, 'request() returned a promise. Return { message, isReply } from it at once'],
    ['a promise that rejects', () => Promise.reject(new Error('later')), 'request() returned a promise.'],
    ['null', () => null, 'request() returned null. Return { message, isReply } from it, or undefined'],
    ['no isReply', () => ({ message: 1 }), 'request() returned an object.'],
    ['an isReply that is none', () => ({ ...ok, isReply: true }), 'request() returned an object.'],
    [
      'a resultOf that is none',
      () => ({ ...ok, resultOf: 'result' }),
      "The resultOf that request() returned must be a function, not the text 'result'",
    ],
    [
      'a several that is none',
      () => ({ ...ok, several: 2 }),
      'The several that request() returned must be true, false or a function, not 2',
    ],
    [
      'what it throws',
      () => {
        throw new Error('cannot ask that');
      },
      'cannot ask that',
    ],
  ])('%s', async (_, request, sentence) => {
    const client = await connect(serverThatReplies(result), { codec: codec(request), name: 'rob' });
    const error = await failure(() => client.request({ op: 'add' }));
    expect(error.message).toContain(`rob cannot ask {"op":"add"} with the codec 'odd': ${sentence}`);
    expect(error.stack).toContain('requests.test.ts');
    expect(client).not.toHaveSentMessage();
  });

  test.each<[string, object, string]>([
    ['an isReply that throws', { isReply: () => nothing.at }, 'isReply() of the codec threw: '],
    [
      'an isReply that returns a promise',
      { isReply: async () => true },
      'isReply() of the codec returned a promise. Return its result at once',
    ],
    ['a resultOf that throws', { resultOf: () => nothing.at }, 'resultOf() of the codec threw: '],
    [
      'a resultOf that returns a promise',
      { resultOf: () => Promise.reject(new Error('later')) },
      'resultOf() of the codec returned a promise.',
    ],
  ])('%s', async (_, parts, sentence) => {
    const client = await connect(serverThatReplies(result), { codec: codec(() => ({ ...ok, ...parts })) });
    const error = await failure(() => client.request({ op: 'add' }));
    expect(error.message).toContain(sentence);
    expect(error.stack).toContain('requests.test.ts');
  });
});

/** What throws where it is asked for something. */
const nothing = undefined as unknown as { at: number };

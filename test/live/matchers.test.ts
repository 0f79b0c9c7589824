import { connect, type WebSocketClient } from 'jest-websocket';
import * as v from 'valibot';
import { z } from 'zod';
import { failure as fails } from '../support/failure';
import { echoServer, serverThat, serverThatSends } from '../support/servers';

const json = (...values: unknown[]) => serverThatSends(...values.map((value) => JSON.stringify(value)));

const failure = async (assertion: () => unknown) => (await fails(assertion)).message;

describe('expected may be', () => {
  const schema = {
    '~standard': {
      version: 1,
      vendor: 'test',
      validate: (value: unknown) =>
        (value as { n?: number })?.n === 3 ? { value: { n: 'three' } } : { issues: [{ message: 'n must be 3' }] },
    },
  };

  test.each<[string, unknown]>([
    ['a part of an object, recursively', { user: { name: 'ann' } }],
    ['an object with matchers in it', { user: { name: expect.any(String) }, tags: ['a', expect.anything()] }],
    ['an asymmetric matcher', expect.objectContaining({ n: 3 })],
    ['a RegExp on the text', /"name":"ann"/],
    ['a predicate', ({ n }: { n: number }) => n > 2],
    ['a predicate that throws at other messages', (message: { user: { name: string } }) => message.user.name === 'ann'],
    ['a standard schema', schema],
    ['a schema of zod', z.object({ user: z.object({ name: z.string() }) })],
    ['a schema of valibot', v.object({ n: v.number() })],
    ['anything', undefined],
  ])('%s', async (_, expected) => {
    const client = await connect(json('noise', { n: 3, user: { name: 'ann', id: 1 }, tags: ['a', 'b'] }));
    await expect(client).toReceiveMessage(expected);
  });

  test('a plain value, as JSON or as text', async () => {
    const client = await connect(serverThatSends('5', 'hello', '"quoted"', 'null', '[1,2]', 'true', '{"broken":'));
    await expect(client).toReceiveMessages([5, 'hello', 'quoted', null, [1, 2], true, '{"broken":'], { order: 'exact' });
  });

  test('bytes, for a binary message', async () => {
    const client = await connect(serverThatSends(Buffer.from([1, 2]), Buffer.from([3])));
    await expect(client).toReceiveMessage(new Uint8Array([3]));
    await expect(client).not.toReceiveMessage(Buffer.from([3]));
  });

  test('equal, with { exact: true }', async () => {
    const client = await connect(json({ a: 1, b: 2 }, { a: 1 }));
    await expect(client).toReceiveMessage({ a: 1 }, { exact: true });
    expect(client.unread).toEqual([]);
    expect(client).toHaveReceivedMessage({ a: 1 }, { times: 2 });
    expect(client).toHaveReceivedMessage({ a: 1 }, { exact: true, times: 1 });
  });

  test('what receive() hands out is a schema’s output, of the test’s own world', async () => {
    const client = await connect(json({ n: 3 }, { list: [1] }));
    const transforming = z.object({ n: z.number().transform((n) => `${n}!`) });
    await expect(client.receive(transforming)).resolves.toEqual({ n: '3!' });
    const message = await client.receive();
    expect(message).toBeInstanceOf(Object);
    expect(message.list).toBeInstanceOf(Array);
    expect(message).toStrictEqual({ list: [1] });
  });

  test.each<[string, unknown, string]>([
    ['a RegExp inside a value', { a: { b: /x/ } }, 'has a RegExp at a.b. Write expect.stringMatching(/x/) there.'],
    [
      'a schema inside a value',
      { user: { '~standard': { validate: (value: unknown) => ({ value }) } } },
      "has a schema at user. Expect the whole message by one schema, or its parts by withPath('user', …).",
    ],
    ['a function inside a value', { a: () => true }, 'has a function at a. Expect one predicate for the whole message.'],
    [
      'a matcher of a RegExp that goes on where it matched last',
      { a: expect.objectContaining({ b: [expect.stringMatching(/x/g)] }) },
      "has a matcher of /x/g, which matches only every other time because of its flag 'g'. Leave that out.",
    ],
    ['a matcher of a sticky RegExp', expect.not.stringMatching(/x/y), "because of its flag 'y'. Leave that out."],
    ['a class', String, 'String is a class, not a predicate. Write expect.any(String) instead.'],
    ['a predicate without a verdict', () => {}, 'returned nothing. Return true or false from it.'],
    ['an asynchronous predicate', async () => true, 'returned a promise. Return true or false from it.'],
  ])('never %s', async (_, expected, sentence) => {
    const client = await connect(json(1));
    expect(await failure(() => expect(client).toReceiveMessage(expected))).toContain(sentence);
    expect(await failure(() => expect(client).not.toReceiveMessage(expected))).toContain(sentence);
  });
});

test('a matcher of the user’s may take a RegExp of any flags, which it can handle', async () => {
  expect.extend({
    toHaveAll: (text: string, all: RegExp) => ({ pass: text.match(all)?.length === 2, message: () => 'not two' }),
  });
  const { toHaveAll } = expect as unknown as { toHaveAll(all: RegExp): unknown };
  const client = await connect(json({ a: 'xyx' }));
  await client.ping();
  expect(client).toHaveReceivedMessage({ a: toHaveAll(/x/g) });
  expect(client).toHaveReceivedMessage(expect.objectContaining({ a: toHaveAll(/x/g) }));
  await expect(client).toReceiveMessage({ a: toHaveAll(/x/g) });
});

describe('toReceiveMessage', () => {
  test('finds what came before the call, and what comes after', async () => {
    const client = await connect(echoServer());
    client.send({ n: 1 });
    await expect(client).toReceive({ n: 1 });
    const later = expect(client).toReceiveMessage({ n: 2 });
    client.send({ n: 2 });
    await later;
  });

  test('in Promise.all, a message satisfies only one, whichever was written first', async () => {
    const client = await connect(json({ a: 1, b: 2 }, { a: 1 }));
    await Promise.all([expect(client).toReceiveMessage({ a: 1 }), expect(client).toReceiveMessage({ a: 1, b: 2 })]);
    expect(client.unread).toEqual([]);
    const twice = await connect(json('x'));
    const both = Promise.all([1, 2].map(() => expect(twice).toReceiveMessage('x', { timeout: 50 })));
    await expect(both).rejects.toThrow('nothing that matches within 50 ms');
  });

  test('of several clients, by every one of them', async () => {
    const server = serverThat((socket, { url }) => socket.send(url ?? ''));
    const [ann, bob] = [await connect(server, { name: 'ann' }), await connect(server, { name: 'bob', query: { b: 1 } })];
    await expect([ann, bob]).toReceiveMessage(/^\//);
    const only = await failure(() => expect([ann, bob]).toReceiveMessage('x', { timeout: 30 }));
    expect(only).toContain('expect([ann, bob]).toReceiveMessage(expected)');
    expect(only).toContain('ann, bob got nothing that matches within 30 ms');
  });

  test('.not watches for the window, ended by a round trip', async () => {
    const client = await connect(json({ a: 1 }));
    await expect(client).not.toReceiveMessage({ a: 2 });
    expect(client.unread).toEqual([{ a: 1 }]);
    expect(client.transcript.filter(({ kind }) => kind === 'pong')).toHaveLength(1);
    expect(await failure(() => expect(client).not.toReceiveMessage({ a: 1 }))).toContain('client 1 got #1 {"a": 1}');
  });

  test('says what it waited for, why it ended and what came instead', async () => {
    const client = await connect(json({ a: 1 }, 'x'), { name: 'rob' });
    const message = await failure(() => expect(client).toReceiveMessage({ a: 2 }, { timeout: 40 }));
    expect(message).toBe(
      [
        'expect(rob).toReceiveMessage(expected)',
        '',
        'Expected: {"a": 2}',
        'Received: rob got nothing that matches within 40 ms',
        '',
        'rob has 2 unread messages:',
        '> #1 {"a":1}',
        '  #2 "x"',
        '',
        'The nearest is #1, differs in a:',
        '',
        '- Expected  - 1',
        '+ Received  + 1',
        '',
        '  Object {',
        '-   "a": 2,',
        '+   "a": 1,',
        '  }',
      ].join('\n'),
    );
  });

  describe('its timeout', () => {
    let client: WebSocketClient;
    beforeEach(async () => {
      client = await connect(echoServer()); // not in the test, whose time is short
    });

    test('ends before the test’s own', async () => {
      const message = await failure(() => expect(client).toReceiveMessage());
      expect(message).toMatch(/within \d+ ms, just before the test's own timeout/);
    }, 419);
  });
});

describe('toReceiveNextMessage', () => {
  test('takes the very next, or fails at once and leaves it', async () => {
    const client = await connect(json(1, 2));
    await expect(client).toReceiveNextMessage(1);
    const message = await failure(() => expect(client).toReceiveNextMessage(3));
    expect(message).toContain('client 1 got #2 2 first');
    await expect(client).toReceiveNextMessage(2);
    await expect(client).not.toReceiveNextMessage(2);
  });
});

describe('toReceiveMessages', () => {
  test('in sequence, others between', async () => {
    const client = await connect(json(1, 'noise', 2, 3));
    await expect(client).toReceiveMessages([1, 2]);
    expect(client.unread).toEqual([3]);
  });

  test('exactly, and no others between', async () => {
    const client = await connect(json(1, 2, 3));
    await expect(client).toReceiveMessages([1, 2], { order: 'exact' });
    expect(await failure(() => expect(client).toReceiveMessages([4], { order: 'exact' }))).toContain('got #3 3 first');
  });

  test('in any order, each by a message of its own', async () => {
    const client = await connect(json({ a: 1, b: 2 }, { a: 1 }));
    await expect(client).toReceiveMessages([{ a: 1 }, { a: 1, b: 2 }], { order: 'any' });
    const short = await connect(json({ a: 1, b: 2 }));
    const message = await failure(() =>
      expect(short).toReceiveMessages([{ a: 1 }, { a: 1, b: 2 }], { order: 'any', timeout: 40 }),
    );
    expect(message).toContain('client 2 got only 1 of them within 40 ms');
    await expect(short).not.toReceiveMessages([{ a: 1 }, { b: 2 }], { order: 'any' });
  });

  test('refuses what is no list, and an unknown order', async () => {
    const client = await connect(echoServer());
    expect(await failure(() => expect(client).toReceiveMessages([]))).toContain('takes an array of expected messages');
    const wrong = { order: 'sequense' } as never;
    expect(await failure(() => expect(client).toReceiveMessages([1], wrong))).toContain(
      "The option 'order' of toReceiveMessages must be 'sequence' or 'exact' or 'any', not 'sequense'.",
    );
  });
});

describe('toSendOnReceive', () => {
  test('sends a value, or what a function makes of the message', async () => {
    const client = await connect(echoServer());
    client.send({ id: 7 });
    await expect(client).toSendOnReceive({ id: 7 }, ({ id }: { id: number }) => ({ answer: id + 1 }));
    await expect(client).toSendOnReceive({ answer: 8 }, async () => 'done');
    await expect(client).toReceiveMessage('done');
    expect(client).toHaveSentMessage('done', { times: 1 });
    expect(client).not.toHaveSentMessage('never');
  });

  test('fails with the reason when the reply cannot be sent, and refuses .not', async () => {
    const client = await connect(json(1, 2));
    const cyclic: Record<string, unknown> = {};
    cyclic.self = cyclic;
    expect(await failure(() => expect(client).toSendOnReceive(1, cyclic))).toContain(
      'client 1 cannot send {"self":[Circular]} with the codec \'json\': Converting circular structure',
    );
    const thrown = await failure(() =>
      expect(client).toSendOnReceive(2, () => {
        throw new Error('no idea');
      }),
    );
    expect(thrown).toContain('The function that makes the reply threw: no idea');
    expect(await failure(() => expect(client).not.toSendOnReceive(2, 'x'))).toContain('has no meaning');
  });
});

describe('the end of a connection', () => {
  const closing = (code: number, reason: string) => serverThat((socket) => socket.close(code, reason));

  test('toClose, with code and reason', async () => {
    const client = await connect(closing(4001, 'not welcome'));
    await expect(client).toClose();
    await expect(client).toClose(4001);
    await expect(client).toClose(4001, 'not welcome');
    await expect(client).toClose(expect.any(Number), /welcome$/, { timeout: 50 });
    await expect(client).not.toClose(1000);
    expect(client).toBeClosed();
    expect(client).not.toBeOpen();
    expect(await failure(() => expect(client).toClose(1000))).toContain("the server closed it with 4001 'not welcome'");
    expect(await failure(() => expect(client).toBeOpen())).toContain('client 1 is closed: the server closed it with 4001');
  });

  test('toClose with a global or sticky RegExp fails though it matches', async () => {
    const [ann, bob] = [await connect(closing(4001, 'not welcome')), await connect(closing(4001, 'not welcome'))];
    const reasons = [/welcome/g, /not/y];
    for (const reason of reasons) {
      await expect([ann, bob]).toClose(4001, reason);
      await expect(ann).toClose(4001, reason);
      expect(await failure(() => expect(ann).not.toClose(4001, reason))).toContain(
        "the server closed it with 4001 'not welcome'",
      );
    }
  });

  test('toClose asks an asymmetric matcher twice, which a global RegExp in it does not survive', async () => {
    const client = await connect(closing(4001, 'not welcome'));
    await expect(client).toClose(4001, expect.stringMatching(/welcome/g));
  });

  test('a failed toClose shows a RegExp or an asymmetric matcher as JSON', async () => {
    const client = await connect(closing(4001, 'not welcome'));
    expect(await failure(() => expect(client).toClose(4001, /bye/i))).toContain('Expected: to close with 4001 /bye/i\n');
    expect(await failure(() => expect(client).toClose(expect.any(String)))).toContain('Expected: to close with Any<String>\n');
    expect(await failure(() => expect(client).toClose(/bye/ as never))).toContain('1000 to 4999 (RFC 6455 §7.4), not /bye/.');
  });

  test('toClose that fails at once says how long a client stayed open', async () => {
    const [ann, bob] = [await connect(closing(4001, 'no'), { name: 'ann' }), await connect(echoServer(), { name: 'bob' })];
    expect(await failure(() => expect([ann, bob]).toClose(1000))).toContain('Received: bob: it is still open');
  });

  test('toClose of one that stays open, and .not', async () => {
    const client = await connect(echoServer());
    await expect(client).not.toClose();
    expect(await failure(() => expect(client).toClose(1000, { timeout: 30 }))).toContain('it stayed open for 30 ms');
  });

  test('.not.toClose waits for a close that is on its way', async () => {
    const client = await connect(serverThat((socket) => socket.on('message', () => socket.close(4002))));
    client.send('leave');
    expect(await failure(() => expect(client).not.toClose(undefined, undefined, { timeout: 0 }))).toContain('4002');
  });

  test('a client closes with the handshake, or is terminated', async () => {
    const server = serverThat((socket) => socket.on('close', (code, reason) => codes.push(`${code} ${reason}`)));
    const codes: string[] = [];
    const [ann, bob] = [await connect(server), await connect(server)];
    await ann.close(4000, 'bye');
    await ann.close();
    await expect(ann).toClose(4000, 'bye');
    bob.terminate();
    expect(bob).toBeClosed();
    const eve = await connect(server);
    await eve.close();
    expect(codes).toEqual(['4000 bye', '1006 ', '1000 ']);
    expect(() => eve.close(1005)).toThrow('A close frame carries 1000–1003, 1007–1014 or 3000–4999 (RFC 6455 §7.4), not 1005.');
  });

  test('await using closes at the end of its block', async () => {
    let outside: { state: string };
    {
      await using client = await connect(echoServer());
      outside = client;
    }
    expect(outside.state).toBe('closed');
  });
});

describe('toHaveReceivedMessage', () => {
  test('looks at everything recorded, and moves nothing', async () => {
    const client = await connect(json(1, 2, 2));
    await expect(client).toReceiveMessages([1, 2]);
    expect(client).toHaveReceivedMessage(1);
    expect(client.unread).toEqual([2]);
    expect(await failure(() => expect(client).toHaveReceivedMessage(2, { times: 1 }))).toContain(
      'Received: client 1 has 2 such messages among 3',
    );
    expect(client.messages).toEqual([1, 2, 2]);
  });
});

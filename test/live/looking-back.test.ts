import { createServer } from 'node:http';
import { anyOf, connect, undecodable, withPath } from 'jest-websocket';
import { z } from 'zod';
import { failure as fails } from '../support/failure';
import { echoServer, listen, serverThatSends } from '../support/servers';

const failure = async (assertion: () => unknown) => (await fails(assertion)).message;
const json = (...values: unknown[]) => serverThatSends(...values.map((value) => JSON.stringify(value)));

describe('toHaveReceivedMessages', () => {
  test.each<[unknown[], object | undefined, boolean]>([
    [[1, 3], undefined, true],
    [[3, 1], undefined, false],
    [[1, 2, 3], { order: 'exact' }, true],
    [[1, 3], { order: 'exact' }, false],
    [[1, 2], { order: 'exact' }, false],
    [[3, 1], { order: 'any' }, true],
    [[3, 3], { order: 'any' }, false],
  ])('%j with %j: %p', async (expected, options, passes) => {
    const client = await connect(json(1, 2, 3));
    await expect(client).toReceiveMessage(3);
    if (passes) expect(client).toHaveReceivedMessages(expected, options);
    else expect(client).not.toHaveReceivedMessages(expected, options);
  });

  test('says what is lacking', async () => {
    const client = await connect(json(1, 2), { name: 'rob' });
    await expect(client).toReceiveMessages([1, 2]);
    expect(await failure(() => expect(client).toHaveReceivedMessages([1, 5, 2]))).toBe(
      [
        'expect(rob).toHaveReceivedMessages(expected)',
        '',
        'Expected: in this order',
        '  1. 1',
        '  2. 5',
        '  3. 2',
        'Received: rob got 2 messages, and lacks 2',
        '  #1 1',
        '  #2 2',
      ].join('\n'),
    );
    expect(await failure(() => expect(client).toHaveReceivedMessages([]))).toContain('takes an array of expected messages');
  });
});

describe('toHaveNoUnreadMessages', () => {
  test('lists them', async () => {
    const client = await connect(json(1, 2), { name: 'rob' });
    await expect(client).toReceiveMessage(1);
    await expect(client).toAnswerPing();
    expect(client).not.toHaveNoUnreadMessages();
    const message = await failure(() => expect(client).toHaveNoUnreadMessages());
    expect(message).toContain('rob has 1 unread message, after 1 message already read:\n  #2 2');
    await expect(client).toReceiveMessage(2);
    expect(client).toHaveNoUnreadMessages();
  });
});

describe('toFailHandshake', () => {
  const refusing = () =>
    createServer().on('upgrade', (_, socket) => {
      socket.end('HTTP/1.1 401 Unauthorized\r\nX-Why: token\r\nContent-Length: 20\r\n\r\n{"error":"no token"}');
    });

  const deaf = () => listen(createServer().on('upgrade', (_, socket) => socket.on('error', () => {})));

  test('with status, headers and body', async () => {
    await expect(connect(refusing())).toFailHandshake();
    await expect(connect(refusing())).toFailHandshake(401);
    await expect(connect(refusing())).toFailHandshake({ status: expect.any(Number), headers: { 'X-Why': 'token' } });
    await expect(connect(refusing())).toFailHandshake({ body: { error: 'no token' } });
    await expect(connect(refusing())).toFailHandshake({ body: /no token/ });
    await expect(connect(refusing())).toFailHandshake({ body: '{"error":"no token"}' });
    await expect(connect(refusing())).not.toFailHandshake(403);
    await expect(connect(echoServer())).not.toFailHandshake();
  });

  test('says what happened instead', async () => {
    expect(await failure(() => expect(connect(refusing())).toFailHandshake(403))).toMatch(
      /Expected: \{"status": 403\}\nReceived: ws:.* refused the upgrade with 401 Unauthorized: \{"error":"no token"\}$/,
    );
    expect(await failure(() => expect(connect(echoServer())).toFailHandshake(401))).toContain(
      'Received: the server accepted the upgrade with 101',
    );
    expect(await failure(() => expect(connect('ws://127.0.0.1:1')).toFailHandshake())).toContain('Nothing is listening at');
  });

  test('.not passes although the predicate for the body threw', async () => {
    const body = (value: { x: { y: boolean } }) => value.x.y;
    const message = await failure(() => expect(connect(refusing())).not.toFailHandshake({ body }));
    expect(message).toContain("The check threw:\n  TypeError: Cannot read properties of undefined (reading 'y')");
    expect(await failure(() => expect(connect(refusing())).toFailHandshake({ body }))).toContain('The check threw:\n');
    // what it would have said does not matter there
    await expect(connect(refusing())).not.toFailHandshake({ status: 403, body });
  });

  test.each<[string, () => Promise<unknown>, RegExp]>([
    ['nobody listens', () => connect('ws://127.0.0.1:1'), /Received: Nothing is listening at ws:/],
    ['no answer comes in time', async () => connect(await deaf(), { timeout: 30 }), /did not answer the upgrade within/],
    ['an option is mistyped', () => connect(echoServer(), { tiemout: 5 } as never), /no option 'tiemout'\. Did you mean/],
    ['the promise rejects with nothing', () => Promise.reject(undefined), /the promise rejected with undefined/],
  ])('.not passes although there is no client: %s', async (_, connecting, received) => {
    for (const expected of [undefined, 401, { body: /token/ }]) {
      const message = await failure(() => expect(connecting()).not.toFailHandshake(expected));
      expect(message).toMatch(received);
      expect(message).toContain('Hint: connect() failed without an answer with an HTTP status');
    }
  });

  test.each<[string, unknown, string]>([
    ['returns nothing', () => {}, 'The predicate given returned nothing. Return true or false from it.'],
    ['is a class', String, 'String is a class, not a predicate. Write expect.any(String) instead.'],
  ])('a predicate for the body that %s is refused without the line of the assertion', async (_, body, sentence) => {
    for (const assertion of [
      () => expect(connect(refusing())).toFailHandshake({ body }),
      () => expect(connect(refusing())).not.toFailHandshake({ body }),
    ]) {
      const error = await fails(assertion);
      expect(error.message).toContain(`toFailHandshake(expected)\n\n${sentence}`);
      expect(error.stack).toContain('looking-back.test.ts');
    }
  });

  test('an expected body that can never match is refused only once the server has answered', async () => {
    const never = new Promise(() => {});
    expect(await failure(() => expect(never).toFailHandshake({ body: String }))).toContain('String is a class');
  });

  test.each([
    [undefined, 'the promise rejected with undefined'],
    [null, 'the promise rejected with null'],
    ['accepted', "the promise rejected with 'accepted'"],
  ])('a promise that rejects with %p reads as an accepted upgrade', async (reason, sentence) => {
    expect(await failure(() => expect(Promise.reject(reason)).toFailHandshake(401))).toContain(`Received: ${sentence}`);
  });

  test('mistakes get a sentence', async () => {
    const client = await connect(echoServer());
    expect(await failure(() => expect(client as unknown).toFailHandshake(401))).toContain('not the promise of connect()');
    expect(await failure(() => expect(connect(refusing())).toFailHandshake({ code: 1 } as never))).toContain(
      'toFailHandshake() takes a status, or { status, headers, body }',
    );
    await connect(await listen(echoServer()));
  });
});

describe('withPath', () => {
  const message = { body: { colours: [{ name: 'red' }, { name: 'green', tags: ['a', 'b'] }] } };

  test.each<[string, unknown[], boolean]>([
    ['body.colours[*].name', ['green'], true],
    ['$.body.colours[*].name', ['blue'], false],
    ['body.colours[1]', [{ name: 'green' }], true],
    ['$..tags', [], true],
    ['body.missing', [], false],
    ['body.colours[*].name', [expect.stringMatching(/^g/)], true],
    ['body.colours[*].name', [/^g/], true],
    ['body.colours[*].name', [/^x/], false],
    ['body.colours[*].name', [(name: string) => name.length === 5], true],
    ['body.colours[*]', [({ tags }: { tags: string[] }) => tags.length === 2], true],
    ['body.colours[1]', [z.object({ tags: z.array(z.string()) })], true],
    ['body.colours[*].name', [anyOf('blue', 'red')], true],
    ['body.missing', [undefined], false],
  ])('%s %j: %p', async (path, expected, passes) => {
    const client = await connect(json(message));
    const matcher = withPath(path, ...(expected as [unknown]));
    if (passes) await expect(client).toReceiveMessage(matcher);
    else await expect(client).not.toReceiveMessage(matcher, { timeout: 20 });
    if (passes) expect(message).toEqual(matcher);
  });

  test('refuses what no value can match', async () => {
    expect(() => withPath('body', Promise.resolve())).toThrow('The expected message is a promise. Await it first.');
    expect(() => withPath('body', Number)).toThrow('Number is a class, not a predicate. Write expect.any(Number) instead.');
    expect(() => withPath('body', { at: /x/ })).toThrow('has a RegExp at at. Write expect.stringMatching(/x/) there.');
    for (const whole of [undecodable(), anyOf('x', undecodable())]) {
      const where = 'which stands for a whole message. Write it alone.';
      expect(() => withPath('body', whole)).toThrow(`withPath() was given undecodable(), ${where}`);
      expect(() => withPath('body', { a: [whole] })).toThrow(`undecodable()`);
      expect(() => withPath('body', expect.arrayContaining([whole]))).toThrow(`has undecodable() in a matcher, ${where}`);
    }
    expect(() => withPath('body', { a: anyOf('x', undecodable()) })).toThrow('has undecodable() in a matcher');
  });

  test('tells what a predicate in it threw, which decides no .not', async () => {
    const client = await connect(json(message));
    await client.ping();
    const throws = ({ a }: { a: { b: number } }) => a.b > 1;
    for (const expected of [withPath('body.colours[*]', throws), { body: anyOf(throws, 'x') }, anyOf(withPath('body', throws))]) {
      const text = await failure(() => expect(client).toReceiveMessage(expected, { timeout: 20 }));
      expect(text).toContain("The check threw at #1:\n  TypeError: Cannot read properties of undefined (reading 'b')");
      expect(await failure(() => expect(client).not.toReceiveMessage(expected, { timeout: 20 }))).toContain('TypeError');
      expect(await failure(() => expect(client).not.toHaveReceivedMessage(expected))).toContain('TypeError');
    }
    await expect(client).toReceiveMessage({ body: anyOf(throws, { colours: expect.any(Array) }) });
  });

  test.each([null, 5, true, {}, ['x'], undefined])('a RegExp matches no %j, which is no text', (error) => {
    expect({ error }).not.toEqual(withPath('error', /.*/));
    expect({ error }).not.toEqual({ error: anyOf(/.*/, 'other') });
    expect({ error: 'text' }).toEqual(withPath('error', /.*/));
  });

  test('a predicate that throws at one value still matches the next', async () => {
    const one = (x: { id: number }) => x.id === 1;
    expect([null, { id: 1 }]).toContainEqual(anyOf(one));
    expect([null, { id: 2 }]).not.toContainEqual(anyOf(one));
    expect([{ at: null }, { at: { id: 1 } }]).toContainEqual(withPath('at', one));
    const client = await connect(json({ items: [null, { id: 1 }] }));
    await client.ping();
    for (const item of [anyOf(one), withPath('$', one), anyOf(anyOf(one))]) {
      expect(client).toHaveReceivedMessage({ items: expect.arrayContaining([item]) });
    }
    const other = { items: expect.arrayContaining([anyOf((x: { id: number }) => x.id === 2)]) };
    const text = await failure(() => expect(client).toReceiveMessage(other, { timeout: 20 }));
    expect(text).toContain("The check threw at #1:\n  TypeError: Cannot read properties of null (reading 'id')");
    expect(await failure(() => expect(client).not.toHaveReceivedMessage(other))).toContain('TypeError');
  });

  test('prints itself, and refuses what is no path', async () => {
    const client = await connect(json(message));
    const text = await failure(() => expect(client).toReceiveMessage(withPath('body.x', 1), { timeout: 20 }));
    expect(text).toContain('Expected: WithPath<body.x> 1');
    expect(() => withPath('body..[')).toThrow("'body..[' is not a path. Write one such as body.items[0].name.");
    expect(() => withPath('body.colours[?@.name == "red"]')).toThrow(
      'has a filter in it, which paths here do not have. Write body.colours[*] and expect the value there',
    );
  });
});

import { createServer, type Server } from 'node:http';
import fc from 'fast-check';
import { configure, connect, connectAll, scenario, type WebSocketClient } from 'jest-websocket';
import { failure } from '../support/failure';
import { listen, rawServer, serverThat, serverThatSends } from '../support/servers';

const json = (value: unknown): Server => serverThatSends(JSON.stringify(value));

/** What no failure may have in it: line breaks aside, all that a terminal obeys or a reader does not see. */
const HIDDEN = /(?!\n)[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Noncharacter_Code_Point}]/u;

const EVIL = '\u001b]52;c;ZXZpbA==\u0007\u001b[2J\u009b31m\0\b\r\u202egnp\u200b\ufeff\u2028\ud800\uffff';

/** All that reporters, `--json` among them, get of an error. */
const asReported = (error: object): string =>
  [(error as Error).message, (error as Error).stack, JSON.stringify(error), JSON.stringify({ ...error })].join('\n');

const short = { timeout: 30 };

/** Ways in which what a server has said comes into a failure. */
const failing: Record<string, (client: WebSocketClient) => unknown> = {
  'the nearest message': (client) => expect(client).toReceiveMessage({ type: 'other' }, short),
  'the next message': (client) => expect(client).toReceiveNextMessage({ type: 'other' }),
  'a message that should not come': (client) => expect(client).not.toReceiveMessage(expect.anything()),
  'the list of what is unread': (client) => client.receive('text', short),
  'what was received': (client) => expect(client).toHaveReceivedMessage({ type: 'other' }),
  'what was received, in an order': (client) => expect(client).toHaveReceivedMessages([{ type: 'other' }]),
  'unread messages': (client) => expect(client).toHaveNoUnreadMessages(),
  'what a predicate throws': (client) =>
    expect(client).toReceiveMessage((message: unknown) => {
      throw new Error(JSON.stringify(message));
    }, short),
  'what a schema finds': (client) => {
    const validate = (value: unknown) => ({ issues: [{ message: JSON.stringify(value), path: [JSON.stringify(value)] }] });
    return expect(client).toReceiveMessage({ '~standard': { version: 1, vendor: 'test', validate } } as never, short);
  },
};

/** The client when its message has come. */
async function clientOf(server: Server, options = {}): Promise<WebSocketClient> {
  const client = await connect(server, options);
  await client.ping();
  return client;
}

describe('nothing that a server sends reaches a terminal raw', () => {
  test.each(Object.entries(failing))('in %s', async (_, fail) => {
    const client = await clientOf(json({ type: 'said', [EVIL]: EVIL, nested: [EVIL] }));
    const error = await failure(() => fail(client));
    expect(error.message).not.toMatch(HIDDEN);
    expect(error.stack).not.toMatch(HIDDEN);
  });

  test('in the names of clients', async () => {
    const name = `${EVIL}\n    at evil (evil.js:1:1)`;
    const client = await clientOf(json(1), { name });
    expect(client.name).toBe(name);
    for (const fail of Object.values(failing)) expect((await failure(() => fail(client))).message).not.toMatch(HIDDEN);
    expect((await failure(() => client.send(() => {}))).message).toMatch(/^.+$/); // one line
    expect(String(client)).not.toMatch(HIDDEN);
  });

  test('in the names of scenarios', async () => {
    const lone = scenario(EVIL).connect(json(1)).expect(2).timeouts({ response: 30 });
    expect((await failure(() => lone.run())).message).not.toMatch(HIDDEN);
  });

  test('in the reason of a close', async () => {
    const client = await connect(serverThat((socket) => socket.close(4000, EVIL)));
    expect((await failure(() => expect(client).toReceiveMessage())).message).not.toMatch(HIDDEN);
    expect((await failure(() => expect(client).toClose(1000))).message).not.toMatch(HIDDEN);
  });

  test('in a refusal', async () => {
    const server = createServer().on('upgrade', (_, socket) => {
      socket.end('HTTP/1.1 403 \u001b[2J\u009b31mNo\r\nX-Evil: a\r\n\r\n\u001b[2Jbody\u202e');
    });
    const error = await failure(() => connect(server));
    expect(error.message).not.toMatch(HIDDEN);
    expect(error.body).toContain('\u001b[2J'); // the test gets what came
    expect((await failure(() => expect(connect(server)).toFailHandshake(401))).message).not.toMatch(HIDDEN);
  });

  test('in a failure of the protocol', async () => {
    const server = rawServer((socket) => socket.write(Buffer.from([0xc1, 1, 7])));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as { port: number };
    const client = await connect(`ws://127.0.0.1:${port}`);
    expect((await failure(() => expect(client).toReceiveMessage())).message).not.toMatch(HIDDEN);
    for (const socket of server.sockets) socket.destroy();
    server.close();
  });
});

const SECRET = 's3cr3t';

/** Messages with a secret in them, in the forms that servers and clients use. */
const secretive: Record<string, unknown> = {
  'a token': { type: 'auth', token: SECRET },
  'fields in any spelling': { accessKey: SECRET, refresh_token: SECRET, 'X-Api-Key': SECRET, PASSWORD: SECRET },
  'something nested': { user: { profile: { credentials: { value: SECRET } } } },
  'an array': { list: [{ secret: SECRET }], tokens: [SECRET] },
  'JSON in a string': { body: JSON.stringify({ inner: JSON.stringify({ password: SECRET }) }) },
  'a name beside its value': { headers: [{ name: 'Authorization', value: SECRET }] },
  'a URL': { next: `wss://ann:${SECRET}@host/?ticket=${SECRET}#a` },
  'a header in a text': { text: `Authorization: Bearer ${SECRET}` },
  cookies: { headers: { 'set-cookie': [`sid=${SECRET}; Path=/`] } },
};

describe('no secret is in a failure', () => {
  describe.each(Object.entries(secretive))('that was received as %s', (_, message) => {
    test.each(Object.entries(failing))('in %s', async (_, fail) => {
      const client = await clientOf(json(message));
      expect(asReported(await failure(() => fail(client)))).not.toContain(SECRET);
    });

    test('when it is expected', async () => {
      const client = await clientOf(json({ type: 'said' }));
      expect(asReported(await failure(() => expect(client).toReceiveMessage(message as never, short)))).not.toContain(SECRET);
      expect(asReported(await failure(() => expect(client).toHaveSentMessage(message)))).not.toContain(SECRET);
    });

    test('when it was sent', async () => {
      const client = await clientOf(json({ type: 'said' }));
      client.send(message);
      const error = await failure(() => expect(client).toHaveSentMessage({ type: 'other' }));
      expect(asReported(error)).not.toContain(SECRET);
    });
  });

  test('and where two secrets differ, that is said', async () => {
    const client = await clientOf(json({ type: 'auth', token: SECRET }));
    const { message } = await failure(() => expect(client).toReceiveMessage({ type: 'auth', token: 'other' }, short));
    expect(message).toContain('differs in token');
    expect(message).toContain('"token": "*** (another)"');
  });

  test.each([
    ['a wrong address', () => connect(`ws://ann:${SECRET}@[bad/?accessKey=${SECRET}`)],
    ['a wrong scheme', () => connect(`ftp://host/?token=${SECRET}`)],
    ['a wrong query', () => connect('ws://host', { query: `token=${SECRET}` as never })],
    ['wrong headers', () => connect('ws://host', { headers: { Authorization: `Bearer ${SECRET}`, x: {} as never } })],
    ['wrong headers as text', () => connect('ws://host', { headers: `Cookie: a=${SECRET}` as never })],
    ['a wrong key', () => connect('wss://host', { tls: { key: `-----BEGIN PRIVATE KEY-----\n${SECRET}`, x: 1 } as never })],
    ['options that are none', () => connect('ws://host', `token=${SECRET}` as never)],
    ['clients that are none', () => connectAll('ws://host', [{ token: SECRET }] as never)],
    ['where nothing listens', () => connect(`ws://ann:${SECRET}@127.0.0.1:1/?code=${SECRET}`)],
  ])('of %s', async (_, act) => {
    expect(asReported(await failure(act))).not.toContain(SECRET);
  });

  test('of a refusal, whose body and headers the test gets as they came', async () => {
    const server = createServer().on('upgrade', (_, socket) => {
      const body = JSON.stringify({ error: 'expired', token: SECRET });
      socket.end(`HTTP/1.1 401 No\r\nSet-Cookie: sid=${SECRET}\r\nContent-Length: ${body.length}\r\n\r\n${body}`);
    });
    const error = await failure(() => connect(server));
    expect(asReported(error)).not.toContain(SECRET);
    expect(error).toMatchObject({
      status: 401,
      headers: { 'set-cookie': [`sid=${SECRET}`] },
      body: expect.stringContaining(SECRET),
    });
  });

  test.each([
    `localhost:1/?token=${SECRET}`,
    `wss//ann:${SECRET}@host/?token=${SECRET}`,
    `ws//ann:${SECRET}@host/`,
    `http//host/?token=${SECRET}`,
    `ws:/ann:${SECRET}@host/`,
    `ws:ann:${SECRET}@[host/`,
    `ws://ann:ab/${SECRET}@host/`,
    `ws://ann:ab?${SECRET}@host/`,
    `//ann:${SECRET}@host/?token=${SECRET}`,
    `?token=${SECRET}`,
    `/chat?token=${SECRET}`,
    `ann:${SECRET}@localhost/?token=${SECRET}`,
    `${SECRET}@localhost`,
    `${SECRET}:x@localhost`,
  ])('of an address that is mistyped: %s', async (address) => {
    expect(asReported(await failure(() => connect(address, { timeout: 1000 })))).not.toContain(SECRET);
  });

  test('of an address that is mistyped and taken for a path', async () => {
    configure({ url: 'ws://127.0.0.1:1' });
    const { message } = await failure(() => connect(`//ann:${SECRET}@host/?token=${SECRET}`));
    expect(message).toContain('Nothing is listening at ws://127.0.0.1:1//***:***@host/?token=***');
  });

  test.each<[string, unknown, string]>([
    ['query', ['token', SECRET], 'an array'],
    ['query', SECRET, 'a string'],
    ['query', { q: { x: SECRET } }, '{ q }'],
    ['headers', ['authorization', SECRET], 'an array'],
    ['headers', { 'x-any': { x: SECRET } }, '{ x-any }'],
    ['tls', SECRET, 'a string'],
    ['tls.key', [5, SECRET], 'an array'],
    ['tls.cert', { x: SECRET }, '{ x }'],
    ['protocols', [5, SECRET], 'an array'],
    ['protocols', { x: SECRET }, '{ x }'],
    ['ws', [SECRET], 'an array'],
    ['mask', SECRET, 'a string'],
    ['mask', [SECRET, 5], 'an array'],
    ['query', 78051120, 'a number'],
    ['query', null, 'null'],
  ])('of a wrong option: %s', async (name, value, kind) => {
    const options = name.split('.').reduceRight((part: unknown, key) => ({ [key]: part }), value) as object;
    for (const act of [() => connect('ws://host', options), () => configure(options)]) {
      const error = await failure(act);
      expect(asReported(error)).not.toMatch(/s3cr3t|78051120/);
      expect(error.message).toMatch(new RegExp(`^The option '${name}' of .* must be .*, not ${kind}\\.$`));
    }
  });

  test.each([
    `bad password: ${SECRET}, token "${SECRET}", api key ${SECRET}`,
    `Invalid token: '${SECRET}'`,
    `wrong password "correct horse ${SECRET}"`,
    `the password is ${SECRET}.`,
    `session id ${SECRET} not found; Bearer ${SECRET}`,
    `<form><input name="password" value="${SECRET}"><input value='${SECRET}' id=user_token></form>`,
    `<meta content="${SECRET}" name="csrf-token">`,
    `<p>Your <b>access token</b>: <i>expired</i></p><token>${SECRET}</token>`,
    `{"password":"a\\"${SECRET}","error":"token ${SECRET} expired"}`,
  ])('of a refusal that says %s', async (body) => {
    const server = createServer().on('upgrade', (_, socket) => {
      socket.end(`HTTP/1.1 401 bad token ${SECRET}\r\nContent-Length: ${body.length}\r\n\r\n${body}`);
    });
    const error = await failure(() => connect(server));
    expect(asReported(error)).not.toContain(SECRET);
    expect(error.body).toBe(body);
    expect((await failure(() => expect(connect(server)).toFailHandshake(403))).message).not.toContain(SECRET);
  });

  test.each([
    'token expired',
    'Invalid token.',
    'jwt malformed',
    'jwt must be provided',
    'No session found',
    '{"error":"no token"}',
  ])('yet a refusal says why: %s', async (body) => {
    const server = createServer().on('upgrade', (_, socket) => {
      socket.end(`HTTP/1.1 401 No\r\nContent-Length: ${body.length}\r\n\r\n${body}`);
    });
    expect((await failure(() => connect(server))).message).toMatch(new RegExp(`: ${body.replace(/[{}.]/g, '\\$&')}$`));
  });

  test('where a server says it again under another name', async () => {
    const long = 'a-token-that-nobody-guesses';
    const client = await clientOf(
      serverThat((socket, { url }) => socket.send(JSON.stringify({ error: `no: ${url?.slice(8)}` }))),
      {
        query: { token: long },
      },
    );
    const error = await failure(() => expect(client).toReceiveMessage({ error: 'x' }, short));
    expect(asReported(error)).not.toContain(long);
  });

  test.each<[string, (server: string, secret: string) => Promise<WebSocketClient>]>([
    ['in the URL', (url, secret) => connect(`${url}/?token=${secret}`)],
    ['as user info', (url, secret) => connect(url.replace('://', `://ann:${secret}@`))],
    ['in raw headers', (url, secret) => connect(url, { ws: { headers: { Authorization: `Bearer ${secret}` } } })],
    ['in a cookie', (url, secret) => connect(url, { headers: { Cookie: `theme=a-theme-of-the-user; session=${secret}` } })],
  ])('given %s, where a server says it again', async (_, open) => {
    const secret = 'abcdefghijklmnopqrst1234';
    const client = await open(await listen(json({ hello: secret, theme: 'a-theme-of-the-user' })), secret);
    const error = await failure(() => expect(client).toReceiveMessage({ hello: 'x' }, short));
    expect(asReported(error)).not.toContain(secret);
    expect(asReported(error)).toContain('a-theme-of-the-user');
  });

  test('that the option mask names', async () => {
    const client = await clientOf(json({ ssn: 78051120, tenant: { xTenantId: SECRET } }), { mask: ['ssn', 'x-tenant-*'] });
    const { message } = await failure(() => expect(client).toReceiveMessage({ ssn: 1 }, short));
    expect(message).not.toMatch(/78051120|s3cr3t/);
    expect((await failure(() => connect('ws://host', { mask: 'ssn' as never }))).message).toContain('an array of names');
  });
});

describe('a failure is small and soon there', () => {
  const image = (letter: string) => ({ type: 'image', data: letter.repeat(4_000_000) });
  const many = Array.from({ length: 20_000 }, (_, id) => ({ id, text: `number ${id}` }));

  test.each<[string, unknown, (client: WebSocketClient) => unknown]>([
    ['a message of 4 MB', image('a'), (client) => expect(client).toReceiveNextMessage({ type: 'text' })],
    ['one that should not come', image('a'), (client) => expect(client).not.toReceiveMessage({ type: 'image' })],
    ['an expected one', { type: 'text' }, (client) => expect(client).toReceiveMessage(image('a'), short)],
    ['a near one', image('a'), (client) => expect(client).toReceiveMessage(image('b'), short)],
    [
      'a near one with many items',
      { many },
      (client) => expect(client).toReceiveMessage({ many: many.slice(1).concat({ id: -1, text: '' }) }, short),
    ],
    [
      'a near one with many lines',
      { text: 'a\nb\n'.repeat(200_000) },
      (client) => expect(client).toReceiveMessage({ text: 'b\na\n'.repeat(200_000) }, short),
    ],
    ['a list of 20,000', { id: -1 }, (client) => expect(client).toReceiveMessages(many, short)],
    ['a list of 20,000, looked back at', { id: -1 }, (client) => expect(client).toHaveReceivedMessages(many)],
    [
      'one that is 100,000 deep',
      JSON.parse(`${'['.repeat(4000)}${']'.repeat(4000)}`),
      (client) => expect(client).toReceiveMessage([[1]], short),
    ],
  ])('for %s', async (_, message, fail) => {
    const client = await clientOf(json(message));
    const begun = performance.now();
    const error = await failure(() => fail(client));
    expect(performance.now() - begun).toBeLessThan(20_000); // it is some 100 ms; it was minutes
    expect(error.message.length).toBeLessThan(50_000);
  });

  test('for text of 100,000 brackets', async () => {
    const client = await clientOf(serverThatSends('['.repeat(100_000) + ']'.repeat(100_000)));
    expect((await failure(() => expect(client).toReceiveMessage([[1]], short))).message.length).toBeLessThan(10_000);
  });
});

test('an expected value whose printing throws costs its own words only', async () => {
  const silent = { $$typeof: Symbol.for('jest.asymmetricMatcher'), asymmetricMatch: () => false };
  const client = await clientOf(json({ a: 1 }), { name: 'rob' });
  const { message } = await failure(() => expect(client).toReceiveMessage({ a: silent }, short));
  expect(message).toContain('Expected: {"a": (cannot be shown)}');
  expect(message).toContain('rob has 1 unread message');
});

// made here, not in the test: fast-check takes a second to know every character there is
const named = fc.constantFrom('token', 'password', 'apiKey', 'session_id', 'Set-Cookie');
const secret = fc.record({ at: fc.string({ unit: 'binary' }), name: named });
const messages = fc.tuple(fc.jsonValue({ stringUnit: 'binary', maxDepth: 4 }), secret).map(([value, { at, name }]) => ({
  type: 'said',
  value,
  [at]: [{ [name]: SECRET }],
}));

test('whatever a server sends, its failure has nothing hidden in it, and no secret', async () => {
  const socketOf = new Map<string, { send(text: string): void }>();
  const client = await connect(serverThat((socket) => void socketOf.set('one', socket)));
  await fc.assert(
    fc.asyncProperty(messages, async (message) => {
      socketOf.get('one')?.send(JSON.stringify(message));
      const error = await failure(() => expect(client).toReceiveNextMessage({ type: 'other', value: null }));
      client.drain();
      expect(error.message).not.toMatch(HIDDEN);
      expect(error.message).not.toContain(SECRET);
      expect(error.message.length).toBeLessThan(50_000);
    }),
    { numRuns: 50 },
  );
});

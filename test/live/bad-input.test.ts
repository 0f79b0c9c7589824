import { createServer } from 'node:http';
import { configure, connect, scenario, undecodable } from 'jest-websocket';
import { failure } from '../support/failure';
import { echoServer, listen, rawServer, serverThat, serverThatSends, tcpServerThatSays } from '../support/servers';

/** The first line of code in a stack that is the user's: this file's. */
const ownLine = ({ stack = '' }: Error) => stack.split('\n').find((line) => /^\s+at /.test(line));

const isPromise = (value: unknown): boolean => typeof (value as PromiseLike<unknown> | null)?.then === 'function';

describe('a connection that cannot be opened says why, at the line of connect()', () => {
  test('nothing listens', async () => {
    const url = 'ws://127.0.0.1:1';
    const error = await failure(() => connect(url));
    expect(error.message).toBe(`Nothing is listening at ${url}/ (ECONNREFUSED). Is the server running, and is the port right?`);
    expect(error.code).toBe('ECONNREFUSED');
    expect(ownLine(error)).toContain('bad-input.test.ts');
  });

  test('no such host', async () => {
    const error = await failure(() => connect('ws://no-such-host.invalid'));
    expect(error.message).toMatch(/^The host of ws:\/\/no-such-host.invalid\/ cannot be found \(E\w+\)\.$/);
  });

  test('the upgrade is refused', async () => {
    const server = createServer((_, response) => response.writeHead(404).end());
    server.on('upgrade', (_, socket) => {
      socket.end('HTTP/1.1 401 Unauthorized\r\nx-why: token\r\nContent-Length: 20\r\n\r\n{"error":"no token"}');
    });
    const error = await failure(() => connect(server, { name: 'rob' }));
    expect(error.message).toMatch(
      /^rob could not connect: ws:.* refused the upgrade with 401 Unauthorized: \{"error":"no token"\}$/,
    );
    expect(error).toMatchObject({ status: 401, body: '{"error":"no token"}', headers: { 'x-why': 'token' } });
  });

  test('the server answers 200, to a client that speaks of upgrades', async () => {
    const server = createServer((_, response) => response.end('hello'));
    expect((await failure(() => connect(server))).message).toMatch(
      /refused the upgrade with 200 OK, as it answers any request: nothing there takes WebSockets: hello$/,
    );
  });

  test('no HTTP at all', async () => {
    const url = await listen(tcpServerThatSays('SSH-2.0-OpenSSH_9.2\r\n'));
    expect((await failure(() => connect(url))).message).toMatch(
      /answered with something that is not HTTP, 'SSH-.*' \(HPE_\w+\)\.$/,
    );
  });

  test('the connection is closed without an answer', async () => {
    const url = await listen(tcpServerThatSays(''));
    expect((await failure(() => connect(url))).message).toContain('closed the connection before it answered the upgrade');
  });

  test('the server is silent', async () => {
    const url = await listen(createServer().on('upgrade', () => {}));
    const error = await failure(() => connect(url, { timeout: 50 }));
    expect(error.message).toBe(`${url}/ did not answer the upgrade within 50 ms.`);
  });

  test('a handshake that is wrong', async () => {
    const answer =
      'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: x\r\n\r\n';
    const url = await listen(tcpServerThatSays(answer));
    expect((await failure(() => connect(url))).message).toContain(
      'answered with 101, but with a Sec-WebSocket-Accept that does not belong to this request',
    );
    const refused = await failure(() => connect(echoServer(), { protocols: ['a b'] }));
    expect(refused.message).toContain('connect() was given something that a handshake cannot carry');
  });
});

describe('a target or an option that is none', () => {
  test.each<[unknown, string]>([
    ['ftp://host', "'ftp://host' has the scheme 'ftp:'. A WebSocket URL begins with ws:// or wss://."],
    ['localhost:8080', "'localhost:8080' has the scheme 'localhost:'. Write 'ws://localhost:8080'."],
    ['/chat', "connect('/chat') needs a URL to go to. Set testEnvironmentOptions"],
    [undefined, 'connect() without a target needs a URL to go to.'],
    ['ws://', "'ws://' is not a URL."],
    ['127.0.0.1:8080/chat', "'127.0.0.1:8080/chat' is not a URL. Write 'ws://127.0.0.1:8080/chat'."],
    ['[::1]', "'[::1]' is not a URL. Write 'ws://[::1]'."],
    [':8080', "':8080' is not a URL. Write 'ws://localhost:8080'."],
    [{ url: 'ws://localhost' }, "connect() takes the URL first, before its options: connect('ws://…', { … })."],
    [5, 'connect() cannot connect to 5. Give it a URL, a path, an http.Server or a WebSocketServer.'],
    [null, 'connect() cannot connect to null.'],
    [Promise.resolve('ws://x'), 'connect() cannot connect to a promise. Await it: connect(await …).'],
    [() => {}, 'Give it the server: http.createServer(app), or await serve(…) for a function that makes one.'],
    [{ qurey: {} }, "connect() has no option 'qurey'. Did you mean 'query'?"],
    [{ zzzzzz: 1 }, "connect() has no option 'zzzzzz'. It has 'name', 'path', 'query'"],
    [{ timeout: '5s' }, "The option 'timeout' of connect() must be a number of milliseconds, 0 or more, not '5s'."],
    [{ tls: { crt: 'x' } }, "connect() has no option 'tls.crt'. Did you mean 'tls.cert'?"],
    [{ tls: { ca: 5 } }, "The option 'tls.ca' of connect() must be PEM text or bytes, not a number."],
    [{ tls: 'x' }, "The option 'tls' of connect() must be an object { ca: PEM text or bytes, cert:"],
    [{ query: new URLSearchParams('a=b') }, 'or arrays of them, not a URLSearchParams. Write Object.fromEntries(…).'],
    [{ headers: new Headers({ a: 'b' }) }, 'or arrays of them, not a Headers. Write Object.fromEntries(…).'],
    [{ cookies: new Map([['a', 'b']]) }, 'that a Cookie header can carry, not a Map. Write Object.fromEntries(…).'],
    [{ codec: 'yaml' }, "The option 'codec' of connect() must be 'json', 'text', 'binary' or a codec with a function 'open'"],
  ])('%p', async (target, sentence) => {
    const error = await failure(() => connect(target as never));
    expect(error.message).toContain(sentence);
    expect(ownLine(error)).toContain('bad-input.test.ts');
  });
});

describe('what cannot even be looked at costs one sentence', () => {
  const revoked = () => {
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    return proxy as never;
  };

  test('a revoked proxy as codec', async () => {
    const error = await failure(() => connect(echoServer(), { codec: revoked() }));
    expect(error.message).toMatch(/^The option 'codec' of connect\(\) must be .*, not something that cannot be shown\.$/);
    expect(ownLine(error)).toContain('bad-input.test.ts');
  });

  test('a codec that throws a revoked proxy', async () => {
    const throws = () => {
      throw revoked();
    };
    const client = await connect(echoServer(), { codec: { open: () => ({ decode: throws, encode: throws }) } });
    const error = await failure(() => client.send('x'));
    expect(error.message).toBe("client 1 cannot send 'x' with the codec 'custom': something that cannot be shown");
    expect(ownLine(error)).toContain('bad-input.test.ts');
    const unopened = await failure(() => connect(echoServer(), { codec: { open: throws } }));
    expect(unopened.message).toContain('something that cannot be shown');
  });

  test('an expected message that is 100,000 levels deep', async () => {
    const client = await connect(serverThatSends('[[1]]'));
    for (const wrap of [(value: unknown) => [value], (value: unknown) => ({ value })]) {
      let deep: unknown = 1;
      for (let level = 0; level < 100_000; level++) deep = wrap(deep);
      const asks = [
        () => expect(client).toReceiveMessage(deep as never),
        () => expect(client).not.toReceiveMessage(deep as never),
        () => expect(client).toReceiveMessages([deep] as never),
        () => expect(client).toHaveReceivedMessage(deep as never),
        () => expect(client).toHaveSentMessage(deep as never),
        () => client.receive(deep as never),
      ];
      const steps = [
        () => scenario('s').connect(echoServer()).expect(deep),
        () => scenario('s').connect(echoServer()).expect('x').reply(deep),
        () => scenario('s').connect(echoServer()).send(deep),
      ];
      for (const step of steps) {
        const error = await failure(step);
        expect(error.message).toContain('A message of the scenario is more than 500 levels deep. Write a part of it.');
        expect(ownLine(error)).toContain('bad-input.test.ts');
      }
      for (const ask of asks) {
        const error = await failure(ask);
        expect(error.message).toContain('The expected message is more than 500 levels deep. Write a part of it, or a predicate.');
        expect(error.stack).toContain('bad-input.test.ts');
      }
    }
  });
});

test('a schema whose validation rejects leaves no rejection behind, and one that throws is told', async () => {
  const rejections: unknown[] = [];
  const note = (reason: unknown) => rejections.push(reason);
  process.on('unhandledRejection', note);
  const schema = (validate: () => unknown) => ({ '~standard': { version: 1, vendor: 'test', validate } }) as never;
  const client = await connect(serverThatSends('{"a":1}'));
  const rejecting = schema(() => Promise.reject(new Error('my bug')));
  for (const ask of [() => expect(client).toReceiveMessage(rejecting), () => client.receive(rejecting)]) {
    expect((await failure(ask)).message).toContain('The schema validates asynchronously.');
  }
  const throwing = schema(() => {
    throw new Error('my bug');
  });
  const thrown = await failure(() => expect(client).toReceiveMessage(throwing, { timeout: 30 }));
  expect(thrown.message).toContain('The check threw at #1:\n  Error: my bug');
  expect(thrown.message).not.toContain('cannot be shown');
  const promising = (() => Promise.reject(new Error('my bug'))) as never;
  expect((await failure(() => expect(client).toReceiveMessage(promising))).message).toContain('returned a promise');
  await new Promise((resolve) => setImmediate(resolve));
  process.off('unhandledRejection', note);
  expect(rejections).toEqual([]);
});

test('an expected field under a symbol is shown', async () => {
  const client = await connect(serverThatSends('{"a":1}'), { name: 'rob' });
  const expected = { [Symbol('field')]: 1, token: 's3cr3t', [Symbol('password')]: 's3cr3t' };
  const { message } = await failure(() => expect(client).toReceiveMessage(expected as never, { timeout: 30 }));
  expect(message).toContain('Symbol(field)');
  expect(message).not.toContain('s3cr3t');
});

describe('an expectation on something that is no client', () => {
  test.each<[string, unknown, string]>([
    ['a promise of one', Promise.resolve(), 'expect() was given a promise, not a client. Write expect(await connect(…))'],
    ['a string', 'rob', "expect() was given 'rob', which is not a client of jest-websocket."],
    ['undefined', undefined, 'expect() was given undefined, which is not a client'],
    ['no clients', [], 'The array given to expect() has no clients in it.'],
  ])('%s', async (_, subject, sentence) => {
    for (const matcher of ['toReceiveMessage', 'toBeOpen', 'toClose', 'toHaveReceivedMessage'] as const) {
      const error = await failure(() => expect(subject)[matcher]());
      expect(error.message).toContain(sentence);
      expect(ownLine({ ...error, stack: error.stack?.replace(/^.*node_modules.*\n/gm, '') } as Error)).toContain('bad-input');
      const negated = await failure(() => expect(subject).not[matcher]());
      expect(negated.message).toContain(sentence);
    }
  });

  test('a matcher that waits answers by its promise, also when it is misused; the others throw', async () => {
    const client = await connect(echoServer());
    const misused: [subject: unknown, matcher: string, ...args: unknown[]][] = [
      ...['toReceiveMessage', 'toReceive', 'toReceiveNextMessage', 'toReceiveMessages'].map((one): [unknown, string] => [5, one]),
      ...['toSendOnReceive', 'toFailHandshake', 'toAnswerPing', 'toReceivePing', 'toClose', 'toComplete'].map(
        (one): [unknown, string] => [5, one],
      ),
      [client, 'toReceiveMessage', 'x', { exakt: true }],
      [client, 'toReceiveMessage', 'x', null],
      [client, 'toReceiveNextMessage', { n: /5/ }],
      [client, 'toReceiveMessages', 'x'],
      [client, 'toSendOnReceive', 'x', 'y', { timeout: '5' }],
      [client, 'toFailHandshake', 401],
      [Promise.resolve(client), 'toFailHandshake', 'refused'],
      [client, 'toAnswerPing', { timeOut: 5 }],
      [client, 'toReceivePing', 5],
      [client, 'toReceivePing', { timeOut: 5 }],
      [client, 'toClose', 'gone'],
      [client, 'toClose', 1000, { timeOut: 5 }],
      [scenario('rob'), 'toComplete'],
      [5, 'toMatchTranscriptSnapshot', { until: 'x' }],
      [client, 'toMatchTranscriptSnapshot', { until: 'x', closed: true }],
    ];
    for (const [subject, matcher, ...args] of misused) {
      for (const expectation of [expect(subject), expect(subject).not, expect(Promise.resolve(subject)).resolves]) {
        const answer = (expectation as unknown as Record<string, (...args: unknown[]) => unknown>)[matcher]?.(...args);
        expect(isPromise(answer)).toBe(true);
        expect((await failure(() => answer)).message).toContain(`${matcher}(`);
      }
    }
    expect(() => expect(5 as never).toBeOpen()).toThrow('which is not a client');
    expect(() => expect(5 as never).toHaveNoUnreadMessages()).toThrow('which is not a client');
    expect(() => expect(5 as never).toMatchTranscriptSnapshot()).toThrow('which is not a client');
  });

  test('what becomes of a promise that was given is not said on top', async () => {
    const refused = connect('ws://127.0.0.1:1');
    expect((await failure(() => expect(refused as never).toReceiveMessage())).message).toContain('expect() was given a promise');
    expect((await failure(() => expect(connect('ws://127.0.0.1:1') as never).toBeOpen())).message).toContain(
      'was given a promise',
    );
  });

  test('the same client twice', async () => {
    const rob = await connect(echoServer(), { name: 'rob' });
    expect((await failure(() => expect([rob, rob]).toReceiveMessage())).message).toContain('has rob twice');
  });
});

describe('a message that cannot be sent', () => {
  const cyclic: Record<string, unknown> = {};
  cyclic.self = cyclic;

  test.each<[string, unknown, string]>([
    ['a bigint', { n: 1n }, 'client 1 cannot send 1n at n: JSON has no form for it. Write String(n) or Number(n).'],
    ['a cyclic value', cyclic, 'cannot send {"self":[Circular]} with the codec \'json\': Converting circular'],
    ['undefined', undefined, "cannot send undefined with the codec 'json': JSON has no form for undefined"],
    ['a function', () => {}, 'client 1 cannot send a function: JSON has no form for functions. Write a value.'],
  ])('%s', async (_, message, sentence) => {
    const client = await connect(echoServer());
    const error = await failure(() => client.send(message));
    expect(error.message).toContain(sentence);
    expect(ownLine(error)).toContain('bad-input.test.ts');
    client.send('still open');
    await expect(client).toReceiveMessage('still open');
  });

  test('on a client that is closed', async () => {
    const client = await connect(
      serverThat((socket) => socket.close(1008, 'policy')),
      { name: 'rob' },
    );
    await expect(client).toClose();
    const error = await failure(() => client.send('x'));
    expect(error.message).toBe("rob cannot send: the server closed it with 1008 'policy'.");
    const own = await connect(echoServer(), { name: 'ann' });
    await own.close();
    expect((await failure(() => own.send('x'))).message).toBe('ann cannot send: it was closed with 1000.');
  });
});

describe('a server that breaks the protocol: what had come stays, every wait ends at once', () => {
  const frame = (first: number, ...rest: number[]) => Buffer.from([first, ...rest]);
  const hello = frame(0x81, 2, 0x22, 0x68).fill('hi', 2);

  test.each<[string, Buffer, RegExp]>([
    [
      'invalid UTF-8',
      frame(0x81, 1, 0xff),
      /its connection broke: Invalid WebSocket frame: invalid UTF-8 sequence \(WS_ERR_INVALID_UTF8\)/,
    ],
    [
      'an oversized frame',
      frame(0x81, 126, 0x10, 0x00),
      /its connection broke: Max payload size exceeded \(WS_ERR_UNSUPPORTED_MESSAGE_LENGTH\)/,
    ],
    ['a broken frame', frame(0xf1, 0), /its connection broke: Invalid WebSocket frame: RSV2 and RSV3 must be clear/],
    ['a masked frame', frame(0x81, 0x81, 0, 0, 0, 0, 0), /its connection broke: Invalid WebSocket frame: MASK must be clear/],
  ])('%s', async (_, bytes, reason) => {
    const url = await listen(rawServer((socket) => socket.write(Buffer.concat([hello, bytes]))));
    const client = await connect(url, { maxPayload: 1000 });
    const error = await failure(() => expect(client).toReceiveMessage('never'));
    expect(error.message).toMatch(reason);
    expect(error.message).toContain('#1 hi');
    await expect(client).toReceiveMessage('hi');
    expect(client).toBeClosed();
    expect((await failure(() => client.send('x'))).message).toMatch(reason);
    expect(client.transcript.at(-1)).toMatchObject({ kind: 'error' });
  });

  test('cut in the middle of a frame', async () => {
    const url = await listen(rawServer((socket) => socket.end(Buffer.concat([hello, frame(0x81, 5, 0x68)]))));
    const client = await connect(url);
    const error = await failure(() => expect(client).toReceiveMessage('never'));
    expect(error.message).toContain('its connection was cut without a close frame (1006)');
    await expect(client).toReceiveMessage('hi');
  });

  test('invalid JSON is text', async () => {
    const client = await connect(serverThatSends('{"a":', '{"a":1}'));
    await expect(client).toReceiveMessages(['{"a":', { a: 1 }]);
  });

  test('what a codec cannot decode is kept as it came, and said', async () => {
    const codec = {
      open: () => ({
        decode: (payload: string | Buffer) => [JSON.parse(payload.toString())],
        encode: (message: unknown) => JSON.stringify(message),
      }),
    };
    const client = await connect(serverThatSends('{"a":', '{"a":1}'), { codec });
    const error = await failure(() => expect(client).toReceiveMessage({ a: 2 }, { timeout: 30 }));
    expect(error.message).toMatch(/#1 \{"a": \(not decoded: .*JSON.*\)/);
    await expect(client).toReceiveMessages([undecodable(), { a: 1 }]);
  });
});

describe('a server that floods', () => {
  test('is stopped at the limit of what may stay unread, with a sentence', async () => {
    configure({ limits: { unread: 100_000, transcript: 10_000 } });
    const client = await connect(
      serverThat((socket) => {
        for (let n = 0; n < 2000; n++) socket.send(JSON.stringify({ n, padding: 'x'.repeat(100) }));
      }),
    );
    const error = await failure(() => expect(client).toReceiveMessage('never'));
    expect(error.message).toContain('more than 100000 bytes of messages were left unread (limits.unread)');
    await expect(client).toReceiveMessage({ n: 0 });
    await expect(client).toReceiveMessage({ n: 300 });
  });

  test('what was read may leave the transcript, which it says', async () => {
    configure({ limits: { transcript: 10_000 } });
    const client = await connect(echoServer());
    for (let n = 0; n < 200; n++) {
      client.send({ n });
      await expect(client).toReceiveMessage({ n });
    }
    expect(client.transcript.length).toBeLessThan(100);
    const error = await failure(() => expect(client).toHaveReceivedMessage({ n: 0 }));
    expect(error.message).toMatch(/\d+ earlier messages left the transcript \(limits.transcript\)/);
  });
});

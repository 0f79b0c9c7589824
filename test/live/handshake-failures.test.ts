import { Agent, createServer } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { Socket } from 'node:net';
import { join } from 'node:path';
import { type ConnectOptions, connect } from 'jest-websocket';
import { generate } from 'selfsigned';
import { WebSocketServer } from 'ws';
import { failure } from '../support/failure';
import { acceptOf, listen, serverThat, tcpServer, tcpServerThatSays } from '../support/servers';
import { temporaryFolder } from '../support/temporary-folder';

/** What is said when no connection comes about, and under which code. */
async function said(url: string, options?: ConnectOptions): Promise<string> {
  const { message, code } = await failure(() => connect(url, options));
  expect(code).toEqual(expect.any(String));
  expect(message).toContain(`(${code})`);
  return message;
}

/** A server with a certificate that says these names, valid for these days from now on. */
async function certified(names: readonly string[], days: readonly [number, number] = [-1, 30]) {
  const [notBeforeDate, notAfterDate] = days.map((day) => new Date(Date.now() + day * 86_400_000));
  const { private: key, cert } = await generate([{ name: 'commonName', value: names[0] ?? 'nobody' }], {
    ...(notBeforeDate && { notBeforeDate }),
    ...(notAfterDate && { notAfterDate }),
    extensions: [{ name: 'subjectAltName', altNames: names.map((value) => ({ type: 2, value })) }],
  });
  const server = createHttpsServer({ key, cert });
  new WebSocketServer({ server });
  return { url: await listen(server, 'wss'), ca: cert };
}

describe('a certificate', () => {
  test('with the wrong name: which it carries, and what to write', async () => {
    const { url, ca } = await certified(['example.com', '*.example.org']);
    expect(await said(url, { tls: { ca } })).toBe(
      `The certificate of ${url}/ is for example.com, *.example.org, not for localhost (ERR_TLS_CERT_ALTNAME_INVALID). ` +
        "Expect that name with tls: { servername: 'example.com' }.",
    );
    await expect(connect(url, { tls: { ca, servername: 'example.com' } })).resolves.toMatchObject({ state: 'open' });
  });

  test('that has expired, and one that is not valid yet', async () => {
    const old = await certified(['localhost'], [-9, -1]);
    expect(await said(old.url, { tls: { ca: old.ca } })).toMatch(
      /^The certificate of \S+ has expired \(CERT_HAS_EXPIRED\)\. Make a new one; or tls: \{ rejectUnauthorized: false \}/,
    );
    const early = await certified(['localhost'], [2, 9]);
    expect(await said(early.url, { tls: { ca: early.ca } })).toMatch(/ is not valid yet \(CERT_NOT_YET_VALID\)/);
  });

  test('of an authority that nobody knows', async () => {
    const { url } = await certified(['localhost']);
    expect(await said(url)).toMatch(/ is not trusted \(\w+\)\. Give its authority with tls: \{ ca \}/);
  });

  test('of the client that cannot be read, or that the server asks for', async () => {
    const { private: key, cert } = await generate([{ name: 'commonName', value: 'localhost' }]);
    const server = createHttpsServer({ key, cert, requestCert: true });
    new WebSocketServer({ server });
    const url = await listen(server, 'wss');
    expect(await said(url, { tls: { ca: cert } })).toMatch(
      /accepts no client without a certificate.* Give one with tls: \{ cert, key \}\.$/,
    );
    expect(await said(url, { tls: { ca: cert, cert: 'nonsense', key } })).toMatch(
      /^What was given as tls: \{ … \} cannot be used for \S+: no start line \(ERR_OSSL_PEM_NO_START_LINE\)\.$/,
    );
  });

  test('of the client that cannot be read is said through a network, too, where nothing was said and it hung', async () => {
    const { url, ca } = await certified(['localhost']);
    expect(await said(url, { tls: { ca, cert: 'nonsense' }, network: {} })).toMatch(
      /^What was given as tls: \{ … \} cannot be used for \S+: no start line \(ERR_OSSL_PEM_NO_START_LINE\)\.$/,
    );
  });
});

describe('the system', () => {
  test('a unix socket that is not there', async () => {
    const path = join(temporaryFolder('ws'), 'none.sock');
    expect(await said(`ws+unix:${path}`)).toBe(
      `There is no socket at ws+unix:${path} (ENOENT). Is the server running, and is the path right?`,
    );
  });

  test('a host and a port where nobody is', async () => {
    const lookup = (_host: string, _options: object, found: (error: Error) => void) =>
      found(Object.assign(new Error('getaddrinfo ENOTFOUND'), { code: 'ENOTFOUND' }));
    expect(await said('ws://nowhere.invalid', { ws: { lookup } })).toMatch(
      /^The host of ws:\/\/nowhere\.invalid\/ cannot be found \(E\w+\)\.$/,
    );
    expect(await said('ws://127.0.0.1:1')).toMatch(/^Nothing is listening at ws:\/\/127\.0\.0\.1:1\/ \(ECONNREFUSED\)/);
  });

  test.each([
    ['EMFILE', /too many files and sockets are open \(EMFILE\)\. Close clients and servers in between/],
    ['EACCES', /^This process is not allowed to connect to ws:\/\/127\.0\.0\.1:9\/ \(EACCES\)\.$/],
    ['ETIMEDOUT', /^The host of \S+ did not answer \(ETIMEDOUT\)\. Can it be reached from here/],
    ['ENETUNREACH', /^There is no route to the host of \S+ \(ENETUNREACH\)\.$/],
    ['EHOSTUNREACH', /^There is no route to the host of/],
    ['ENOSUCHCODE', /^ws:\S+ did not complete the WebSocket handshake: connect ENOSUCHCODE \(ENOSUCHCODE\)\.$/],
  ])('%s', async (code, words) => {
    const createConnection = () => {
      const socket = new Socket();
      process.nextTick(() => socket.destroy(Object.assign(new Error(`connect ${code}`), { code })));
      return socket;
    };
    expect(await said('ws://127.0.0.1:9', { ws: { createConnection } })).toMatch(words);
  });

  test('the proxy of an agent, not the target', async () => {
    const url = await listen(serverThat(() => {}));
    const refused = { address: '127.0.0.1', port: 1, code: 'ECONNREFUSED' };
    class ProxyAgent extends Agent {
      override createConnection(): Socket {
        const socket = new Socket();
        process.nextTick(() => socket.destroy(Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:1'), refused)));
        return socket;
      }
    }
    expect(await said(url, { ws: { agent: new ProxyAgent() } })).toBe(
      `The agent given as ws: { agent } could not connect to ${url}/: connect ECONNREFUSED 127.0.0.1:1 (ECONNREFUSED). ` +
        'Is its proxy running, and is its address right?',
    );
    expect(await said('ws://127.0.0.1:1', { ws: { agent: new Agent() } })).toMatch(/^Nothing is listening at ws:/);
    const proxy = await listen(tcpServerThatSays('HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n'));
    await expect(connect(proxy)).rejects.toThrow(`The proxy on the way to ${proxy}/ refused it with 407`);
  });
});

describe('what answers is not a WebSocket server', () => {
  test('but speaks TLS', async () => {
    const { url } = await certified(['localhost']);
    expect(await said(url.replace('wss:', 'ws:'))).toMatch(
      /closed the connection before it answered .* Is the path right\? If it speaks TLS, write wss:/,
    );
    const alert = await listen(tcpServerThatSays('\x15\x03\x01\x00\x02\x02\x46'));
    expect(await said(alert)).toMatch(/^ws:\S+ speaks TLS \(HPE_\w+\)\. Write wss:\/\/ instead of ws:\/\/\.$/);
  });

  test('or does not', async () => {
    const url = await listen(
      serverThat(() => {}),
      'wss',
    );
    expect(await said(url)).toBe(`${url}/ does not speak TLS (EPROTO). Write ws:// instead of wss://.`);
  });

  test('or HTTP', async () => {
    const url = await listen(tcpServerThatSays('SSH-2.0-OpenSSH_9.6\r\n'));
    expect(await said(url)).toMatch(/answered with something that is not HTTP, 'SSH-2\.0-OpenSSH_9\.6' \(HPE_\w+\)\.$/);
  });

  test('or HTTP, but breaks its rules', async () => {
    const twice = await listen(tcpServerThatSays('HTTP/1.1 403 No\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab'));
    expect(await said(twice)).toMatch(/ answered with HTTP that cannot be read: Parse Error: .*Content-Length.* \(HPE_\w+\)\.$/);
    const long = await listen(tcpServerThatSays(`HTTP/1.1 403 No\r\nX-Long: ${'x'.repeat(20_000)}\r\n\r\n`));
    expect(await said(long)).toBe(
      `${long}/ answered with headers that are too long (HPE_HEADER_OVERFLOW). To take longer ones, write ws: { maxHeaderSize: … }, in bytes.`,
    );
    await expect(connect(long, { ws: { maxHeaderSize: 30_000 } })).toFailHandshake(403);
  });
});

/** Answers with 101 and these headers; `accept` stands for those that a server must say. */
const answering101 = (headers: readonly string[]) =>
  tcpServer((socket, request) => {
    const said = headers.flatMap((header) =>
      header === 'accept' ? [connection, upgrade, `Sec-WebSocket-Accept: ${acceptOf(request)}`] : header,
    );
    socket.write(['HTTP/1.1 101 Switching Protocols', ...said, '\r\n'].join('\r\n'));
  });
const connection = 'Connection: Upgrade';
const upgrade = 'Upgrade: websocket';

test('toFailHandshake() says that a failed connection is no refusal', async () => {
  const { message } = await failure(() => expect(connect('ws://127.0.0.1:1')).toFailHandshake(403));
  expect(message).toContain('is expected with rejects.toThrow().');
});

describe('an answer of 101 that is not one to this upgrade', () => {
  const cases: [string, string[], ConnectOptions, RegExp][] = [
    [
      'without Upgrade',
      [connection],
      {},
      /101, but without the header 'Upgrade: websocket'\. What answers there is not a WebSocket/,
    ],
    ['without Connection', [upgrade], {}, /101, but without the header 'Connection: Upgrade'/],
    ['without Sec-WebSocket-Accept', [connection, upgrade], {}, /101, but without the header Sec-WebSocket-Accept/],
    [
      'with a wrong Sec-WebSocket-Accept',
      [connection, upgrade, 'Sec-WebSocket-Accept: x'],
      {},
      /with a Sec-WebSocket-Accept that does not belong to this request/,
    ],
    [
      'a subprotocol, and none was offered',
      ['accept', 'Sec-WebSocket-Protocol: v2'],
      {},
      /chose the subprotocol 'v2', but none was offered\. Offer it with protocols: \['v2'\]/,
    ],
    [
      'another subprotocol',
      ['accept', 'Sec-WebSocket-Protocol: v2'],
      { protocols: ['v1', 'v3'] },
      /chose the subprotocol 'v2', which was not offered \(offered: 'v1', 'v3'\)\./,
    ],
    ['no subprotocol', ['accept'], { protocols: 'v1' }, /chose none of the subprotocols offered \('v1'\)\. Leave out protocols/],
    [
      'an extension',
      ['accept', 'Sec-WebSocket-Extensions: x-mux'],
      {},
      /answered with the extensions 'x-mux', which were not offered like that/,
    ],
  ];

  test.each(cases)('%s', async (_, headers, options, words) => {
    const url = await listen(answering101(headers));
    const { message, code } = await failure(() => connect(url, { timeout: 3000, ...options }));
    expect(message).toMatch(words);
    expect(message).toContain(`${url}/ `);
    expect(code).toBe('ERR_INVALID_UPGRADE');
  });
});

test('a server that says nothing is an error with a code, too', async () => {
  const url = await listen(createServer().on('upgrade', (_, socket) => socket.on('error', () => {})));
  await expect(connect(url, { timeout: 30 })).rejects.toMatchObject({
    code: 'ETIMEDOUT',
    message: `${url}/ did not answer the upgrade within 30 ms.`,
  });
});

test('a codec whose functions stand in the wrong place is shown by their names, and how to wrap them', async () => {
  const codec = { encode: () => '', decode: () => [] };
  await expect(connect('ws://localhost', { codec } as never)).rejects.toThrow(
    /^The option 'codec' of connect\(\) must be .* or a codec with a function 'open', not \{ encode, decode \}\. Wrap it: \{ open: \(\) => \(\{ decode, encode \}\) \}\.$/,
  );
});

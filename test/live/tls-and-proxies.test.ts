import { Agent, createServer, request, type Server } from 'node:http';
import { createServer as createHttpsServer, Agent as HttpsAgent } from 'node:https';
import { connect as connectTcp } from 'node:net';
import type { Duplex } from 'node:stream';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import { connect, serve } from 'jest-websocket';
import { generate } from 'selfsigned';
import { WebSocketServer } from 'ws';
import { failure } from '../support/failure';
import { freePort } from '../support/free-port';
import { listen, serverThat } from '../support/servers';

type Certificate = Awaited<ReturnType<typeof generate>>;

/** Keys that are made at once. */
const quick = { keyType: 'ec' as const, algorithm: 'sha256' };

/** An authority, and certificates that it has signed for these names. */
async function authority() {
  const extensions = [{ name: 'basicConstraints', cA: true, critical: true }];
  const own = await generate([{ name: 'commonName', value: 'Test Authority' }], {
    ...quick,
    extensions: extensions as never,
  });
  const signed = (name: string): Promise<Certificate> =>
    generate([{ name: 'commonName', value: name }], {
      ...quick,
      ca: { key: own.private, cert: own.cert },
      extensions: [{ name: 'subjectAltName', altNames: [{ type: 2, value: name }] }],
    });
  return { ca: own.cert, signed };
}

/** A server that tells each client what TLS knows of it, and its headers. */
function secureServer({ private: key, cert }: Certificate, options: object = {}) {
  const server = createHttpsServer({ key, cert, ...options });
  new WebSocketServer({ server }).on('connection', (socket, request) => {
    const tls = request.socket as TLSSocket & { servername?: string };
    const client = tls.getPeerCertificate().subject?.CN;
    socket.send(JSON.stringify({ client, servername: tls.servername, headers: request.headers }));
  });
  return server;
}

describe('TLS', () => {
  test('trusts an authority of its own, and what that has signed', async () => {
    const { ca, signed } = await authority();
    const url = await listen(secureServer(await signed('localhost')), 'wss');
    expect(await connect(url, { tls: { ca } })).toBeOpen();
    await expect(connect(url)).rejects.toThrow(/ is not trusted \(\w+\)\. Give its authority with tls: \{ ca \}/);
    const other = await authority();
    await expect(connect(url, { tls: { ca: other.ca } })).rejects.toThrow(/ is not trusted/);
  });

  test('shows a certificate of its own, which the server knows by its authority', async () => {
    const { ca, signed } = await authority();
    const server = secureServer(await signed('localhost'), { ca, requestCert: true, rejectUnauthorized: true });
    const url = await listen(server, 'wss');
    const { private: key, cert } = await signed('rob');
    await expect(await connect(url, { tls: { ca, cert, key } })).toReceiveMessage({ client: 'rob' });
    await expect(connect(url, { tls: { ca } })).rejects.toThrow(
      /accepts no client without a certificate that it trusts .* Give one with tls: \{ cert, key \}\.$/,
    );
    const stranger = await (await authority()).signed('stranger');
    const tls = { ca, cert: stranger.cert, key: stranger.private };
    await expect(connect(url, { tls })).rejects.toThrow(
      'closed the connection before it answered the upgrade (ECONNRESET). It may not trust the certificate given as tls: { cert }.',
    );
    const { private: otherKey } = await signed('ann');
    const mixed = await failure(() => connect(url, { tls: { ca, cert, key: otherKey } }));
    expect(mixed.message).toMatch(/^What was given as tls: \{ … \} cannot be used for \S+: key values mismatch/);
  });

  test('says the name of the server (SNI), which chooses its certificate by it', async () => {
    const { ca, signed } = await authority();
    const [one, two] = [await signed('one.test'), await signed('two.test')];
    const server = secureServer(one);
    server.addContext('two.test', { key: two.private, cert: two.cert });
    const url = await listen(server, 'wss');
    for (const servername of ['one.test', 'two.test']) {
      await expect(await connect(url, { tls: { ca, servername } })).toReceiveMessage({ servername });
    }
    await expect(connect(url, { tls: { ca } })).rejects.toMatchObject({ code: 'ERR_TLS_CERT_ALTNAME_INVALID' });
  });

  test('is what serve() speaks with an https.Server', async () => {
    const { ca, signed } = await authority();
    const server = await serve(secureServer(await signed('localhost')), { port: await freePort() });
    expect(server.url).toMatch(/^wss:\/\/127\.0\.0\.1:\d+\/$/);
    expect(server.httpUrl).toMatch(/^https:/);
    const rob = await connect(server, { tls: { ca } });
    await server.restart();
    await expect(rob).toClose();
    expect(await rob.reconnect()).toBeOpen();
  });
});

test('the user info of a URL is said as credentials, decoded', async () => {
  const server = serverThat((socket, { headers }) => socket.send(JSON.stringify(headers)));
  const url = (await listen(server)).replace('ws://', 'ws://rob:p%40ss@');
  const { authorization } = await (await connect(url)).receive();
  expect(authorization).toBe(`Basic ${Buffer.from('rob:p@ss').toString('base64')}`);
});

/** A proxy that makes a tunnel for whoever asks for it, and what it was asked for. */
function connectProxy(credentials?: string): Server & { asked: (string | undefined)[] } {
  const proxy = Object.assign(createServer(), { asked: [] as (string | undefined)[] });
  proxy.on('connect', ({ url = '', headers }, socket: Duplex) => {
    proxy.asked.push(url);
    if (credentials !== undefined && headers['proxy-authorization'] !== credentials) {
      socket.end('HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n');
      return;
    }
    const [host, port] = url.split(':');
    const there = connectTcp(Number(port), host, () => {
      socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
      there.pipe(socket).pipe(there);
    });
    there.on('error', () => socket.destroy());
    socket.on('error', () => there.destroy());
  });
  return proxy;
}

/** As the agents of npm do it: a tunnel by CONNECT (RFC 9110 §9.3.6), and TLS within where that is asked for. */
function proxyAgent(proxy: string, headers = {}, Base: typeof Agent | typeof HttpsAgent = Agent) {
  const { hostname, port } = new URL(proxy);
  return new (class extends (Base as typeof Agent) {
    override createConnection(options: any, done?: any): any {
      const { host, port: to } = options;
      request({ hostname, port, method: 'CONNECT', path: `${host}:${to}`, headers })
        .on('connect', ({ statusCode }, socket) => {
          if (statusCode !== 200) return done(new Error(`the proxy answered CONNECT with ${statusCode}`));
          done(null, Base === Agent ? socket : connectTls({ ...options, socket }));
        })
        .on('error', done)
        .end();
      return undefined;
    }
  })();
}

describe('an HTTP proxy, by ws: { agent }', () => {
  const mirror = () => serverThat((socket, { url }) => socket.send(url ?? ''));

  test('makes a tunnel, also for TLS within', async () => {
    const proxy = connectProxy();
    const through = await listen(proxy, 'http');
    const plain = await listen(mirror());
    await expect(await connect(`${plain}/chat`, { ws: { agent: proxyAgent(through) } })).toReceiveMessage('/chat');
    const { ca, signed } = await authority();
    const secure = await listen(secureServer(await signed('localhost')), 'wss');
    const agent = proxyAgent(through, {}, HttpsAgent);
    await expect(await connect(secure, { tls: { ca }, ws: { agent } })).toReceiveMessage({ servername: 'localhost' });
    expect(proxy.asked).toEqual([plain, secure].map((url) => url.split('//')[1]));
  });

  test('that refuses, or is not there, is named as the cause', async () => {
    const plain = await listen(mirror());
    const through = await listen(connectProxy('Basic abc'), 'http');
    await expect(connect(plain, { ws: { agent: proxyAgent(through) } })).rejects.toThrow(
      `The agent given as ws: { agent } could not connect to ${plain}/: the proxy answered CONNECT with 407.`,
    );
    const agent = proxyAgent(through, { 'proxy-authorization': 'Basic abc' });
    expect(await connect(plain, { ws: { agent } })).toBeOpen();
    await expect(connect(plain, { ws: { agent: proxyAgent('http://127.0.0.1:1') } })).rejects.toThrow(
      /^The agent given as ws: \{ agent \} could not connect .*ECONNREFUSED.* Is its proxy running/,
    );
  });
});

describe('where servers are', () => {
  test('several in one test, each by itself', async () => {
    const servers = await Promise.all([1, 2, 3].map((n) => serve(serverThat((socket) => socket.send(String(n))))));
    const [one, two, three] = await Promise.all(servers.map((server) => connect(server)));
    if (!one || !two || !three) throw new Error('three clients');
    await expect(one).toReceiveMessage(1);
    await expect(two).toReceiveMessage(2);
    await servers[1]?.close();
    await expect(two).toClose();
    expect([one, three]).toBeOpen();
  });

  test('IPv6, and every address', async () => {
    for (const host of ['::1', '::', '0.0.0.0']) {
      const server = await serve(
        serverThat(() => {}),
        { host },
      );
      expect(await connect(server)).toBeOpen();
      expect(await connect(server.httpUrl)).toBeOpen();
      await server.close();
    }
  });
});

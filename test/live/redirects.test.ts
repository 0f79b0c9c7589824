import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { connect, type WebSocketClient } from 'jest-websocket';
import { generate } from 'selfsigned';
import { WebSocketServer } from 'ws';
import { failure } from '../support/failure';
import { listen, serverThat } from '../support/servers';

/** Sends everybody somewhere else. */
const answering =
  (location: string | ((request: IncomingMessage) => string)): RequestListener =>
  (request, response) => {
    const to = typeof location === 'string' ? location : location(request);
    response.writeHead(302, { location: to, connection: 'close' }).end();
  };
const redirectTo = (location: string | ((request: IncomingMessage) => string)): Server =>
  createServer(answering(location)).on('upgrade', (request, socket) => {
    const to = typeof location === 'string' ? location : location(request);
    socket.end(`HTTP/1.1 302 Found\r\nLocation: ${to}\r\nContent-Length: 0\r\n\r\n`);
  });

/** Tells each client what its upgrade request said. */
const mirror = (): Server => serverThat((socket, { url, headers }) => socket.send(JSON.stringify({ url, headers })));

const secrets = {
  Authorization: 'Bearer abc',
  'proxy-authorization': 'Basic abc',
  'X-Api-Key': 'abc',
  Cookie: 'sid=abc',
  'x-auth-token': 'abc',
};
const bearers = ['access_token', 'abc123', 'bearer.abc', 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.x-y_z'];

async function said(client: WebSocketClient): Promise<{ url: string; headers: Record<string, string> }> {
  return client.receive();
}

describe('a redirect to another server', () => {
  test('carries no secret there, and the rest', async () => {
    const there = await listen(mirror());
    const here = await listen(redirectTo(`${there}/there`));
    const client = await connect(here, {
      followRedirects: true,
      headers: { ...secrets, 'x-tenant': 'blue', Host: 'example.com' },
      protocols: ['v1', ...bearers, 'v2'],
      ws: { auth: 'rob:abc' },
    });
    const { url, headers } = await said(client);
    expect(url).toBe('/there');
    expect(JSON.stringify(headers)).not.toContain('abc');
    expect(JSON.stringify(headers)).not.toContain('eyJ');
    expect(headers).toMatchObject({ 'x-tenant': 'blue', 'sec-websocket-protocol': 'v1,v2', host: there.slice('ws://'.length) });
    for (const name of Object.keys(secrets)) expect(headers).not.toHaveProperty(name.toLowerCase());
  });

  test('and back carries none either', async () => {
    let back = '';
    const other = await listen(redirectTo(() => back));
    const server = mirror();
    const here = createServer().on('upgrade', (request, socket, head) => {
      if (request.url === '/back') server.emit('upgrade', request, socket, head);
      else socket.end(`HTTP/1.1 302 Found\r\nLocation: ${other}\r\nContent-Length: 0\r\n\r\n`);
    });
    back = `${await listen(here)}/back`;
    const { headers } = await said(await connect(back.replace('/back', ''), { followRedirects: true, headers: secrets }));
    expect(headers).not.toHaveProperty('x-api-key');
  });

  test('does not carry the user info of the URL', async () => {
    const there = await listen(mirror());
    const here = (await listen(redirectTo(there))).replace('ws://', 'ws://rob:abc@');
    const { headers } = await said(await connect(here, { followRedirects: true }));
    expect(headers).not.toHaveProperty('authorization');
  });

  test('asks for the name of the new one in its certificate, not for that of the old', async () => {
    const local = await generate([{ name: 'commonName', value: 'localhost' }]);
    const foreign = await generate([{ name: 'commonName', value: 'example.com' }], {
      extensions: [{ name: 'subjectAltName', altNames: [{ type: 2, value: 'example.com' }] }],
    });
    const httpsServer = ({ private: key, cert }: typeof local, ...answer: RequestListener[]) =>
      createHttpsServer({ key, cert }, ...answer);
    const tls = { ca: [local.cert, foreign.cert], servername: 'example.com' };

    const server = httpsServer(local);
    new WebSocketServer({ server });
    const there = await listen(server, 'wss');
    const here = await listen(httpsServer(foreign, answering(there)), 'wss');
    await expect(connect(here, { followRedirects: true, tls })).resolves.toMatchObject({ url: `${there}/` });

    const stranger = httpsServer(foreign);
    new WebSocketServer({ server: stranger });
    const strange = await listen(httpsServer(foreign, answering(await listen(stranger, 'wss'))), 'wss');
    await expect(connect(strange, { followRedirects: true, tls })).rejects.toMatchObject({
      code: 'ERR_TLS_CERT_ALTNAME_INVALID',
    });
  });

  test('that is not encrypted is not followed', async () => {
    const there = await listen(mirror());
    const { private: key, cert } = await generate([{ name: 'commonName', value: 'localhost' }]);
    const here = await listen(createHttpsServer({ key, cert }, answering(there)), 'wss');
    const error = await failure(() => connect(here, { followRedirects: true, tls: { ca: cert } }));
    expect(error).toMatchObject({ status: 302 });
    expect(error.message).toBe(
      `${here}/ refused the upgrade with 302 Found: it redirects to ${there}/, which is not encrypted and so not followed. ` +
        'Connect to it, if that is meant.',
    );
  });
});

describe('a redirect on the same server', () => {
  test('carries all, and the client is then where it was sent', async () => {
    const server = mirror();
    const here = createServer().on('upgrade', (request, socket, head) => {
      if (request.url?.startsWith('/new')) server.emit('upgrade', request, socket, head);
      else socket.end('HTTP/1.1 307 Temporary Redirect\r\nLocation: /new?room=2#top\r\nContent-Length: 0\r\n\r\n');
    });
    const url = await listen(here);
    const client = await connect(`${url}/old`, { followRedirects: true, headers: secrets, protocols: bearers });
    const { headers } = await said(client);
    expect(headers).toMatchObject({ 'x-api-key': 'abc', cookie: 'sid=abc', 'sec-websocket-protocol': bearers.join(',') });
    expect(client.url).toBe(`${url}/new?room=2`);
    const info = await connect(url.replace('ws://', 'ws://rob:abc@'), { ws: { followRedirects: true } });
    expect((await said(info)).headers.authorization).toBe(`Basic ${Buffer.from('rob:abc').toString('base64')}`);
  });
});

describe('the failure of a redirect', () => {
  test('that is followed says where it has led', async () => {
    const refusing = await listen(createServer((_, response) => response.writeHead(403).end('no guests')));
    const between = await listen(redirectTo(`${refusing}/b`));
    const here = await listen(redirectTo(`${between}/a?token=abc`));
    const error = await failure(() => connect(here, { followRedirects: true }));
    expect(error).toMatchObject({ status: 403, body: 'no guests' });
    expect(error.message).toBe(
      `${refusing}/b refused the upgrade with 403 Forbidden: no guests. ` +
        `It was redirected: ${here}/ → ${between}/a?token=*** → ${refusing}/b`,
    );
    const dead = await listen(redirectTo('ws://127.0.0.1:1/x'));
    const { message } = await failure(() => connect(dead, { followRedirects: true }));
    expect(message).toMatch(
      /^Nothing is listening at ws:\/\/127\.0\.0\.1:1\/x .*port right\? It was redirected: ws:.* → ws:.*:1\/x$/,
    );
  });

  test('that is not followed says where it leads', async () => {
    const here = await listen(redirectTo('/there?token=abc'));
    const error = await failure(() => connect(here));
    expect(error).toMatchObject({ status: 302 });
    expect(error.message).toBe(
      `${here}/ refused the upgrade with 302 Found: it redirects to ${here}/there?token=***. ` +
        'Write followRedirects: true to go there.',
    );
  });

  test.each([
    ['ftp://example.com/', "it redirects to 'ftp://example.com/', which is not the URL of a WebSocket."],
    ['ws+unix:///tmp/x.sock:/', 'which is not the URL of a WebSocket.'],
    ['http://[', "it redirects to 'http://[', which is not the URL of a WebSocket."],
  ])('to %s is said in words', async (location, words) => {
    const here = await listen(redirectTo(location));
    expect((await failure(() => connect(here, { followRedirects: true }))).message).toContain(words);
  });

  test('that goes in a circle ends', async () => {
    const here = await listen(redirectTo(({ url }) => `/${Number(url?.slice(1)) + 1}`));
    const error = await failure(() => connect(`${here}/0`, { followRedirects: true }));
    expect(error.message).toContain(`it redirects to ${here}/11, and 10 redirects were followed before.`);
    const twice = await failure(() => connect(`${here}/0`, { followRedirects: true, ws: { maxRedirects: 2 } }));
    expect(twice.message).toContain(`it redirects to ${here}/3, and 2 redirects were followed before.`);
  });
});

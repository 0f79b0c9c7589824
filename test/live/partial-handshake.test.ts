import { createServer } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { connect } from 'jest-websocket';
import { generate } from 'selfsigned';
import { listen, tcpServer } from '../support/servers';

const impatient = { headersTimeout: 60, connectionsCheckingInterval: 10 };

test('a server that gives up on half a request says so, at once', async () => {
  await expect(connect(createServer(impatient), { handshake: 'partial' })).toFailHandshake(408);
  await expect(connect(createServer(impatient), { handshake: 'partial', network: true })).toFailHandshake(408);
  const { private: key, cert } = await generate([{ name: 'commonName', value: 'localhost' }]);
  const server = createHttpsServer({ key, cert, ...impatient });
  await expect(connect(server, { tls: { ca: cert }, handshake: 'partial' })).toFailHandshake(408);
});

test('the server gets the head of the request, but for its end', async () => {
  const requests: string[] = [];
  const server = tcpServer((socket, request) => {
    requests.push(request);
    socket.destroy();
  });
  const url = await listen(server);
  const options = { handshake: 'partial', headers: { 'X-Room': ['a', 'b'] }, query: { name: 'rob' } } as const;
  await expect(connect(`${url}/chat`, options)).rejects.toThrow(
    'closed the connection before it answered the upgrade (ECONNRESET)',
  );
  const [request = ''] = requests;
  expect(request.split('\r\n').slice(0, 2)).toEqual(['GET /chat?name=rob HTTP/1.1', expect.stringMatching(/^X-Room: a/)]);
  expect(request).toContain(`\r\nHost: ${url.slice('ws://'.length)}\r\n`);
  expect(request).toMatch(/[^\n]\r\n$/);
});

test('a server that is more patient than the client is told by its silence', async () => {
  const url = await listen(tcpServer(() => {}));
  const silence = { code: 'ETIMEDOUT', message: `${url}/ did not answer the upgrade within 50 ms.` };
  await expect(connect(url, { handshake: 'partial', timeout: 50 })).rejects.toMatchObject(silence);
  await expect(connect(url, { handshake: 'half' as never })).rejects.toThrow(
    "The option 'handshake' of connect() must be 'whole' or 'partial', not 'half'.",
  );
});

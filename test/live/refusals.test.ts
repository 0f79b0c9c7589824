import { createServer } from 'node:http';
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { connect } from 'jest-websocket';
import { failure } from '../support/failure';
import { listen, tcpServer } from '../support/servers';

const refusing = (body: Buffer | string, headers: Record<string, string> = {}) =>
  createServer((_, response) => response.writeHead(503, headers).end(body));

describe('a refusal whose response does not end is known by its head', () => {
  test.each([
    ['no length, and the socket stays open', '\r\n', ''],
    ['a body that stops', 'Content-Length: 100\r\n\r\nno gue', 'no gue'],
    ['a chunked body that stops', 'Transfer-Encoding: chunked\r\n\r\n3\r\nno \r\n', 'no '],
  ])('%s', async (_, text, body) => {
    const url = await listen(tcpServer((socket) => socket.write(`HTTP/1.1 401 Unauthorized\r\n${text}`)));
    await expect(connect(url, { timeout: 100 })).toFailHandshake({ status: 401, body });
    await expect(connect(url)).toFailHandshake(401);
  });

  test('a body that comes in drops for ever', async () => {
    let drops: NodeJS.Timeout | undefined;
    const server = tcpServer((socket) => {
      socket.write('HTTP/1.1 401 Unauthorized\r\n\r\n');
      drops = setInterval(() => socket.write('x'), 20);
    });
    const url = await listen(server);
    await expect(connect(url, { timeout: 200 })).toFailHandshake(401);
    clearInterval(drops);
  });
});

describe('the body of a refusal is read as what it is', () => {
  const text = JSON.stringify({ error: 'closed for today' });

  test.each([
    ['gzip', gzipSync(text)],
    ['GZIP', gzipSync(text)],
    ['deflate', deflateSync(text)],
    ['deflate', deflateRawSync(text)],
    ['br', brotliCompressSync(text)],
    ['identity', Buffer.from(text)],
  ])('%s', async (encoding, bytes) => {
    const url = await listen(refusing(bytes, { 'content-encoding': encoding }));
    const error = await failure(() => connect(url));
    expect(error).toMatchObject({ status: 503, body: text });
    expect(error.message).toBe(`${url}/ refused the upgrade with 503 Service Unavailable: ${text}`);
  });

  test('what is not what it says is shown as it came', async () => {
    const url = await listen(refusing('plain text', { 'content-encoding': 'gzip' }));
    await expect(connect(url)).toFailHandshake({ body: 'plain text' });
  });

  test('gzip that is cut off is shown as far as it goes', async () => {
    const bytes = gzipSync('hello '.repeat(20_000), { level: 0 });
    const head = `HTTP/1.1 503 No\r\nContent-Encoding: gzip\r\nContent-Length: ${bytes.length}\r\n\r\n`;
    const url = await listen(
      tcpServer((socket) => {
        socket.write(head);
        socket.write(bytes.subarray(0, 40_000));
      }),
    );
    await expect(connect(url)).toFailHandshake({ status: 503, body: /^hello hello / });
  });

  test('a body that grows without end when it is decoded is cut', async () => {
    const url = await listen(refusing(gzipSync(Buffer.alloc(50_000_000)), { 'content-encoding': 'gzip' }));
    const { body } = await failure(() => connect(url));
    expect(String(body)).toHaveLength(64 * 1024);
  });
});

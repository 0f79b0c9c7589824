import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Socket } from 'node:net';
import { join } from 'node:path';
import { constants, deflateRawSync } from 'node:zlib';
import { connect, scenario, type WebSocketClient } from 'jest-websocket';
import { type WebSocket, WebSocketServer } from 'ws';
import { failure } from '../support/failure';
import { describeWith, runs } from '../support/programs';
import { frame, listen, rawServer, serverThat } from '../support/servers';

const CLOSE = 8;
const normal = Buffer.from([0x03, 0xe8]);

/** A server that compresses all it says. */
function compressingServer(onConnection: (socket: WebSocket) => void) {
  const server = createServer();
  new WebSocketServer({ server, perMessageDeflate: { threshold: 0 } }).on('connection', onConnection);
  return server;
}

/** One text message, compressed (RFC 7692 §7.2.1). */
function compressed(text: string): Buffer {
  const bytes = frame(1, deflateRawSync(text, { finishFlush: constants.Z_SYNC_FLUSH }).subarray(0, -4));
  bytes[0] = (bytes[0] ?? 0) | 0x40;
  return bytes;
}

const closes = (client: WebSocketClient) =>
  client.transcript.flatMap((entry) =>
    entry.kind === 'close' ? [`${entry.direction} ${entry.code} ${entry.reason}`.trim()] : [],
  );

/** What happens each of fifty times; once each, what differs. */
async function outcomes(act: () => Promise<unknown>): Promise<unknown[]> {
  const seen = new Set<string>();
  for (let n = 0; n < 50; n++) seen.add(JSON.stringify(await act()));
  return [...seen].map((text) => JSON.parse(text));
}

describe("a close frame that is read when the socket is gone is the server's close, not a cut", () => {
  test('a compressed message, the close frame and the end of the TCP connection at once', async () => {
    const server = compressingServer((socket) => {
      const { _socket: tcp, _sender: sender } = socket as unknown as {
        _socket: Socket;
        _sender: { close(...args: unknown[]): void };
      };
      socket.send(JSON.stringify({ error: 'unauthorised', hint: 'x'.repeat(2000) }));
      sender.close(4001, Buffer.from('bye'), false, () => tcp.end()); // queued behind the message
    });
    const seen = await outcomes(async () => {
      const client = await connect(server);
      await expect(client).toClose(4001, 'bye');
      await expect(client).toReceiveMessage({ error: 'unauthorised' });
      await client.close();
      return closes(client);
    });
    expect(seen).toEqual([['received 4001 bye']]);
  }, 60_000);

  test('a last compressed word, the answer to our close, and the server hangs up', async () => {
    const server = rawServer(
      (socket) => socket.once('data', () => socket.end(Buffer.concat([compressed('{"bye":1}'), frame(CLOSE, normal)]))),
      { headers: ['Sec-WebSocket-Extensions: permessage-deflate'] },
    );
    const url = await listen(server);
    const seen = await outcomes(async () => {
      const client = await connect(url);
      await client.close(1000);
      await expect(client).toReceiveMessage({ bye: 1 });
      await expect(client).toClose(1000);
      return [client.transcript.map(({ kind }) => kind), closes(client)];
    });
    expect(seen).toEqual([
      [
        ['open', 'close', 'message', 'close'],
        ['sent 1000', 'received 1000'],
      ],
    ]);
  }, 60_000);

  const python = '/usr/bin/python3';

  describeWith(
    'Python 3 with websockets',
    () => runs(python, '-c', 'import websockets'),
    "Python's websockets",
    () => {
      let server: ReturnType<typeof spawn>;
      let url: string;

      beforeAll(async () => {
        server = spawn(python, [join(__dirname, '../support/python/closes.py')], { stdio: ['ignore', 'pipe', 'inherit'] });
        const [port] = await once(server.stdout as NonNullable<typeof server.stdout>, 'data');
        url = `ws://127.0.0.1:${String(port).trim()}`;
      });

      afterAll(() => server.kill());

      test('our close is answered, and so is theirs', async () => {
        const seen = await outcomes(async () => {
          const [rob, ann] = [await connect(url), await connect(url)];
          rob.send('x'.repeat(1000));
          await rob.close(4000, 'enough');
          await expect(rob).toClose(4000, 'enough');
          ann.send('y'.repeat(1000));
          ann.send('4001 no more');
          await expect(ann).toClose(4001, 'no more');
          return [closes(rob), closes(ann)];
        });
        expect(seen).toEqual([[['sent 4000 enough', 'received 4000 enough'], ['received 4001 no more']]]);
      }, 60_000);
    },
  );
});

describe('close() of a client whose server', () => {
  test('has closed before resolves, and says nothing more', async () => {
    const client = await connect(serverThat((socket) => socket.close(4001, 'gone')));
    await expect(client).toClose(4001);
    await client.close();
    await client.close(1000, 'again');
    expect(closes(client)).toEqual(['received 4001 gone']);
  });

  test('has closed, and keeps the TCP connection open, is cut quietly', async () => {
    const server = rawServer((socket) => socket.write(frame(CLOSE, normal)), { allowHalfOpen: true });
    const client = await connect(await listen(server), { timeout: 60_000 });
    await expect(client).toClose(1000);
    await client.close();
    expect(client.state).toBe('closed');
  });

  test('answers, and keeps the TCP connection open, is cut quietly', async () => {
    const server = rawServer((socket) => socket.once('data', () => socket.write(frame(CLOSE, normal))), { allowHalfOpen: true });
    const client = await connect(await listen(server), { timeout: 60_000 });
    await client.close(); // and not in a minute
    await expect(client).toClose(1000);
  });

  test('answers, and keeps the TCP connection open, is cut quietly by a scenario too', async () => {
    const server = rawServer((socket) => socket.once('data', () => socket.write(frame(CLOSE, normal))), { allowHalfOpen: true });
    const rob = scenario('rob')
      .connect(await listen(server))
      .close();
    await expect(rob).toComplete(); // and not when the time of the test is over
  });

  test('never answers is cut, and it says so', async () => {
    const client = await connect(await listen(rawServer()), { name: 'rob', timeout: 50 });
    const { message } = await failure(() => client.close());
    expect(message).toBe('rob was cut: the server did not answer its close frame (1000) in time.');
  });

  test('hangs up without an answer has not terminated it', async () => {
    const server = rawServer((socket) => socket.once('data', () => socket.destroy()));
    const client = await connect(await listen(server), { name: 'rob' });
    await client.close();
    const { message } = await failure(() => expect(client).toClose(1000));
    expect(message).toContain('rob: its connection was cut without a close frame (1006)');
  });
});

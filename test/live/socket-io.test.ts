import { createServer, type Server } from 'node:http';
import { connect, type TranscriptEntry, undecodable, type WebSocketClient } from 'jest-websocket';
import { ack, socketIo } from 'jest-websocket/codecs';
import { Server as SocketIoServer } from 'socket.io';
import { failure } from '../support/failure';
import { serverThat } from '../support/servers';

/** A chat with rooms, a namespace for administrators, and what else the protocol can. */
function chat(options: ConstructorParameters<typeof SocketIoServer>[0] = {}): { server: Server; io: SocketIoServer } {
  const server = createServer();
  const io = new SocketIoServer(server, { transports: ['websocket'], ...(options as object) });
  io.on('connection', (socket) => {
    socket.on('join', async (room: string, done?: (size: number) => void) => {
      await socket.join(room);
      done?.(io.sockets.adapter.rooms.get(room)?.size ?? 0);
    });
    socket.on('say', (room: string, text: string) => io.to(room).emit('said', socket.handshake.auth.name, text));
    socket.on('add', (a: number, b: number, done: (sum: number) => void) => done(a + b));
    socket.on('reverse', (bytes: Buffer, done: (reversed: Buffer, length: number) => void) =>
      done(Buffer.from(bytes).reverse(), bytes.length),
    );
    socket.on('file', (name: string, file: { bytes: Buffer }) => socket.emit('file', name, [file.bytes, { again: file.bytes }]));
    socket.on('ask me', () => socket.emit('question', 'how many?', (...answer: unknown[]) => socket.emit('answered', answer)));
    socket.on('throw me out', () => socket.disconnect());
    socket.on('drop me', () => socket.disconnect(true));
    socket.on('disconnect', (reason) => socket.broadcast.emit('left', socket.handshake.auth.name, reason));
  });
  io.of('/admin')
    .use((socket, next) => {
      if (socket.handshake.auth.token === 'secret') return next();
      next(Object.assign(new Error('not an administrator'), { data: { code: 'E_TOKEN', retry: false } }));
    })
    .on('connection', (socket) => socket.emit('welcome', socket.nsp.name));
  return { server, io };
}

const user = (server: Server, name: string) => connect(server, { name, codec: socketIo({ auth: { name } }) });

/** What the protocol has said beside the messages. */
const trafficOf = ({ transcript }: WebSocketClient) =>
  transcript.flatMap((entry: TranscriptEntry) => (entry.kind === 'protocol' ? [[entry.direction, entry.value]] : []));

test('two users in a room', async () => {
  const { server } = chat();
  const [ann, bob, eve] = [await user(server, 'ann'), await user(server, 'bob'), await user(server, 'eve')];
  expect(await ann.request(['join', 'garden'])).toEqual([1]);
  expect(await bob.request(['join', 'garden'])).toEqual([2]);
  ann.send(['say', 'garden', 'hello']);
  await expect([ann, bob]).toReceiveMessage(['said', 'ann', 'hello']);
  await bob.close();
  await expect(ann).toReceiveNextMessage(['left', 'bob', 'client namespace disconnect']);
  await expect(eve).toReceiveNextMessage(['left', 'bob', 'client namespace disconnect']);
});

describe('acknowledgements', () => {
  test('a request resolves to the arguments of the callback, whatever comes before', async () => {
    const { server } = chat();
    const ann = await user(server, 'ann');
    ann.send(['ask me']);
    const sums = await Promise.all([ann.request(['add', 1, 2]), ann.request(['add', 3, 4])]);
    expect(sums).toEqual([[3], [7]]);
    expect(ann.unread).toEqual([['question', 'how many?']]);
  });

  test('with bytes', async () => {
    const { server } = chat();
    const ann = await user(server, 'ann');
    expect(await ann.request(['reverse', Buffer.from([1, 2, 3])])).toEqual([Buffer.from([3, 2, 1]), 3]);
  });

  test('what the server asks is answered: by send(), toSendOnReceive() and respond()', async () => {
    const { server } = chat();
    const ann = await user(server, 'ann');

    ann.send(['ask me']);
    await expect(ann).toReceiveMessage(['question', 'how many?']);
    ann.send(ack(1, 'one'));
    await expect(ann).toReceiveMessage(['answered', [1, 'one']]);

    ann.send(['ask me']);
    await expect(ann).toSendOnReceive(['question', expect.any(String)], ack(2));
    await expect(ann).toReceiveMessage(['answered', [2]]);

    ann.respond(['question', 'how many?'], ([, question]: unknown[]) => ack(question));
    ann.send(['ask me']);
    await expect(ann).toReceiveMessage(['answered', ['how many?']]);
    expect(ann).toHaveSentMessage(ack('how many?'));
  });

  test('what the server asks can be answered when the client has asked something itself in between', async () => {
    const { server } = chat();
    const ann = await user(server, 'ann');
    ann.send(['ask me']);
    await ann.receive(['question', 'how many?']);
    expect(await ann.request(['add', 1, 2])).toEqual([3]);
    ann.send(ack(5));
    await expect(ann).toReceiveMessage(['answered', [5]]);
  });

  test('is not seen by who looks back: only its request has it', async () => {
    const { server } = chat();
    const ann = await user(server, 'ann');
    expect(await ann.request(['add', 1, 2])).toEqual([3]);
    expect(ann.messages).toEqual([]);
    expect(ann).not.toHaveReceivedMessage([3]);
    expect(ann).toHaveNoUnreadMessages();
    expect(ann.transcript).toContainEqual(expect.objectContaining({ value: [3], status: 'matched' }));
    expect(ann).toMatchTranscriptInlineSnapshot(
      {},
      `
open
→ ["add",1,2]
← [3]
`,
    );
  });

  test('one that nobody asks for is refused at the line of send()', async () => {
    const { server } = chat();
    const ann = await user(server, 'ann');
    const { message } = await failure(() => ann.send(ack(1)));
    expect(message).toContain('the server has not asked for an acknowledgement with what this answers');
  });

  test('a server that does not acknowledge costs the timeout, and the failure says for what', async () => {
    const { server } = chat();
    const ann = await user(server, 'ann');
    const { message } = await failure(() => ann.request(['nothing answers this'], undefined, { timeout: 20 }));
    expect(message).toContain('Expected: the reply to ["nothing answers this"]');
  });
});

test('bytes anywhere in an event, both ways', async () => {
  const { server } = chat();
  const ann = await user(server, 'ann');
  const bytes = Buffer.from([1, 2]);
  ann.send(['file', 'a.bin', { bytes }]);
  await expect(ann).toReceiveMessage(['file', 'a.bin', [bytes, { again: bytes }]]);
  expect(ann).toHaveSentMessage(['file', 'a.bin', { bytes }], { times: 1 });
});

test('a binary event stands once in the conversation and in snapshots, and with all of its payloads in the transcript', async () => {
  const { server } = chat();
  const ann = await user(server, 'ann');
  const bytes = Buffer.from([1, 2]);
  ann.send(['file', 'a.bin', { bytes }]);
  await ann.receive(['file', 'a.bin', expect.anything()]);
  const text = '451-["file","a.bin",[{"_placeholder":true,"num":0},{"again":{"_placeholder":true,"num":1}}]]';
  const [came] = ann.transcript.filter((entry) => entry.kind === 'message' && entry.direction === 'received');
  expect(came).toMatchObject({ payload: bytes, payloads: [text.replace('451', '452'), bytes, bytes] });
  expect(ann).toMatchTranscriptInlineSnapshot(
    {},
    `
open
→ ["file","a.bin",{"bytes":{"type":"Buffer","data":[1,2]}}]
← ["file","a.bin",[{"type":"Buffer","data":[1,2]},{"again":{"type":"Buffer","data":[1,2]}}]]
`,
  );
  const { message } = await failure(() => expect(ann).toHaveSentMessage(['nothing']));
  expect(message).toContain('among 1\n');
  expect(message.match(/#1 /g)).toHaveLength(1);
});

test('the transcript keeps the bytes that were sent, whatever becomes of their Uint8Array', async () => {
  const { server } = chat();
  const ann = await user(server, 'ann');
  const bytes = Uint8Array.of(1, 2);
  ann.send(['file', 'a.bin', { bytes }]);
  bytes.fill(0);
  expect(ann).toHaveSentMessage(['file', 'a.bin', { bytes: Uint8Array.of(1, 2) }]);
});

describe('namespaces', () => {
  test('are joined with what authenticates the client', async () => {
    const { server } = chat();
    const admin = await connect(server, { codec: socketIo({ namespace: '/admin', auth: { token: 'secret' } }) });
    await expect(admin).toReceiveMessage(['welcome', '/admin']);
  });

  test("a refusal is the server's connect_error, with its data", async () => {
    const { server } = chat();
    const refused = connect(server, { codec: socketIo({ namespace: '/admin', auth: { token: 'wrong' } }) });
    const error = await failure(() => refused);
    expect(error.message).toContain('not an administrator');
    expect(error).toMatchObject({ data: { code: 'E_TOKEN', retry: false } });
  });

  test('one that does not exist is refused', async () => {
    const { server } = chat();
    const error = await failure(() => connect(server, { codec: socketIo({ namespace: 'nowhere' }) }));
    expect(error.message).toContain('Invalid namespace');
  });
});

describe('what the protocol does by itself', () => {
  test('heartbeats are answered, and are no messages', async () => {
    const { server, io } = chat({ pingInterval: 5 });
    const beaten = new Promise<void>((resolve) => {
      io.on('connection', (socket) => socket.conn.once('heartbeat', resolve));
    });
    const ann = await user(server, 'ann');
    await beaten;
    expect(trafficOf(ann)).toEqual(
      expect.arrayContaining([
        ['received', { type: 'ping' }],
        ['sent', { type: 'pong' }],
      ]),
    );
    expect(ann).toHaveNoUnreadMessages();
    expect(ann.messages).toEqual([]);
  });

  test("the server's disconnect ends every wait", async () => {
    const { server } = chat();
    const ann = await user(server, 'ann');
    ann.send(['throw me out']);
    const { message } = await failure(() => ann.receive(['never']));
    expect(message).toContain('io server disconnect');
  });

  test('so does a closed transport', async () => {
    const { server } = chat();
    const ann = await user(server, 'ann');
    ann.send(['drop me']);
    await failure(() => ann.receive(['never']));
    expect(ann).toBeClosed();
  });

  test('connection state recovery of the server', async () => {
    const { server, io } = chat({ connectionStateRecovery: {} });
    const ann = await user(server, 'ann');
    io.emit('news');
    await expect(ann).toReceiveMessage(['news', expect.any(String)]); // its offset, as every client gets it
  });
});

describe('what goes wrong', () => {
  const greeting = ['0{"sid":"s","upgrades":[],"pingInterval":25000,"pingTimeout":20000}'];
  /** Joins the main namespace, then says this. */
  const serverThatSays = (...frames: (string | Buffer)[]): Server =>
    serverThat((socket) => {
      for (const frame of greeting) socket.send(frame);
      socket.once('message', () => {
        for (const frame of ['40{"sid":"n"}', ...frames]) socket.send(frame);
      });
    });

  test('what cannot be decoded is a message of its own kind', async () => {
    const ann = await connect(serverThatSays('42["a"', '9', Buffer.from([1]), '42["b"]'), { codec: socketIo() });
    await expect(ann).toReceiveMessages(
      [undecodable('invalid payload'), undecodable('Engine.IO'), undecodable('binary data'), ['b']],
      { order: 'exact' },
    );
  });

  test('a message whose attachments do not come is told in the failure', async () => {
    const ann = await connect(serverThatSays('452-["file",{"_placeholder":true,"num":0}]', Buffer.from([1])), {
      codec: socketIo(),
    });
    const { message } = await failure(() => ann.receive(['file'], { timeout: 20 }));
    expect(message).toContain("43 bytes arrived that are not a whole message yet, according to the codec 'socket.io'");
    expect(message).toContain('452-["file",{"_placeholder":true,"num":0}]');
  });

  test('an event comes while attachments of another are missing: it is decoded, and the other is told', async () => {
    const placed = '451-["order placed",{"_placeholder":true,"num":0}]';
    const ann = await connect(serverThatSays(placed, '42["next"]'), { codec: socketIo() });
    const { message } = await failure(() => ann.receive(['order placed', expect.anything()], { timeout: 20 }));
    expect(message).toContain('#1 could not be decoded: incomplete: 1 attachment missing');
    await ann.receive(['next']);
    const [incomplete, next] = ann.transcript.filter(({ kind }) => kind === 'message');
    expect(incomplete).toMatchObject({ payload: placed, problem: 'incomplete: 1 attachment missing', status: 'skipped' });
    expect(next).toMatchObject({ payload: '42["next"]', problem: undefined, status: 'matched' });
  });

  test('a server that does not speak Socket.IO', async () => {
    const error = await failure(() =>
      connect(
        serverThat((socket) => socket.send('{"type":"welcome"}')),
        { codec: socketIo() },
      ),
    );
    expect(error.message).toContain(`it does not speak Socket.IO, but said '{"type":"welcome"}'`);
  });

  test('a server of Socket.IO 2', async () => {
    const server = serverThat((socket) => {
      for (const frame of [...greeting, '40']) socket.send(frame);
    });
    expect((await failure(() => connect(server, { codec: socketIo() }))).message).toContain('it speaks Socket.IO 2');
  });

  test('a bomb ends at maxPayload', async () => {
    const bomb = `42[${'[],'.repeat(100_000)}[]]`;
    const ann = await connect(serverThatSays(bomb), { codec: socketIo(), maxPayload: 100_000 });
    await expect(ann).toClose(1006);
    expect(ann.messages).toEqual([]);
  });
});

test('messages are typed by the interfaces that the server has', async () => {
  interface ServerToClient {
    said(name: string, text: string): void;
  }
  interface ClientToServer {
    join(room: string, done: (size: number) => void): void;
    say(room: string, text: string): void;
  }
  const { server } = chat();
  const ann = await connect(server, { codec: socketIo<ServerToClient, ClientToServer>({ auth: { name: 'ann' } }) });
  await ann.request(['join', 'garden']);
  ann.send(['say', 'garden', 'hello']);
  const [, name, text] = await ann.receive(['said', expect.any(String), 'hello']);
  expect([name, text]).toEqual(['ann', 'hello']);
});

import { connect, type FrameOptions } from 'jest-websocket';
import { WebSocketServer } from 'ws';
import { failure } from '../support/failure';
import { serverThat } from '../support/servers';

/** A server that says what it is sent. */
const strict = () =>
  serverThat((socket) => {
    socket.on('ping', (data) => socket.send(`ping ${data}`));
    socket.on('message', (data, isBinary) => socket.send(`${isBinary ? 'binary' : 'text'} ${data}`));
  });

const onlyHello = (value: unknown) => (value === 'hello' ? { value } : { issues: [{ message: 'is not hello' }] });

test.each<[string, FrameOptions, number]>([
  ['an opcode that means nothing', { opcode: 3 }, 1002],
  ['a reserved bit', { rsv2: true }, 1002],
  ['no mask', { opcode: 1, mask: false }, 1002],
  ['a ping in fragments', { opcode: 9, fin: false }, 1002],
  ['a length past all limits', { length: 2 ** 53 - 1 }, 1009],
])('a server refuses a frame with %s', async (_, frame, code) => {
  const client = await connect(strict());
  client.sendRaw('hello', frame);
  await expect(client).toClose(code);
});

test('a ping by its opcode, a continuation, and a frame that is completed by the next', async () => {
  const client = await connect(strict());
  client.sendRaw('x', { opcode: 9 });
  await expect(client).toReceive('ping x');
  client.sendRaw('a', { opcode: 1, fin: false });
  client.sendRaw('b', { opcode: 0 });
  await expect(client).toReceive('text ab');
  client.sendRaw(Buffer.from('c'), { length: 3, mask: false, opcode: 2 });
  await expect(client).toClose(1002);
});

test('fragments made by hand and by ws are of one message, and what comes behind the last of them is another', async () => {
  const client = await connect(strict());
  client.sendRaw('a', { fin: false });
  client.sendRaw('b', { length: 1 });
  client.send('c');
  client.sendRaw('d', { opcode: 1, fin: false });
  client.sendRaw('!', { opcode: 9 });
  client.sendRaw('e');
  client.send('f');
  const all = ['text ab', 'text c', 'ping !', 'text de', 'text f'];
  await expect(client).toReceiveMessages(all, { order: 'exact' });
});

test('a fragment behind one by hand is not compressed, though the message before was', async () => {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate: { threshold: 0 } });
  server.on('connection', (socket) => socket.on('message', (data) => socket.send(String(data))));
  const client = await connect(server, { ws: { perMessageDeflate: { threshold: 0 } } });
  client.send('first');
  client.sendRaw('a', { opcode: 1, fin: false });
  client.sendRaw('b');
  client.send('last');
  await expect(client).toReceiveMessages(['first', 'ab', 'last'], { order: 'exact' });
});

test('whole messages are held to the contract, and fragments and frames made by hand are not', async () => {
  const outgoing = { '~standard': { version: 1, vendor: 'test', validate: onlyHello } } as const;
  const client = await connect(strict(), { contract: { outgoing } });
  client.sendRaw('hel', { fin: false });
  client.sendRaw('l', { opcode: 0, fin: false });
  client.sendRaw('o');
  client.sendRaw('hello', { fin: true });
  await client.ping();
  await expect(client).not.toBreakContract({ timeout: 1 });
  client.sendRaw('hell', { opcode: 1 });
  await client.ping();
  await expect(client).not.toBreakContract({ timeout: 1 });
  client.sendRaw('hell', { fin: true });
  await expect(client).toBreakContract('sent #4');
});

test.each(['binary', 'fin', 'compress', 'mask', 'rsv1', 'contract'])('%s is not its default if it is undefined', async (name) => {
  const client = await connect(strict());
  client.sendRaw(Buffer.from('hello'), { [name]: undefined } as never);
  client.send('done');
  await expect(client).toReceiveMessages(['binary hello', 'text done'], { order: 'exact' });
});

test('bytes that are changed after sendRaw() are sent as they are then', async () => {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate: true });
  server.on('connection', (socket) => socket.on('message', (data) => socket.send(String(data))));
  const client = await connect(server);
  const bytes = Buffer.alloc(5000, 'a'); // so many are compressed, later
  client.sendRaw(bytes);
  bytes.fill('b');
  await expect(client).toReceive(/^a{5000}$/);
});

test('they are in the transcript, as what they are', async () => {
  const client = await connect(strict());
  client.sendRaw(Buffer.from([1, 2]), { opcode: 11, rsv1: true, fin: false, length: 5 });
  expect(client.transcript.at(-1)).toEqual({
    kind: 'frame',
    direction: 'sent',
    at: expect.any(Number),
    opcode: 11,
    fin: false,
    rsv1: true,
    rsv2: false,
    rsv3: false,
    mask: true,
    length: 5,
    payload: Buffer.from([1, 2]),
    after: 0,
  });
  expect(client).toMatchTranscriptInlineSnapshot(`
    open
    → frame opcode 11, not fin, rsv1, length 5 binary 2 bytes 0102
  `);
  expect(client).not.toHaveSentMessage();
});

test('mistakes get a sentence', async () => {
  const client = await connect(strict());
  const said = async (frame: object) => (await failure(() => client.sendRaw('x', frame))).message;
  expect(await said({ opcode: 16 })).toBe("The option 'opcode' of sendRaw() must be an opcode, 0 to 15, not 16.");
  expect(await said({ length: -1 })).toBe("The option 'length' of sendRaw() must be a whole number of bytes, 0 or more, not -1.");
  expect(await said({ rsv1: true, contract: true })).toBe(
    'sendRaw() does not hold a frame with rsv1 to the contract. Leave out contract, or rsv1.',
  );
  expect(await said({ opcode: 1, compress: true })).toBe(
    'sendRaw() does not compress a frame with opcode: give it compressed bytes, and rsv1: true.',
  );
});

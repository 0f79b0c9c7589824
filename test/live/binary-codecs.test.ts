import { createServer } from 'node:http';
import { connect, undecodable } from 'jest-websocket';
import { msgpack, protobuf } from 'jest-websocket/codecs';
import { parse } from 'protobufjs';
import { WebSocketServer } from 'ws';
import { failure } from '../support/failure';
import { echoServer, serverThatSends } from '../support/servers';

const { encode } = require('@msgpack/msgpack');

const { root } = parse(`
  syntax = "proto3";
  package chat;
  message Said { string text = 1; bytes voice = 2; }
  message Envelope { oneof event { Said said = 1; string left = 2; } }
`);

describe.each([
  ['msgpack', msgpack(), { event: 'said', said: { text: 'hello', voice: Buffer.from([1, 2]) } }],
  ['protobuf', protobuf(root, 'chat.Envelope'), { event: 'said', said: { text: 'hello', voice: Buffer.from([1, 2]) } }],
] as const)('%s is shown decoded everywhere', (name, codec, message) => {
  test('in what is received, sent, and recorded', async () => {
    const rob = await connect(echoServer(), { name: 'rob', codec });
    rob.send(message);
    await expect(rob).toReceiveMessage(message);
    expect(rob).toHaveSentMessage(message);
    expect(rob.messages).toEqual([message]);
    expect(rob.messages[0]).toBeInstanceOf(Object); // of the test's own world
  });

  test('in a failure, with the field that differs', async () => {
    const rob = await connect(echoServer(), { name: 'rob', codec });
    rob.send(message);
    const { message: text } = await failure(() => expect(rob).toReceiveMessage({ said: { text: 'helo' } }, { timeout: 100 }));
    expect(text).toContain('"text": "hello"');
    expect(text).toMatch(/#1 \{.*"said":\{"text":"hello","voice":"<2 bytes 0102>"\}/);
  });

  test('what cannot be sent names the field, at the line of send()', async () => {
    const rob = await connect(echoServer(), { name: 'rob', codec });
    const wrong = name === 'msgpack' ? { said: new Map() } : { said: { txt: 'hello' } };
    const error = await failure(() => rob.send(wrong));
    expect(error.message).toContain(`with the codec '${name}': ${name === 'msgpack' ? 'a Map' : 'said has no field txt'}`);
    expect(error.stack).toContain('binary-codecs.test.ts');
  });

  test('a frame that cannot be decoded is a message of its own kind', async () => {
    const noise = Buffer.from([0x0f, 0xff, 0xff]);
    const rob = await connect(serverThatSends(noise, 'text', noise), { name: 'rob', codec });
    await expect(rob).toReceiveMessages([undecodable(), undecodable('this is text'), undecodable()], { order: 'exact' });
  });

  test('a compressed bomb ends at maxPayload', async () => {
    const server = createServer();
    new WebSocketServer({ server, perMessageDeflate: true }).on('connection', (socket) => {
      socket.on('error', () => {});
      socket.send(Buffer.alloc(50 * 1024 * 1024), { compress: true });
    });
    const rob = await connect(server, { codec, maxPayload: 1024 * 1024, ws: { perMessageDeflate: true } });
    const { message: text } = await failure(() => rob.receive());
    expect(text).toMatch(/Max payload size exceeded/);
  });
});

test('a message of MessagePack that is nested a hundred thousand times is received and shown', async () => {
  const deep = Buffer.concat([Buffer.alloc(100_000, 0x91), encode({ a: 1 })]);
  const rob = await connect(serverThatSends(deep, Buffer.from(encode('next'))), { name: 'rob', codec: msgpack() });
  const { message } = await failure(() => expect(rob).toReceiveNextMessage({ a: 1 }, { timeout: 1000 }));
  expect(message.length).toBeLessThan(20_000);
  await expect(rob).toReceiveMessage('next');
});

test('a snapshot shows what was decoded', async () => {
  const rob = await connect(echoServer(), { name: 'rob', codec: msgpack() });
  rob.send({ text: 'hello', voice: Buffer.from([1, 2]) });
  await rob.receive();
  expect(rob).toMatchTranscriptInlineSnapshot(`
open
→ {"text":"hello","voice":{"type":"Buffer","data":[1,2]}}
← {"text":"hello","voice":{"type":"Buffer","data":[1,2]}}
`);
});

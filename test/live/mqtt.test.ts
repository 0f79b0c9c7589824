import { createServer } from 'node:http';
import { connect, undecodable } from 'jest-websocket';
import { mqtt } from 'jest-websocket/codecs';
import { generate, type Packet } from 'mqtt-packet';
import { WebSocketServer } from 'ws';
import { failure } from '../support/failure';
import { mosquitto } from '../support/mosquitto';
import { describeWith, has } from '../support/programs';
import { serverThat } from '../support/servers';

describeWith('mosquitto', has('mosquitto'), 'mosquitto', () => {
  let url: string;
  beforeAll(async () => {
    url = await mosquitto();
  });

  type Options = NonNullable<Parameters<typeof mqtt>[0]>;
  const user = (name: string, options: Options = {}) => connect(url, { name, codec: mqtt({ payload: 'json', ...options }) });

  test('two users: who subscribes to a topic gets what is published there', async () => {
    const ann = await user('ann');
    const bob = await user('bob');
    const subscribed = await ann.request({ cmd: 'subscribe', subscriptions: [{ topic: 'chat/+', qos: 1 }] });
    expect(subscribed).toEqual({ cmd: 'suback', messageId: 1, granted: [1] });
    bob.send({ cmd: 'publish', topic: 'chat/1', payload: { text: 'hello' } });
    await expect(ann).toReceiveMessage({ topic: 'chat/1', payload: { text: 'hello' }, qos: 0 });
    await ann.request({ cmd: 'unsubscribe', unsubscriptions: ['chat/+'] });
    await bob.request({ cmd: 'publish', topic: 'chat/1', payload: 'again', qos: 1 });
    await expect(ann).not.toReceiveMessage({}, { timeout: 1 });
    expect(ann).toHaveNoUnreadMessages();
  });

  test.each([1, 2] as const)('a message of QoS %d is acknowledged both ways, as traffic', async (qos) => {
    const ann = await user('ann');
    const bob = await user('bob');
    await ann.request({ cmd: 'subscribe', subscriptions: [{ topic: `qos/${qos}`, qos }] });
    const done = await bob.request({ cmd: 'publish', topic: `qos/${qos}`, payload: 'x'.repeat(100_000), qos });
    expect(done).toEqual({ cmd: qos === 1 ? 'puback' : 'pubcomp', messageId: 1 });
    await expect(ann).toReceiveNextMessage({ topic: `qos/${qos}`, qos, messageId: 1 });
    await ann.ping();
    expect(ann).toHaveNoUnreadMessages();
    expect(bob).toHaveNoUnreadMessages();
  });

  test.each<[string, Options, string]>([
    ['MQTT 3.1.1', { username: 'rob', password: 'guess' }, 'not authorized (code 5)'],
    ['MQTT 5', { username: 'rob', password: 'guess', protocolVersion: 5 }, 'Not authorized (code 135)'],
  ])('a wrong password is refused in the words of %s', async (_, options, reason) => {
    const error = await failure(() => user('rob', options));
    expect(error.message).toContain(reason);
    expect(error).toHaveProperty('code', Number(/\d+/.exec(reason)?.[0]));
  });

  test('the right one is not', async () => {
    const rob = await user('rob', { username: 'rob', password: Buffer.from('secret') });
    expect(rob.handshake.protocol).toBe('mqtt');
  });

  test('a will is published when a client is cut, and not when it says goodbye', async () => {
    const ann = await user('ann');
    await ann.request({ cmd: 'subscribe', subscriptions: [{ topic: 'gone' }] });
    const bob = await user('bob', { will: { topic: 'gone', payload: { who: 'bob' } } });
    const eve = await user('eve', { will: { topic: 'gone', payload: { who: 'eve' } } });
    await eve.close();
    bob.terminate();
    await expect(ann).toReceiveNextMessage({ topic: 'gone', payload: { who: 'bob' } });
  });

  test('what is retained comes with the subscription', async () => {
    const bob = await user('bob');
    await bob.request({ cmd: 'publish', topic: 'retained', payload: 7, qos: 1, retain: true });
    const ann = await user('ann');
    ann.send({ cmd: 'subscribe', subscriptions: [{ topic: 'retained' }] });
    await expect(ann).toReceiveNextMessage({ topic: 'retained', payload: 7, retain: true });
  });

  test('properties of MQTT 5, both ways', async () => {
    const ann = await user('ann', { protocolVersion: 5, payload: 'text' });
    await ann.request({ cmd: 'subscribe', subscriptions: [{ topic: 'properties', nl: false }] });
    const properties = { responseTopic: 'answers', userProperties: { trace: '7' } };
    await ann.request({ cmd: 'publish', topic: 'properties', payload: 'hi', qos: 1, properties });
    await expect(ann).toReceiveMessage({ topic: 'properties', payload: 'hi', properties });
  });

  test('a failure shows packets, and acknowledgements in short', async () => {
    const ann = await user('ann');
    await ann.request({ cmd: 'subscribe', subscriptions: [{ topic: 'chat' }] });
    await ann.request({ cmd: 'publish', topic: 'chat', payload: { text: 'hello' }, qos: 1 });
    const { message } = await failure(() => expect(ann).toReceiveNextMessage({ payload: { text: 'helo' } }));
    expect(message).toContain('"text": "hello"');
  });
});

/** Accepts every CONNECT of MQTT 5, and then says this. */
const serverThatThenSays = (...packets: (Buffer | object)[]) =>
  serverThat((socket) =>
    socket.once('message', () => {
      for (const packet of [{ cmd: 'connack', reasonCode: 0, sessionPresent: false }, ...packets]) {
        socket.send(Buffer.isBuffer(packet) ? packet : generate(packet as Packet, { protocolVersion: 5 }));
      }
    }),
  );

const codec = mqtt({ protocolVersion: 5 });

test('the reason of a DISCONNECT of MQTT 5 ends a wait', async () => {
  const rob = await connect(serverThatThenSays({ cmd: 'disconnect', reasonCode: 0x8e }), { name: 'rob', codec });
  const { message } = await failure(() => rob.receive());
  expect(message).toContain('the server has disconnected the client: Session taken over (code 142)');
});

test('what is not MQTT is a message of its own kind', async () => {
  const hello = { cmd: 'publish', topic: 'x', payload: 'hello', qos: 0, dup: false, retain: false };
  const rob = await connect(serverThatThenSays(Buffer.from([0x36, 0, 1]), hello), { name: 'rob', codec });
  await expect(rob).toReceiveNextMessage(undecodable('both QoS bits'));
  await expect(rob).toReceiveNextMessage({ topic: 'x' });
});

test('a compressed bomb ends at maxPayload', async () => {
  const server = createServer();
  new WebSocketServer({ server, perMessageDeflate: true }).on('connection', (socket) => {
    socket.on('error', () => {});
    socket.once('message', () => socket.send(Buffer.alloc(50 * 1024 * 1024), { compress: true }));
  });
  const error = await failure(() => connect(server, { codec, maxPayload: 1024 * 1024, ws: { perMessageDeflate: true } }));
  expect(error.message).toMatch(/1009|maxPayload|too (big|large)|exceed/i);
});

test('a password that is given as bytes is in no snapshot', async () => {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1', handleProtocols: () => 'mqtt' });
  server.on('connection', (socket) => {
    socket.on('message', () => socket.send(generate({ cmd: 'connack', returnCode: 0, sessionPresent: false })));
  });
  const client = await connect(server, { codec: mqtt({ clientId: 'x', username: 'u', password: Buffer.from('hunter2-99') }) });
  expect(client).toMatchTranscriptInlineSnapshot(
    { protocol: true },
    `
open
→ protocol {"cmd":"connect","protocolId":"MQTT","protocolVersion":4,"clientId":"x","clean":true,"keepalive":60,"username":"u","password":"<secret 1>"}
← protocol {"cmd":"connack","sessionPresent":false,"returnCode":0}
`,
  );
});

import { createServer } from 'node:http';
import { join } from 'node:path';
import { connect, contract as messagesOf } from 'jest-websocket';
import { jsonRpc, mqtt, socketIo } from 'jest-websocket/codecs';
import { Server as SocketIoServer } from 'socket.io';
import { WebSocketServer } from 'ws';
import { projectWith } from '../support/contracts';
import { failure } from '../support/failure';
import { mosquitto } from '../support/mosquitto';
import { describeWith, has } from '../support/programs';
import { echoServer } from '../support/servers';

const contract = './test/support/contracts/protocols.yaml';

describe('a contract of Socket.IO', () => {
  const open = (namespace = '/') => {
    const server = createServer();
    const io = new SocketIoServer(server, { transports: ['websocket'] });
    io.of(namespace).on('connection', (socket) => {
      socket.on('say', ({ text, as = 'said', more = [] }, done?: (answer: string) => void) => {
        socket.emit(as, 'ann', text, ...more);
        done?.('told');
      });
    });
    return connect(server, { name: 'ann', codec: socketIo({ namespace }), contract });
  };

  test('knows events by their names, and arguments by their list; acknowledgements are not judged', async () => {
    const ann = await open();
    expect(await ann.request(['say', { text: 'hello' }])).toEqual(['told']);
    await expect(ann).toReceiveMessage(['said', 'ann', 'hello']);
    await expect(ann).not.toBreakContract({ timeout: 1 });
  });

  test('is broken by an event that it does not know, and by wrong arguments', async () => {
    const ann = await open();
    ann.send(['say', { text: 7 }]);
    await expect(ann).toBreakContract('sent #1 breaks say of /: /text must be string, got number');
    await expect(ann).toBreakContract('#1 breaks said of /: /1 must be string, got number');
    ann.send(['say', { text: 'hello', as: 'sayed' }]);
    await expect(ann).toBreakContract("#2 is not documented for /: no message is called 'sayed': the nearest is 'said'");
    ann.send(['shout', 'HELLO']);
    await expect(ann).toBreakContract("sent #3 is not documented for /: no message is called 'shout'");
  });

  test('is broken in a namespace that it does not know', async () => {
    const ann = await open('/admin');
    ann.send(['say', { text: 'hello' }]);
    await expect(ann).toBreakContract("sent #1 is not documented: no channel has the address '/admin'");
    await expect(ann).toBreakContract("#1 is not documented: no channel has the address '/admin'");
  });
});

describeWith('mosquitto', has('mosquitto'), 'a contract of MQTT', () => {
  test('knows messages by their topics, with the user properties as headers', async () => {
    const codec = mqtt({ payload: 'json', protocolVersion: 5 });
    const ann = await connect(await mosquitto(), { name: 'ann', codec, contract });
    await ann.request({ cmd: 'subscribe', subscriptions: [{ topic: '#', qos: 0 }] });
    const publish = (topic: string, payload: unknown, unit = 'C') =>
      ann.send({ cmd: 'publish', topic, payload, properties: { userProperties: { unit } } });
    publish('rooms/kitchen/temperature', { value: 20.5 });
    await expect(ann).toReceiveMessage({ payload: { value: 20.5 } });
    publish('rooms/kitchen/temperature', { value: 'warm' });
    await expect(ann).toBreakContract('sent #3 breaks measured of rooms/{room}/temperature: /value must be number, got string');
    await expect(ann).toBreakContract('#3 breaks measured');
    publish('rooms/kitchen/temperature', { value: 20 }, 'F');
    await expect(ann).toBreakContract('headers/unit must be one of "C", "K", got "F"');
    await expect(ann).toBreakContract('headers/unit');
    publish('rooms/attic/temperature', { value: 20 });
    await expect(ann).toBreakContract("no channel has the address 'rooms/attic/temperature'");
    await expect(ann).toBreakContract('rooms/attic');
  });
});

test('what has broken a contract ends a wait that begins later, too', async () => {
  const server = createServer();
  new SocketIoServer(server, { transports: ['websocket'] });
  const ann = await connect(server, { name: 'ann', codec: socketIo(), contract });
  ann.send(['shout']);
  const { message } = await failure(() => expect(ann).toReceiveMessage(['said']));
  expect(message).toContain("Received: ann: sent #1 is not documented for /: no message is called 'shout'");
  await expect(ann).toBreakContract('shout'); // it is meant here
});

test('a contract of text takes text that happens to be JSON, both ways', async () => {
  const document = {
    asyncapi: '3.0.0',
    channels: {
      lines: { address: '/', messages: { line: { contentType: 'text/plain', payload: { type: 'string', maxLength: 3 } } } },
    },
  };
  const root = projectWith({ 'asyncapi.json': document });
  const ann = await connect(echoServer(), { name: 'ann', contract: join(root, 'asyncapi.json') });
  ann.send('true');
  await expect(ann).toBreakContract('sent #1 breaks line of /: it must have at most 3 characters, got "true"');
  await expect(ann).toBreakContract('#1 breaks line of /: it must have at most 3 characters, got "true"');
  ann.send('123');
  await expect(ann).toReceiveMessage(123);
  await expect(ann).not.toBreakContract({ timeout: 1 });
  const line = messagesOf(join(root, 'asyncapi.json')).message('line');
  ann.send('456');
  await expect(ann).toReceiveNextMessage(line);
});

test('a contract of JSON-RPC judges each message of a batch by itself', async () => {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  server.on('connection', (socket) => {
    socket.on('message', () => socket.send('[{"jsonrpc":"2.0","id":1,"result":3},{"jsonrpc":"2.0","id":2,"result":"7"}]'));
  });
  const sum = (id: number, params: unknown) => ({ id, method: 'sum', params });
  const ann = await connect(server, { name: 'ann', codec: jsonRpc(), contract: './test/support/contracts/json-rpc.yaml' });
  ann.send([sum(1, [1, 2]), sum(2, ['3', 4]), { id: 3, method: 'some' }]);
  await expect(ann).toBreakContract('sent #1[1] breaks sum of /: /params/0 must be number, got string');
  await expect(ann).toBreakContract('sent #1[2] is not documented for /: no message has "some" at /method: the nearest is "sum"');
  await expect(ann).toBreakContract('#2 breaks total of /: /result must be number, got string');
  ann.send([]);
  await expect(ann).toBreakContract('sent #2 is not documented for /: no message is an array');
  await expect(ann).toBreakContract('#4 breaks total');
  await expect(ann).not.toBreakContract({ timeout: 1 });
});

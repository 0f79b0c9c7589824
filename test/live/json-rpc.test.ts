import { createServer, type Server } from 'node:http';
import { connect, undecodable } from 'jest-websocket';
import { jsonRpc } from 'jest-websocket/codecs';
import { failure } from '../support/failure';
import { serverThat } from '../support/servers';

/** What is used here of rpc-websockets, whose types Node's resolution does not find. */
interface RpcServer {
  register(method: string, handler: (params: any) => unknown): { protected(): void };
  event(name: string): void;
  emit(name: string, params: object): boolean;
  setAuth(check: (params: any) => boolean): void;
}
const { Server: Rpc } = require('rpc-websockets') as { Server: new (options: object) => RpcServer };

/** A server of rpc-websockets: sums, a feed, and what only those who are logged in may do. */
function rpcServer(): { server: Server; rpc: RpcServer } {
  const server = createServer();
  const rpc = new Rpc({ server });
  rpc.register('sum', ([a, b]) => a + b);
  rpc.register('publish', ({ text }) => rpc.emit('news', { text }));
  rpc.register('fail', () => {
    throw new Error('not today');
  });
  rpc.setAuth(({ token }) => token === 'secret');
  rpc.register('secret', () => 42).protected();
  rpc.event('news');
  return { server, rpc };
}

const user = (server: Server, name: string) => connect(server, { name, codec: jsonRpc() });

test('two users: what one publishes, the other hears', async () => {
  const { server } = rpcServer();
  const [ann, bob] = [await user(server, 'ann'), await user(server, 'bob')];
  expect(await ann.request({ method: 'rpc.on', params: ['news'] })).toMatchObject({ result: { news: 'ok' } });
  await bob.request({ method: 'publish', params: { text: 'hello' } });
  await expect(ann).toReceiveMessage({ notification: 'news', params: { text: 'hello' } });
});

test('requests are answered by their ids, whatever their order', async () => {
  const ann = await user(rpcServer().server, 'ann');
  const answers = await Promise.all([
    ann.request({ method: 'sum', params: [1, 2] }),
    ann.request({ method: 'sum', params: [3, 4] }),
    ann.request({ id: 'mine', method: 'sum', params: [5, 6] }),
  ]);
  expect(answers).toEqual([
    { jsonrpc: '2.0', id: 1, result: 3 },
    { jsonrpc: '2.0', id: 2, result: 7 },
    { jsonrpc: '2.0', id: 'mine', result: 11 },
  ]);
  expect(ann).toHaveSentMessage({ jsonrpc: '2.0', id: 2, method: 'sum' });
});

test('ids are placeholders in a snapshot', async () => {
  const ann = await user(rpcServer().server, 'ann');
  await ann.request({ id: 'mine', method: 'sum', params: [1, 2] });
  await ann.request({ method: 'sum', params: [3, 4] });
  expect(ann).toMatchTranscriptInlineSnapshot(`
open
→ {"jsonrpc":"2.0","id":"<id 1>","method":"sum","params":[1,2]}
← {"jsonrpc":"2.0","result":3,"id":"<id 1>"}
→ {"jsonrpc":"2.0","method":"sum","params":[3,4],"id":"<id>"}
← {"jsonrpc":"2.0","result":7,"id":"<id>"}
`);
});

test('an error is a reply', async () => {
  const ann = await user(rpcServer().server, 'ann');
  expect(await ann.request({ method: 'nothing' })).toMatchObject({ error: { code: -32601, message: 'Method not found' } });
  expect(await ann.request({ method: 'fail' })).toMatchObject({ error: { data: 'not today' } });
  const { message } = await failure(() => ann.request({ method: 'sum', params: [1, 2] }, { result: 4 }));
  expect(message).toContain('3');
});

test('a refused login', async () => {
  const ann = await user(rpcServer().server, 'ann');
  expect(await ann.request({ method: 'rpc.login', params: { token: 'wrong' } })).toMatchObject({ result: false });
  expect(await ann.request({ method: 'secret' })).toMatchObject({ error: { code: -32605 } });
  expect(await ann.request({ method: 'rpc.login', params: { token: 'secret' } })).toMatchObject({ result: true });
  expect(await ann.request({ method: 'secret' })).toMatchObject({ result: 42 });
});

test('a batch is one frame; each of its replies is a message', async () => {
  const ann = await user(rpcServer().server, 'ann');
  ann.send([
    { id: 1, method: 'sum', params: [1, 2] },
    { method: 'sum', params: [0, 0] },
    { id: 2, method: 'sum', params: [3, 4] },
  ]);
  await expect(ann).toReceiveMessages(
    [
      { id: 1, result: 3 },
      { id: 2, result: 7 },
    ],
    { order: 'any' },
  );
  expect(ann).toHaveNoUnreadMessages();
});

describe('what the server asks', () => {
  /** Asks each client twice, and tells it what it has answered. */
  const asking = (): Server =>
    serverThat((socket) => {
      socket.on('message', (data) => socket.send(JSON.stringify({ method: 'heard', params: JSON.parse(String(data)) })));
      for (const id of ['a', 'b']) socket.send(JSON.stringify({ jsonrpc: '2.0', id, method: 'workspace/configuration' }));
    });

  test('is answered by respond(), with its id', async () => {
    const editor = await connect(asking(), { codec: jsonRpc() });
    editor.respond({ method: 'workspace/configuration' }, { result: [{ tabSize: 2 }] });
    await expect(editor).toReceiveMessages([
      { method: 'heard', params: { jsonrpc: '2.0', id: 'a', result: [{ tabSize: 2 }] } },
      { method: 'heard', params: { jsonrpc: '2.0', id: 'b', result: [{ tabSize: 2 }] } },
    ]);
  });

  test('is answered by send(), when it has been read', async () => {
    const editor = await connect(asking(), { codec: jsonRpc() });
    await editor.receive({ id: 'a' });
    editor.send({ error: { code: -32601, message: 'no' } });
    await expect(editor).toReceiveMessage({ method: 'heard', params: { id: 'a', error: { code: -32601 } } });
  });

  test('is not answered under the id of a request of its own, which the client has made in between', async () => {
    const server = serverThat((socket) => {
      socket.on('message', (data) => socket.send(JSON.stringify({ id: JSON.parse(String(data)).id, result: 'ok' })));
      socket.send('{"id":7,"method":"workspace/configuration"}');
    });
    const editor = await connect(server, { codec: jsonRpc() });
    await editor.receive({ id: 7 });
    await editor.request({ method: 'initialize' });
    const { message } = await failure(() => editor.send({ result: [] }));
    expect(message).toContain('it answers no request that has come. Write its id');
    editor.send({ id: 7, result: [] });
    expect(editor).toHaveSentMessage({ result: [] }, { times: 1 });
  });
});

describe('OCPP-J', () => {
  /** A charging station management system: it accepts known stations, and asks them to reset. */
  const csms = (): Server =>
    serverThat((socket, request) => {
      const station = request.url?.split('/').at(-1);
      socket.on('message', (data) => {
        const [type, id, action] = JSON.parse(String(data));
        if (type !== 2) return;
        if (action === 'BootNotification') {
          const status = station === 'CP-1' ? 'Accepted' : 'Rejected';
          socket.send(JSON.stringify([3, id, { status, interval: 300, currentTime: new Date().toISOString() }]));
          if (status === 'Accepted') socket.send(JSON.stringify([2, 'csms-1', 'Reset', { type: 'Soft' }]));
        } else if (action === 'StatusNotification') socket.send(JSON.stringify([3, id, {}]));
        else socket.send(JSON.stringify([4, id, 'NotImplemented', `no ${action}`, {}]));
      });
    });

  const station = (id: string) =>
    connect(csms(), { path: `/ocpp/${id}`, protocols: 'ocpp1.6', codec: jsonRpc({ envelope: 'ocpp' }) });
  const BOOT = [2, 'BootNotification', { chargePointVendor: 'v', chargePointModel: 'm' }];

  test('a station boots, and does what it is asked', async () => {
    const rob = await station('CP-1');
    expect(await rob.request(BOOT)).toEqual([3, '1', expect.objectContaining({ status: 'Accepted' })]);
    await expect(rob).toSendOnReceive([2, expect.any(String), 'Reset', { type: 'Soft' }], [3, { status: 'Accepted' }]);
    expect(rob).toHaveSentMessage([3, 'csms-1', { status: 'Accepted' }]);
    const status = { connectorId: 1, errorCode: 'NoError', status: 'Available' };
    expect(await rob.request([2, 'StatusNotification', status])).toEqual([3, '2', {}]);
  });

  test('a station that is not known is rejected', async () => {
    const rob = await station('CP-9');
    expect(await rob.request(BOOT)).toEqual([3, '1', expect.objectContaining({ status: 'Rejected' })]);
  });

  test('a CALLERROR is a reply', async () => {
    const rob = await station('CP-1');
    expect(await rob.request([2, 'Fly', {}])).toEqual([4, '1', 'NotImplemented', 'no Fly', {}]);
  });
});

test('what cannot be decoded is a message of its own kind', async () => {
  const server = serverThat((socket) => {
    for (const frame of ['{', '1', Buffer.from('{}'), '[]', '{"id":1,"result":2}']) socket.send(frame);
  });
  const ann = await connect(server, { codec: jsonRpc() });
  await expect(ann).toReceiveMessages(
    [undecodable('not JSON'), undecodable('neither'), undecodable('bytes'), undecodable('empty batch'), { id: 1 }],
    { order: 'exact' },
  );
});

test('a bomb ends at maxPayload', async () => {
  const server = serverThat((socket) => socket.send(`[${'{},'.repeat(100_000)}{}]`));
  const ann = await connect(server, { codec: jsonRpc(), maxPayload: 100_000 });
  await expect(ann).toClose(1006);
  expect(ann.messages).toEqual([]);
});

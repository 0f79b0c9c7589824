import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { connect } from 'jest-websocket';
import { WebSocket } from 'ws';
import { blocksOf } from '../support/doc-blocks';
import { actionCable } from '../support/recipes/action-cable';
import { actionCableServer } from '../support/recipes/action-cable-server';
import { phoenix } from '../support/recipes/phoenix';
import { phoenixServer } from '../support/recipes/phoenix-server';
import { signalR } from '../support/recipes/signalr';
import { signalRServer } from '../support/recipes/signalr-server';
import { stomp } from '../support/recipes/stomp';
import { stompServer } from '../support/recipes/stomp-server';
import { yjsServer } from '../support/recipes/yjs-server';
import { listen } from '../support/servers';

/*
 * The small servers that the recipes are shown with speak their protocols: the clients that the protocols' own projects
 * publish talk to them, and through them to the recipes.
 */

const recipes = join(__dirname, '../support/recipes');

test('the page shows the recipes as they are here', () => {
  const shown = blocksOf(join(__dirname, '../../docs/recipes.md')).filter(({ info }) => info.startsWith('file='));
  const here = readdirSync(recipes).filter((name) => !name.includes('-server'));
  expect(shown.map(({ info }) => info.replace('file=', '')).sort()).toEqual(here.sort());
  for (const { info, text } of shown) expect(text).toBe(readFileSync(join(recipes, info.replace('file=', '')), 'utf8'));
});

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

describe('STOMP, with @stomp/stompjs', () => {
  const { Client } = require('@stomp/stompjs');

  const official = (url: string, more = {}) => {
    const client = new Client({ webSocketFactory: () => new WebSocket(url, ['v12.stomp']), reconnectDelay: 0, ...more });
    closers.push(() => client.deactivate({ force: true }));
    return client;
  };

  test('both ways', async () => {
    const server = stompServer();
    const url = await listen(server);
    const bob = official(url);
    const got = new Promise<string>((resolve) => {
      bob.onConnect = () => {
        const subscribed = () => bob.publish({ destination: '/topic/from bob', body: 'Hello!' });
        bob.subscribe('/topic/from ann', ({ body }: { body: string }) => resolve(body), { receipt: 'subscribed' });
        bob.watchForReceipt('subscribed', subscribed);
      };
    });
    const ann = await connect(url, { name: 'ann', codec: stomp() });
    await ann.request({ command: 'SUBSCRIBE', headers: { id: '1', destination: '/topic/from bob' } });
    bob.activate();
    await expect(ann).toReceiveMessage({ command: 'MESSAGE', body: 'Hello!' });
    ann.send({ command: 'SEND', headers: { destination: '/topic/from ann' }, body: 'Hello, Bob!' });
    expect(await got).toBe('Hello, Bob!');
  });

  test('a refusal', async () => {
    const bob = official(await listen(stompServer({ passcode: 'secret' })), {
      connectHeaders: { login: 'bob', passcode: 'guess' },
    });
    const refused = new Promise<object>((resolve) => {
      bob.onStompError = ({ headers, body }: { headers: object; body: string }) => resolve({ headers, body });
    });
    bob.activate();
    expect(await refused).toMatchObject({ headers: { message: 'Bad CONNECT' }, body: "Access refused for user 'bob'" });
  });
});

describe('Phoenix channels, with phoenix', () => {
  const { Socket } = require('phoenix');

  test('both ways, and a refusal', async () => {
    const url = await listen(phoenixServer());
    const ann = await connect(url, { name: 'ann', codec: phoenix() });
    await ann.request({ topic: 'room:lobby', event: 'phx_join' });

    const socket = new Socket(`${url}/socket`, { transport: WebSocket });
    closers.push(() => new Promise<void>((resolve) => socket.disconnect(resolve)));
    const beat = new Promise((resolve) =>
      socket.onMessage(({ topic, event }: { topic: string; event: string }) => topic === 'phoenix' && resolve(event)),
    );
    socket.connect();
    const channel = socket.channel('room:lobby');
    const joined = new Promise((resolve) => channel.join().receive('ok', resolve));
    expect(await joined).toEqual({ people: 2 });
    const shouted = new Promise((resolve) => channel.on('shout', resolve));
    const pushed = new Promise((resolve) => channel.push('shout', { text: 'Hello!' }).receive('ok', resolve));
    await expect(ann).toReceiveMessage({ topic: 'room:lobby', event: 'shout', payload: { text: 'Hello!' } });
    expect([await shouted, await pushed]).toEqual([{ text: 'Hello!' }, {}]);
    const heard = new Promise((resolve) => channel.on('answer', resolve));
    ann.send({ topic: 'room:lobby', event: 'answer', payload: { text: 'Hello, Bob!' } });
    expect(await heard).toEqual({ text: 'Hello, Bob!' });
    socket.ping(() => {}); // as it does every 30 s
    expect(await beat).toBe('phx_reply');

    const refused = new Promise((resolve) => socket.channel('room:staff').join().receive('error', resolve));
    expect(await refused).toEqual({ reason: 'unauthorized' });
  });
});

describe('Action Cable, with @rails/actioncable', () => {
  const { adapters, createConsumer } = require('@rails/actioncable');

  beforeAll(() => {
    adapters.WebSocket = WebSocket;
    Object.assign(globalThis, { addEventListener: () => {}, removeEventListener: () => {} }); // it watches a page
  });

  test('both ways, and a refusal', async () => {
    const url = await listen(actionCableServer());
    const lobby = { channel: 'ChatChannel', room: 'lobby' };
    const ann = await connect(url, { name: 'ann', codec: actionCable() });
    await ann.request({ command: 'subscribe', identifier: lobby });

    const consumer = createConsumer(`${url}/cable`);
    closers.push(() => consumer.disconnect());
    let hear: (message: unknown) => void = () => {};
    const heard = new Promise((resolve) => {
      hear = resolve;
    });
    const subscription = await new Promise<any>((resolve) => {
      const made = consumer.subscriptions.create(lobby, { connected: () => resolve(made), received: hear });
    });
    ann.send({ command: 'message', identifier: lobby, data: { action: 'speak', text: 'Hello!' } });
    expect(await heard).toEqual({ action: 'speak', text: 'Hello!' });
    subscription.perform('speak', { text: 'Hello, Ann!' });
    await expect(ann).toReceiveMessage({ identifier: lobby, message: { text: 'Hello, Ann!' } });

    await new Promise<void>((resolve) => consumer.subscriptions.create('SecretChannel', { rejected: resolve }));
  });
});

describe('SignalR, with @microsoft/signalr', () => {
  const { HttpTransportType, HubConnectionBuilder, LogLevel } = require('@microsoft/signalr');

  test('both ways, results and errors', async () => {
    const url = await listen(signalRServer());
    const ann = await connect(url, { name: 'ann', path: '/chat', codec: signalR() });
    const transport = { transport: HttpTransportType.WebSockets, skipNegotiation: true };
    const bob = new HubConnectionBuilder()
      .withUrl(`${url.replace('ws', 'http')}/chat`, transport)
      .configureLogging(LogLevel.None)
      .build();
    closers.push(() => bob.stop());
    await bob.start();
    expect(await bob.invoke('Add', 2, 3)).toBe(5);
    await expect(bob.invoke('Divide')).rejects.toThrow("Unknown hub method 'Divide'");
    await bob.send('Send', 'bob', 'Hello!');
    await expect(ann).toReceiveMessage({ target: 'Receive', arguments: ['bob', 'Hello!'] });
    const heard = new Promise((resolve) => bob.on('Receive', (...args: string[]) => args[0] === 'ann' && resolve(args)));
    ann.send({ target: 'Send', arguments: ['ann', 'Hello, Bob!'] });
    expect(await heard).toEqual(['ann', 'Hello, Bob!']);
  });
});

describe('Yjs, with the provider of y-websocket', () => {
  const { Doc } = require('yjs');
  const { WebsocketProvider } = require('y-websocket');
  const { yjs } = require('../support/recipes/yjs');

  test('both ways', async () => {
    const server = yjsServer();
    const url = await listen(server);
    const [ours, theirs] = [new Doc(), new Doc()];
    const note = ours.getText('note');
    const ann = await connect(url, { name: 'ann', path: '/room', codec: yjs(ours, () => note.toString()) });
    note.insert(0, 'Hello!');
    await ann.ping();

    const provider = new WebsocketProvider(url, 'room', theirs, { WebSocketPolyfill: WebSocket, disableBc: true });
    closers.push(
      () => provider.destroy(),
      () => theirs.destroy(),
    );
    await new Promise<void>((resolve) => provider.once('sync', resolve));
    expect(theirs.getText('note').toString()).toBe('Hello!');
    theirs.getText('note').insert(5, ' Ann');
    await expect(ann).toReceiveMessage('Hello Ann!');
    const changed = new Promise((resolve) => theirs.once('update', resolve));
    note.insert(10, '!!');
    await changed;
    expect(theirs.getText('note').toString()).toBe('Hello Ann!!!');
  });
});

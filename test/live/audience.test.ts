import { connectAll, type WebSocketClient } from 'jest-websocket';
import { failure as fails } from '../support/failure';
import { echoServer, serverThat } from '../support/servers';

const failure = async (assertion: () => unknown) => (await fails(assertion)).message;

/** Each client says who else gets its messages. */
const rooms = () => {
  const server = serverThat((socket, { url = '' }) => {
    const name = new URL(url, 'ws://x').searchParams.get('name');
    members.set(name, socket);
    socket.on('message', (data) => {
      const { to, text } = JSON.parse(data.toString());
      for (const member of to) members.get(member)?.send(JSON.stringify({ text }));
    });
  });
  const members = new Map();
  return server;
};

const users = () =>
  connectAll(rooms(), { ann: { query: { name: 'ann' } }, bob: { query: { name: 'bob' } }, eve: { query: { name: 'eve' } } });

test('exactly these get it', async () => {
  const { ann, bob, eve } = await users();
  ann.send({ to: ['ann', 'bob'], text: 'psst' });
  await expect([ann, bob, eve]).toReceiveMessage({ text: 'psst' }, { only: [ann, bob] });
  ann.send({ to: ['eve'], text: 'you' });
  await expect([ann, bob, eve]).toReceiveMessage({ text: 'you' }, { only: eve });
});

test('it fails when one of them does not, or another one does', async () => {
  const { ann, bob, eve } = await users();
  ann.send({ to: ['ann', 'bob', 'eve'], text: 'psst' });
  const leaked = await failure(() => expect([ann, bob, eve]).toReceiveMessage({ text: 'psst' }, { only: [ann, bob] }));
  expect(leaked).toContain('Expected: not {"text": "psst"}');
  expect(leaked).toContain('eve got #1 {"text": "psst"}');
  ann.send({ to: ['eve'], text: 'lost' });
  const missed = await failure(() =>
    expect([ann, bob, eve]).toReceiveMessage({ text: 'lost' }, { only: [ann, bob], timeout: 50 }),
  );
  expect(missed).toContain('ann, bob got nothing that matches within 50 ms');
  expect(missed).toContain('Hint: Such a message arrived at eve (#2), not at ann.');
});

test('with { times }, another one gets fewer of them unnoticed', async () => {
  const { ann, eve } = await users();
  ann.send({ to: ['ann'], text: 'psst' });
  ann.send({ to: ['ann', 'eve'], text: 'psst' });
  const leaked = await failure(() => expect([ann, eve]).toReceiveMessage({ text: 'psst' }, { only: ann, times: 2 }));
  expect(leaked).toContain('Expected: not {"text": "psst"}');
  expect(leaked).toContain('eve got #1 {"text": "psst"}');
  await expect(eve).toReceiveMessage({ text: 'psst' });
  ann.send({ to: ['ann'], text: 'psst' });
  ann.send({ to: ['ann'], text: 'psst' });
  await expect([ann, eve]).toReceiveMessage({ text: 'psst' }, { only: ann, times: 2 });
});

test('mistakes get a sentence', async () => {
  const { ann, bob, eve } = await users();
  expect(await failure(() => expect([ann, bob]).toReceiveMessage('x', { only: eve }))).toContain(
    '{ only } names eve, which is not among the clients given to expect().',
  );
  expect(await failure(() => expect([ann, bob]).not.toReceiveMessage('x', { only: ann }))).toContain('takes no { only }');
  expect(await failure(() => expect([ann, bob]).toReceiveMessage('x', { only: 5 as never }))).toContain('expect() was given 5');
});

describe('.not of several clients passes though one of them does it', () => {
  /** Only ann is closed, has been pinged, has sent and received `x`, and has read all that came. */
  const two = async () => {
    const server = serverThat((socket, { url = '' }) => {
      socket.on('message', (data) => {
        socket.send(data.toString());
        if (!url.includes('ann')) return;
        socket.ping();
        socket.close(4000);
      });
    });
    const { ann, bob } = await connectAll(server, { ann: { query: { name: 'ann' } }, bob: { query: { name: 'bob' } } });
    bob.send('y');
    ann.send('x');
    await expect(ann).toReceiveMessage('x');
    await expect(ann).toClose(4000);
    await expect(bob).toAnswerPing();
    return [ann, bob];
  };

  test.each<[string, (clients: WebSocketClient[]) => unknown]>([
    ['toClose', (clients) => expect(clients).not.toClose()],
    ['toClose, with a code', (clients) => expect(clients).not.toClose(4000)],
    ['toBeClosed', (clients) => expect(clients).not.toBeClosed()],
    ['toBeOpen', (clients) => expect(clients).not.toBeOpen()],
    ['toAnswerPing', (clients) => expect(clients).not.toAnswerPing({ timeout: 50 })],
    ['toReceivePing', (clients) => expect(clients).not.toReceivePing()],
    ['toHaveReceivedMessage', (clients) => expect(clients).not.toHaveReceivedMessage('x')],
    ['toHaveReceivedMessage, with times', (clients) => expect(clients).not.toHaveReceivedMessage('x', { times: 1 })],
    ['toHaveReceivedMessages', (clients) => expect(clients).not.toHaveReceivedMessages(['x'])],
    ['toHaveSentMessage', (clients) => expect(clients).not.toHaveSentMessage('x')],
    ['toHaveNoUnreadMessages', (clients) => expect(clients).not.toHaveNoUnreadMessages()],
  ])('%s', async (_, assertion) => {
    const clients = await two();
    for (const both of [clients, clients.toReversed()]) {
      expect(await failure(() => assertion(both))).toMatch(/^expect\(\[(ann, bob|bob, ann)\]\)\.not\./);
    }
  });

  test('and it passes where none of them does', async () => {
    const clients = Object.values(await connectAll(echoServer(), { ann: {}, bob: {} }));
    for (const client of clients) client.send('y');
    await expect(clients).toAnswerPing();
    await expect(clients).not.toClose();
    expect(clients).not.toBeClosed();
    expect(clients).not.toHaveReceivedMessage('x');
    expect(clients).not.toHaveReceivedMessage('y', { times: 2 });
    expect(clients).not.toHaveReceivedMessages(['x']);
    expect(clients).not.toHaveSentMessage('x');
    expect(clients).not.toHaveNoUnreadMessages();
    for (const client of clients) client.terminate();
    expect(clients).not.toBeOpen();
    await expect(clients).not.toAnswerPing();
  });
});

import { connectAll } from 'jest-websocket';
import { failure as fails } from '../support/failure';
import { serverThat } from '../support/servers';

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

test('mistakes get a sentence', async () => {
  const { ann, bob, eve } = await users();
  expect(await failure(() => expect([ann, bob]).toReceiveMessage('x', { only: eve }))).toContain(
    '{ only } names eve, which is not among the clients given to expect().',
  );
  expect(await failure(() => expect([ann, bob]).not.toReceiveMessage('x', { only: ann }))).toContain('takes no { only }');
  expect(await failure(() => expect([ann, bob]).toReceiveMessage('x', { only: 5 as never }))).toContain('expect() was given 5');
});

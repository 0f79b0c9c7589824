import { connect } from 'jest-websocket';
import { createServer } from '../src/server';

const server = createServer();

const login = (token: string) => ({ path: '/chat', headers: { authorization: `Bearer ${token}` } });

test('Ann says something, and Bob hears it', async () => {
  const ann = await connect(server, { name: 'Ann', ...login('token-of-ann') });
  const bob = await connect(server, { name: 'Bob', ...login('token-of-bob') });
  await expect(bob).toReceiveMessage({ welcome: 'Bob' });

  ann.send({ text: 'Hello!' });

  await expect([ann, bob]).toReceiveMessage({ from: 'Ann', text: 'Hello!' });
});

test('a stranger is refused', async () => {
  await expect(connect(server, login('forged'))).toFailHandshake(401);
});

import { connect } from 'jest-websocket';
import { createApp } from '../src/server';

const app = createApp();
afterAll(() => app.close());

const login = (token: string) => ({ path: '/chat', headers: { authorization: `Bearer ${token}` } });

test('Ann says something, and Bob hears it', async () => {
  const ann = await connect(app, { name: 'Ann', ...login('token-of-ann') });
  const bob = await connect(app, { name: 'Bob', ...login('token-of-bob') });
  await expect(bob).toReceiveMessage({ welcome: 'Bob' });

  ann.send({ text: 'Hello!' });

  await expect([ann, bob]).toReceiveMessage({ from: 'Ann', text: 'Hello!' });
});

test('a stranger is refused', async () => {
  await expect(connect(app, login('forged'))).toFailHandshake({ status: 401, body: { error: 'Who are you?' } });
});

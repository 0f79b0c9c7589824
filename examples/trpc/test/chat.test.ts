import { connect } from 'jest-websocket';
import { jsonRpc } from 'jest-websocket/codecs';
import { createApp } from '../src/server';

const server = createApp();

const login = (token: string) => ({
  headers: { authorization: `Bearer ${token}` },
  codec: jsonRpc({ envelope: 'trpc' }),
});

test('Ann says something, and Bob hears it', async () => {
  const ann = await connect(server, { name: 'Ann', ...login('token-of-ann') });
  const bob = await connect(server, { name: 'Bob', ...login('token-of-bob') });
  const subscribed = await bob.request({ method: 'subscription', params: { path: 'said' } });
  expect(subscribed).toMatchObject({ result: { type: 'started' } });

  await ann.request({ method: 'mutation', params: { path: 'say', input: { text: 'Hello!' } } });

  await expect(bob).toReceiveMessage({ result: { type: 'data', data: { from: 'Ann', text: 'Hello!' } } });
});

test('a stranger is told that nobody knows him', async () => {
  const stranger = await connect(server, login('forged'));

  await expect(stranger).toReceiveMessage({ error: { message: 'Who are you?', data: { code: 'UNAUTHORIZED' } } });
});

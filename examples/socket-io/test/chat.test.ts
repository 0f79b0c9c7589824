import { connect } from 'jest-websocket';
import { socketIo } from 'jest-websocket/codecs';
import { createApp } from '../src/server';

const server = createApp();

const login = (token: string) => ({ codec: socketIo({ auth: { token } }) });

test('Ann says something in a room, and Bob hears it', async () => {
  const ann = await connect(server, { name: 'Ann', ...login('token-of-ann') });
  const bob = await connect(server, { name: 'Bob', ...login('token-of-bob') });
  expect(await ann.request(['join', 'tea'])).toEqual([1]);
  expect(await bob.request(['join', 'tea'])).toEqual([2]);
  await expect(ann).toReceiveMessage(['joined', 'Bob']);

  ann.send(['say', 'tea', 'Hello!']);

  await expect([ann, bob]).toReceiveMessage(['said', { from: 'Ann', text: 'Hello!' }]);
});

test('a stranger is refused', async () => {
  await expect(connect(server, login('forged'))).rejects.toMatchObject({
    message: expect.stringContaining('Who are you?'),
    data: { code: 'stranger' },
  });
});

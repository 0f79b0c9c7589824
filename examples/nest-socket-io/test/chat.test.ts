import type { INestApplication } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { connect } from 'jest-websocket';
import { socketIo } from 'jest-websocket/codecs';
import { ChatModule } from '../src/chat';

let app: INestApplication;

beforeAll(async () => {
  const testing = await Test.createTestingModule({ imports: [ChatModule] }).compile();
  app = testing.createNestApplication({ logger: false });
  await app.init();
});

afterAll(() => app.close());

const login = (token: string) => ({ codec: socketIo({ auth: { token } }) });

test('Ann says something in a room, and Bob hears it', async () => {
  const ann = await connect(app, { name: 'Ann', ...login('token-of-ann') });
  const bob = await connect(app, { name: 'Bob', ...login('token-of-bob') });
  expect(await ann.request(['join', 'tea'])).toEqual([1]);
  expect(await bob.request(['join', 'tea'])).toEqual([2]);
  await expect(ann).toReceiveMessage(['joined', 'Bob']);

  ann.send(['say', { room: 'tea', text: 'Hello!' }]);

  await expect([ann, bob]).toReceiveMessage(['said', { from: 'Ann', text: 'Hello!' }]);
});

test('a stranger is refused', async () => {
  await expect(connect(app, login('forged'))).rejects.toThrow('Who are you?');
});

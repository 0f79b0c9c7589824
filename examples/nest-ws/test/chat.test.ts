import type { INestApplication } from '@nestjs/common';
import { WsAdapter } from '@nestjs/platform-ws';
import { Test } from '@nestjs/testing';
import { connect } from 'jest-websocket';
import { ChatModule } from '../src/chat';

let app: INestApplication;

beforeAll(async () => {
  const testing = await Test.createTestingModule({ imports: [ChatModule] }).compile();
  app = testing.createNestApplication({ logger: false });
  app.useWebSocketAdapter(new WsAdapter(app));
  await app.init();
});

afterAll(() => app.close());

const login = (token: string) => ({ path: '/chat', headers: { authorization: `Bearer ${token}` } });

test('Ann says something, and Bob hears it', async () => {
  const ann = await connect(app, { name: 'Ann', ...login('token-of-ann') });
  const bob = await connect(app, { name: 'Bob', ...login('token-of-bob') });
  await expect(bob).toReceiveMessage({ event: 'welcome', data: 'Bob' });

  ann.send({ event: 'say', data: 'Hello!' });

  await expect([ann, bob]).toReceiveMessage({ event: 'said', data: { from: 'Ann', text: 'Hello!' } });
});

test('a question is answered', async () => {
  const ann = await connect(app, login('token-of-ann'));

  expect(await ann.request({ event: 'count' }, { event: 'counted' })).toEqual({ event: 'counted', data: 1 });
});

test('a stranger is refused', async () => {
  const stranger = await connect(app, login('forged'));

  await expect(stranger).toClose(4401, 'Who are you?');
});

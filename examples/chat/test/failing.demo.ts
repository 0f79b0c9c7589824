import { connectAll } from 'jest-websocket';
import { chatServer } from '../src/server';

// A test that fails, for `npm run report`: what Ann waits for is worded otherwise by the server.

const server = chatServer();

test('everybody is told that Rob has left', async () => {
  const { rob, ann, eve } = await connectAll(server, {
    rob: { query: { name: 'Rob' } },
    ann: { query: { name: 'Ann' } },
    eve: { query: { name: 'Eve' } },
  });
  eve.respond({ message: 'Rob: Who is there?' }, { message: 'I am!' });
  await expect(rob).toReceiveMessage({ message: 'Eve has connected' });

  rob.send({ message: 'Who is there?' });
  await expect(rob).toReceiveMessage({ message: 'Eve: I am!' });
  await rob.close();

  await expect([ann, eve]).toReceiveMessage({ message: 'Rob has left' }, { timeout: 500 });
});

import { connect } from 'jest-websocket';
import { chatServer } from '../src/server';

const server = chatServer();

test('Rob connects and is announced', async () => {
  const rob = await connect(server, { query: { name: 'Rob' } });

  await expect(rob).toReceiveMessage({ message: 'Rob has connected' });
});

test('Rob says hello when he is announced, and hears it back', async () => {
  const rob = await connect(server, { query: { name: 'Rob' } });

  await expect(rob).toSendOnReceive({ message: 'Rob has connected' }, { message: 'Hello, world!' });
  await expect(rob).toReceiveMessage({ message: 'Rob: Hello, world!' });
});

test('user_1 greets user_2, who answers, and user_1 leaves', async () => {
  const user1 = await connect(server, { name: 'user_1', query: { name: 'user_1' } });
  await expect(user1).toReceiveMessage({ message: 'user_1 has connected' });

  const user2 = await connect(server, { name: 'user_2', query: { name: 'user_2' } });
  await Promise.all([
    expect(user1).toSendOnReceive({ message: 'user_2 has connected' }, { message: 'Hello from user_1!' }),
    expect(user2).toSendOnReceive({ message: 'user_1: Hello from user_1!' }, { message: 'Hello from user_2!' }),
  ]);
  await expect(user1).toReceiveMessage({ message: 'user_2: Hello from user_2!' });

  await user1.close();
  await expect(user2).toReceiveMessage({ message: 'user_1 has disconnected' });
});

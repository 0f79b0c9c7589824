import { connect } from 'jest-websocket';
import { chatServer } from '../src/server';

const server = chatServer();

test('the conversation of two users, as one snapshot', async () => {
  const user1 = await connect(server, { name: 'user_1', query: { name: 'user_1' } });
  await expect(user1).toReceiveMessage({ message: 'user_1 has connected' });

  const user2 = await connect(server, { name: 'user_2', query: { name: 'user_2' } });
  await Promise.all([
    expect(user1).toSendOnReceive({ message: 'user_2 has connected' }, { message: 'Hello from user_1!' }),
    expect(user2).toSendOnReceive({ message: 'user_1: Hello from user_1!' }, { message: 'Hello from user_2!' }),
  ]);
  await expect([user1, user2]).toReceiveMessage({ message: 'user_2: Hello from user_2!' });

  await user1.close();
  await expect(user2).toReceiveMessage({ message: 'user_1 has disconnected' });

  expect([user1, user2]).toMatchTranscriptInlineSnapshot(`
user_1
  open
  ← {"message":"user_1 has connected"}
  ← {"message":"user_2 has connected"}
  → {"message":"Hello from user_1!"}
  ← {"message":"user_1: Hello from user_1!"}
  ← {"message":"user_2: Hello from user_2!"}
  → close 1000
  ← close 1000
user_2
  open
  ← {"message":"user_2 has connected"}
  ← {"message":"user_1: Hello from user_1!"}
  → {"message":"Hello from user_2!"}
  ← {"message":"user_2: Hello from user_2!"}
  ← {"message":"user_1 has disconnected"}
`);
});

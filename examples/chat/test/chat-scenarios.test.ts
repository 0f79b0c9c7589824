import { runTogether, scenario } from 'jest-websocket';
import { chatServer } from '../src/server';

const server = chatServer();

const user1 = scenario('user_1')
  .connect(server, { query: { name: 'user_1' } })
  .expect({ message: 'user_1 has connected' })
  .as('user_1 is in')
  .expect({ message: 'user_2 has connected' })
  .reply({ message: 'Hello from user_1!' })
  .expect({ message: 'user_2: Hello from user_2!' })
  .close();

const user2 = scenario('user_2')
  .connect(server, { query: { name: 'user_2' } })
  .after('user_1 is in')
  .expect({ message: 'user_1: Hello from user_1!' })
  .reply({ message: 'Hello from user_2!' })
  .expect({ message: 'user_1 has disconnected' });

test('the conversation of two users, as scenarios', async () => {
  await runTogether(user1, user2);
});

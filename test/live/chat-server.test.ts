import { connect } from 'jest-websocket';
import { chatServer } from '../../examples/chat/src/server';

const server = chatServer();
const hint = { error: 'Send JSON such as { "message": "Hello!" }' };

test.each(['{', '5', 'null', '{"message":5}', '{}', Buffer.from([0xff])])(
  'input that is none, %p, gets an error',
  async (input) => {
    const rob = await connect(server, { query: { name: 'Rob' } });
    await expect(rob).toReceiveMessage({ message: 'Rob has connected' });
    rob.send(input);
    await expect(rob).toReceiveNextMessage(hint);
    rob.send({ message: 'still here' });
    await expect(rob).toReceiveNextMessage({ message: 'Rob: still here' });
  },
);

test('a client that breaks the protocol ends its own connection, not the server', async () => {
  const ann = await connect(server, { query: { name: 'Ann' } });
  const rob = await connect(server, { query: { name: 'Rob' } });
  rob.terminate();
  await expect(ann).toReceiveMessage({ message: 'Rob has disconnected' });
  ann.send({ message: 'Hello' });
  await expect(ann).toReceiveMessage({ message: 'Ann: Hello' });
});

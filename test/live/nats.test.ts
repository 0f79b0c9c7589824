import { connect } from 'jest-websocket';
import { failure } from '../support/failure';
import { nats, natsServer } from '../support/nats';
import { describeWith, has } from '../support/programs';

describeWith('nats-server', has('nats-server'), 'nats-server, by a codec of the test', () => {
  test('who subscribes gets what is published, with its data', async () => {
    const url = await natsServer();
    const ann = await connect(url, { name: 'ann', codec: nats() });
    const bob = await connect(url, { name: 'bob', codec: nats() });
    ann.send({ op: 'SUB', args: ['chat.>', '7'] });
    // the server does what one client says in order, and that of two in any: ann asks until it answers
    ann.send({ op: 'PUB', args: ['chat.self'], data: 'here' });
    await expect(ann).toReceiveMessage({ op: 'MSG', args: ['chat.self', '7'], data: 'here' });
    for (const data of ['hello', '', 'two\r\nlines', 'x'.repeat(100_000)]) {
      bob.send({ op: 'PUB', args: ['chat.1'], data });
      await expect(ann).toReceiveNextMessage({ op: 'MSG', args: ['chat.1', '7'], data });
    }
  });

  test('a wrong password is refused in the words of the server', async () => {
    const url = await natsServer('secret');
    await connect(url, { codec: nats({ user: 'rob', pass: 'secret' }) });
    const error = await failure(() => connect(url, { codec: nats({ user: 'rob', pass: 'guess' }) }));
    expect(error.message).toContain("refused the handshake of the codec 'nats': 'Authorization Violation'");
  });

  test('what the server does not understand ends the wait, in its words', async () => {
    const rob = await connect(await natsServer(), { name: 'rob', codec: nats() });
    rob.send({ op: 'SHOUT' });
    const { message } = await failure(() => rob.receive());
    expect(message).toContain("'Unknown Protocol Operation'");
  });
});

import { connect, scenario, undecodable } from 'jest-websocket';
import { failure } from '../support/failure';
import { serverThatSends } from '../support/servers';

const codec = {
  open: () => ({
    decode: (payload: string | Buffer) => {
      if (!/^\{.*\}$/.test(String(payload))) throw new Error('bad magic');
      return [JSON.parse(String(payload))];
    },
    encode: String,
  }),
};

const hearing = async (...messages: string[]) => {
  const client = await connect(serverThatSends(...messages), { codec, name: 'rob' });
  await client.ping();
  return client;
};

const anything = { '~standard': { validate: (value: unknown) => ({ value }) } };

describe('a message that the codec could not decode satisfies nothing but undecodable()', () => {
  test.each<[string, unknown]>([
    ['nothing', undefined],
    ['expect.anything()', expect.anything()],
    ['expect.any(String)', expect.any(String)],
    ['a RegExp on its text', /hello/],
    ['its text', '{"type":"hello"'],
    ['a predicate', () => true],
    ['a schema', anything],
    ['bytes', Buffer.from('{"type":"hello"')],
  ])('%s', async (_, expected) => {
    const client = await hearing('{"type":"hello"');
    expect(client).not.toHaveReceivedMessage(expected);
    await expect(client).not.toReceiveMessage(expected, { timeout: 1 });
    const { message } = await failure(() => expect(client).toReceiveMessage(expected, { timeout: 1 }));
    expect(message).toContain('#1 {"type":"hello" (not decoded: bad magic)');
    await failure(() => client.receive(expected, { timeout: 1 }));
    const stop = client.ignore(expected);
    stop();
    await expect(client).toReceiveNextMessage(undecodable());
  });

  test('what the codec says of it is expected by a part, or a RegExp', async () => {
    const client = await hearing('{', '{"a":1}', '[');
    expect(client).toHaveReceivedMessage(undecodable('magic'), { times: 2 });
    expect(client).not.toHaveReceivedMessage(undecodable('checksum'));
    await expect(client).toReceiveMessages([undecodable(/^bad/), { a: 1 }, undecodable()], { order: 'exact' });
    expect(client.messages).toEqual(['{', { a: 1 }, '[']);
  });

  test('receive() gives it as it came', async () => {
    expect(await (await hearing('{')).receive(undecodable())).toBe('{');
  });

  test('a scenario expects it so too', async () => {
    const rob = scenario('rob').connect(serverThatSends('{'), { codec });
    await rob.expect(undecodable()).run();
    await failure(() => rob.expect().timeouts({ response: 50 }).run());
  });

  test('it says what was expected', async () => {
    const client = await hearing('{"a":1}');
    const { message } = await failure(() => expect(client).toReceiveMessage(undecodable('magic'), { timeout: 1 }));
    expect(message).toContain('Expected: a message that the codec cannot decode: "magic"');
    expect(() => undecodable(5 as never)).toThrow(
      'undecodable() takes a part of what the codec says, as text or a RegExp, not 5.',
    );
  });
});

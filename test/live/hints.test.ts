import { connect, connectAll } from 'jest-websocket';
import { failure as fails } from '../support/failure';
import { echoServer, serverThat, serverThatSends } from '../support/servers';

const json = (...values: unknown[]) => serverThatSends(...values.map((value) => JSON.stringify(value)));
const BRIEF = { timeout: 30 };

/** The hints of a failure. */
async function hints(assertion: () => unknown): Promise<string[]> {
  const { message } = await fails(assertion);
  return message.split('\n').flatMap((line) => line.match(/^Hint: (.*)$/)?.[1] ?? []);
}

describe('a message that matches came earlier', () => {
  test('and satisfied, or was passed over', async () => {
    const client = await connect(json({ a: 1 }, { b: 1 }));
    await expect(client).toReceiveMessage({ b: 1 });
    expect(await hints(() => expect(client).toReceiveMessage({ b: 1 }, BRIEF))).toEqual([
      expect.stringMatching(/^A message that matches came earlier: #2 satisfied toReceiveMessage at hints\.test\.ts:\d+\.$/),
    ]);
    expect(await hints(() => client.receive({ a: 1 }, BRIEF))).toEqual([
      expect.stringMatching(/^A message that matches came earlier: #1 was skipped by toReceiveMessage at hints\.test\.ts:\d+\.$/),
    ]);
  });

  test('and was answered by a standing reply', async () => {
    const client = await connect(echoServer());
    client.respond({ a: 1 }, { b: 1 });
    client.send({ a: 1 });
    await expect(client).toReceiveMessage({ b: 1 });
    expect(await hints(() => expect(client).toReceiveMessage({ a: 1 }, BRIEF))).toEqual([
      expect.stringMatching(/^A message that matches came earlier: #1 was answered by respond at hints\.test\.ts:\d+\.$/),
    ]);
  });

  test('is not said of one that does not match, nor where anything is expected', async () => {
    const client = await connect(json({ a: 1 }));
    await expect(client).toReceiveMessage({ a: 1 });
    expect(await hints(() => expect(client).toReceiveMessage({ a: 2 }, BRIEF))).toEqual([]);
    expect(await hints(() => expect(client).toReceiveMessage(undefined, BRIEF))).toEqual([]);
  });
});

describe('it was sent, not received', () => {
  test('by this client', async () => {
    const client = await connect(json(), { name: 'rob' });
    client.send({ a: 1 });
    expect(await hints(() => expect(client).toReceiveMessage({ a: 1 }, BRIEF))).toEqual([
      'rob sent such a message itself (→ #1), and received none.',
    ]);
  });

  test('is not said when it has also been received, or was sent by another', async () => {
    const client = await connect(echoServer(), { name: 'rob' });
    client.send({ a: 1 });
    await expect(client).toReceiveMessage({ a: 1 });
    const [hint] = await hints(() => expect(client).toReceiveMessage({ a: 1 }, BRIEF));
    expect(hint).toContain('came earlier');
    const other = await connect(json(), { name: 'ann' });
    other.send({ b: 1 });
    expect(await hints(() => expect(client).toReceiveMessage({ b: 1 }, BRIEF))).toEqual([]);
  });
});

describe('it arrived at another client', () => {
  const server = serverThat((socket, { url }) => socket.send(url === '/?name=ann' ? '{"for":"ann"}' : '{"for":"others"}'));

  test('of the test', async () => {
    const { rob } = await connectAll(server, { rob: {}, ann: { query: { name: 'ann' } } });
    expect(await hints(() => expect(rob).toReceiveMessage({ for: 'ann' }, BRIEF))).toEqual([
      'Such a message arrived at ann (#1), not at rob.',
    ]);
  });

  test('is not said of another message', async () => {
    const { rob } = await connectAll(server, { rob: {}, ann: { query: { name: 'ann' } } });
    expect(await hints(() => expect(rob).toReceiveMessage({ for: 'eve' }, BRIEF))).toEqual([]);
  });
});

describe('a message that matches came behind', () => {
  test('the one at which a strict expectation failed', async () => {
    const client = await connect(json(1, 2));
    expect(await hints(() => expect(client).toReceiveNextMessage(2))).toEqual(['A message that matches came after it: #2.']);
  });

  test('is not said when none did', async () => {
    const client = await connect(json(1, 3));
    expect(await hints(() => expect(client).toReceiveNextMessage(2))).toEqual([]);
  });
});

describe('messages are binary', () => {
  test('where a value is expected', async () => {
    const client = await connect(serverThatSends(Buffer.from('{"a":1}')));
    expect(await hints(() => expect(client).toReceiveMessage({ a: 1 }, BRIEF))).toEqual([
      "#1 is binary, and the codec 'json' gives binary messages as Buffers.",
    ]);
  });

  test('is not said where bytes are expected, or of a codec that decodes them', async () => {
    const bytes = await connect(serverThatSends(Buffer.from([1])));
    expect(await hints(() => expect(bytes).toReceiveMessage(Buffer.from([2]), BRIEF))).toEqual([]);
    const codec = { open: () => ({ decode: (data: unknown) => [JSON.parse(String(data))], encode: String }) };
    const decoded = await connect(serverThatSends(Buffer.from('{"a":1}')), { codec });
    expect(await hints(() => expect(decoded).toReceiveMessage({ b: 2 }, BRIEF))).toEqual([]);
  });

  test('or text, where bytes are expected', async () => {
    const client = await connect(serverThatSends('text'));
    expect(await hints(() => expect(client).toReceiveMessage(Buffer.from([1]), BRIEF))).toEqual([
      'Bytes are expected, and the unread message is text.',
    ]);
    const both = await connect(serverThatSends('text', Buffer.from([2])));
    expect(await hints(() => expect(both).toReceiveMessage(Buffer.from([1]), BRIEF))).toEqual([]);
  });
});

describe('messages could not be decoded', () => {
  test('by the codec, or as JSON', async () => {
    const codec = { open: () => ({ decode: (data: unknown) => [JSON.parse(String(data))], encode: String }) };
    const strict = await connect(serverThatSends('{"a"'), { codec });
    expect((await hints(() => expect(strict).toReceiveMessage({ a: 1 }, BRIEF)))[0]).toMatch(/^#1 could not be decoded: .*JSON/);
    const lenient = await connect(serverThatSends('{"a"'));
    expect((await hints(() => expect(lenient).toReceiveMessage({ a: 1 }, BRIEF)))[0]).toMatch(
      /^#1 begins like JSON but cannot be parsed: /,
    );
  });

  test('is not said of other text, of what is JSON, or where text is expected', async () => {
    const client = await connect(serverThatSends('hello', '{"a":2}'));
    expect(await hints(() => expect(client).toReceiveMessage({ b: 1 }, BRIEF))).toEqual([]);
    const text = await connect(serverThatSends('{"a"'));
    expect(await hints(() => expect(text).toReceiveMessage(/b/, BRIEF))).toEqual([]);
    const plain = await connect(serverThatSends('{"a"'), { codec: 'text' });
    expect(await hints(() => expect(plain).toReceiveMessage('{"b"', BRIEF))).toEqual([]);
  });
});

import { connect, scenario } from 'jest-websocket';
import { failure } from '../support/failure';
import { serverThat, serverThatSends } from '../support/servers';

const hearing = async (codec: 'json' | 'text' | 'binary', ...messages: string[]) => {
  const client = await connect(serverThatSends(...messages), { codec, name: 'rob' });
  await client.ping();
  return client;
};

describe('text that came, and that the codec has made a value of: .not does not pass', () => {
  const why = /its text is exactly '.*', which the codec has decoded. Expect the value, or connect with \{ codec: 'text' \}/;

  test.each(['42', '{"a":1}', 'true', 'null', '"quoted"', '[1,2]'])('%s', async (text) => {
    const client = await hearing('json', 'before', text);
    expect((await failure(() => expect(client).not.toReceiveMessage(text, { timeout: 1 }))).message).toMatch(why);
    expect((await failure(() => expect(client).not.toHaveReceivedMessage(text))).message).toMatch(why);
    expect((await failure(() => expect(client).toHaveReceivedMessage(text, { times: 0 }))).message).toMatch(why);
    await failure(() => expect(client).not.toHaveReceivedMessages(['before', text]));
    expect((await failure(() => expect(client).toHaveReceivedMessage(text))).message).toMatch(why);
    await expect(client).toReceiveMessages(['before', JSON.parse(text)]);
  });

  test('it is the value that is expected, as it was', async () => {
    const client = await hearing('json', '"42"', 'plain');
    expect(client).toHaveReceivedMessage('42');
    expect(client).not.toHaveReceivedMessage('43');
    await expect(client).toReceiveMessages(['42', 'plain'], { order: 'exact' });
  });

  test('never() forbids it', async () => {
    const client = await hearing('json', '42');
    const waiting = expect(client).toReceiveMessage('something else', { timeout: 50 });
    const stop = client.never('43');
    stop();
    const { message } = await failure(() =>
      waiting.then(
        () => undefined,
        (error) => Promise.reject(error),
      ),
    ); // prettier-ignore
    expect(message).toContain('#1 42');
  });
});

describe('what the codec never gives is refused at once', () => {
  test.each<['json' | 'text' | 'binary', unknown, string]>([
    ['text', { a: 1 }, "is {\"a\":1}, but the codec 'text' gives text. Write text, or connect with { codec: 'json' }."],
    ['text', 42, "is 42, but the codec 'text' gives text."],
    ['binary', 'hello', "is 'hello', but the codec 'binary' gives Buffers. Write Buffer.from(…)."],
    ['binary', { a: 1 }, "the codec 'binary' gives Buffers. Write bytes, or connect with { codec: 'json' }."],
    ['json', { id: undefined }, 'has undefined at id, which JSON never contains. Write a value, or leave it out.'],
    ['json', { n: 1n }, 'has 1n at n, which JSON never contains. Write a number, or text.'],
    ['json', { 'odd key': { b: 1n } }, "has 1n at ['odd key'].b, which JSON never contains. Write a number, or text."],
    ['json', { list: [Number.NaN] }, 'has NaN at list[0], which JSON never contains. Write null, or text.'],
    ['json', new Map(), 'is a Map, which JSON never contains. Write Object.fromEntries(map).'],
    ['json', { ids: new Set([1]) }, 'has a Set at ids, which JSON never contains. Write [...set].'],
    ['json', { data: Buffer.from('a') }, 'has bytes at data, which JSON never contains.'],
  ])('%s: %p', async (codec, expected, sentence) => {
    const client = await hearing(codec, '{"a":1}');
    for (const ask of [
      () => expect(client).toReceiveMessage(expected),
      () => expect(client).not.toReceiveMessage(expected),
      () => expect(client).toReceiveNextMessage(expected),
      () => expect(client).toReceiveMessages([expected]),
      () => expect(client).toSendOnReceive(expected, 'x'),
      () => expect(client).toHaveReceivedMessage(expected),
      () => expect(client).not.toHaveReceivedMessages([expected]),
      () => expect(client).not.toHaveSentMessage(expected),
      () => client.receive(expected),
      () => client.request('x', expected),
      () => client.respond(expected, 'x'),
      () => client.ignore(expected),
      () => client.never(expected),
    ]) {
      expect((await failure(ask)).message).toContain(sentence);
    }
    const rob = scenario('rob')
      .connect(serverThatSends('{"a":1}'), { codec })
      .expect(expected as never);
    expect((await failure(() => rob.run())).message).toContain(sentence);
  });

  test('a Date is refused where it must not come; where it must, the failure shows what came', async () => {
    const client = await hearing('json', '{"at":"1970-01-01T00:00:00.000Z"}');
    const expected = { at: new Date(0) };
    const sentence = 'has a Date at at, which JSON never contains. Write date.toISOString().';
    expect((await failure(() => expect(client).not.toReceiveMessage(expected))).message).toContain(sentence);
    expect((await failure(() => expect(client).not.toHaveReceivedMessage(expected))).message).toContain(sentence);
    expect((await failure(() => expect(client).toReceiveMessage(expected, { timeout: 1 }))).message).toContain('1970-01-01');
  });

  test('exact equality takes what is undefined as not there', async () => {
    await expect(await hearing('json', '{"a":1}')).toReceiveMessage({ a: 1, b: undefined }, { exact: true });
  });

  test('asymmetric matchers, RegExps, predicates and schemas decide for themselves', async () => {
    const client = await hearing('text', '{"a":1}');
    for (const expected of [expect.stringContaining('a'), /a/, (text: string) => text.length === 7, undefined, '{"a":1}']) {
      expect(client).toHaveReceivedMessage(expected);
    }
    expect(await hearing('binary', 'hello')).toHaveReceivedMessage(/hello/);
    expect(await hearing('binary', 'hello')).toHaveReceivedMessage(Buffer.from('hello'));
  });
});

describe('what must not come, and comes as bytes that say so', () => {
  const echo = () => serverThat((socket) => socket.on('message', (data) => socket.send(data))); // a Buffer, whatever came

  test.each<[string, unknown, unknown]>([
    ['JSON', { error: 1, at: 2 }, { error: 1 }],
    ['text', 'no such room', 'no such room'],
    ['text that matches', 'no such room', /such/],
  ])('%s is found', async (_, message, forbidden) => {
    const client = await connect(echo());
    client.send(message);
    const sentence = 'it is binary, and says so as text';
    expect((await failure(() => expect(client).not.toReceiveMessage(forbidden))).message).toContain(sentence);
    expect((await failure(() => expect(client).not.toHaveReceivedMessage(forbidden))).message).toContain(sentence);
  });

  test('and nothing else is', async () => {
    const client = await connect(echo());
    client.send({ ok: 1 });
    await expect(client).not.toReceiveMessage({ error: 1 });
    await expect(client).not.toReceiveMessage(expect.any(String));
    await expect(client).not.toReceiveMessage('ok');
  });
});

test.each<[string, (message: never) => unknown]>([
  ['a matcher', () => expect.objectContaining({ z: 1 })],
  ['a matcher that was not called', expect.stringContaining as never],
  ['a function', () => () => true],
])('a predicate that returns %s does not match everything', async (_, predicate) => {
  const client = await connect(serverThatSends('hello'));
  const { message } = await failure(() => expect(client).toReceiveMessage(predicate as never));
  expect(message).toMatch(/The predicate \w+ returned a matcher\. Expect that itself, or call it\./);
});

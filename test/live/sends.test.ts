import { connect, runTogether, scenario } from 'jest-websocket';
import { failure } from '../support/failure';
import { echoServer, serverThatSends } from '../support/servers';

const ownLine = ({ stack = '' }: Error) => stack.split('\n').find((line) => /^\s+at /.test(line));
class Hidden {
  #value = 1;
  get value() {
    return this.#value;
  }
}

describe('what JSON would make {} or null of, or leave out, is refused at the line of send()', () => {
  test.each<[string, unknown, string]>([
    ['a Map', new Map([[1, 2]]), 'a Map%: JSON makes {} of it. Write [...map] or Object.fromEntries(map).'],
    ['a Set', new Set([1]), 'a Set%: JSON makes {} of it. Write [...set].'],
    ['a WeakMap', new WeakMap(), 'a WeakMap%: JSON makes {} of it. Write the values that it holds.'],
    ['a RegExp', /a/, 'a RegExp%: JSON makes {} of it. Write String(regexp).'],
    ['a Blob', new Blob(['hello']), 'a Blob%: JSON makes {} of it. Write Buffer.from(await blob.arrayBuffer()).'],
    ['a URLSearchParams', new URLSearchParams('a=1'), 'a URLSearchParams%: JSON makes {} of it. Write String(params).'],
    ['an error', new Error('x'), 'an error%: JSON leaves out its message. Write { message: error.message }.'],
    ['an error with fields', Object.assign(new Error('x'), { code: 1 }), 'an error%: JSON leaves out its message.'],
    ['an instance without fields', new Hidden(), 'a Hidden%: JSON makes {} of it. Write the values that it holds.'],
    ['an object that inherits all', Object.create({ a: 1 }), 'an object%: JSON makes {} of it.'],
    ['a generator', (function* () {})(), 'JSON makes {} of it.'],
    ['NaN', Number.NaN, 'NaN%: JSON makes null of it. Write null, or text.'],
    ['Infinity', -Infinity, '-Infinity%: JSON makes null of it.'],
    ['a bigint', 1n, '1n%: JSON has no form for it. Write String(n) or Number(n).'],
    ['a function', () => 1, 'a function%: JSON has no form for functions. Write a value.'],
    ['a symbol', Symbol('a'), 'a symbol%: JSON has no form for symbols. Write a value.'],
  ])('%s', async (_, value, sentence) => {
    const client = await connect(echoServer());
    const own = await failure(() => client.send(value));
    expect(own.message).toContain(sentence.replace('%', ''));
    expect(ownLine(own)).toContain('sends.test.ts');
    const within = sentence.replace('%', ' at list[0].deep');
    expect((await failure(() => client.send({ list: [{ deep: value }] }))).message).toContain(within);
    expect(client).not.toHaveSentMessage();
  });

  test.each<[string, unknown]>([
    ['a promise', Promise.resolve({ a: 1 })],
    [
      'a thenable with fields',
      Object.fromEntries([
        ['then', () => {}],
        ['a', 1],
      ]),
    ], // prettier-ignore
  ])('%s, whatever the codec', async (_, value) => {
    for (const codec of ['json', 'text', { open: () => ({ decode: () => [], encode: String }) }] as const) {
      const client = await connect(echoServer(), { codec });
      expect((await failure(() => client.send(value))).message).toContain(
        'cannot send a promise. Await it first: send(await …).',
      );
      expect((await failure(() => client.request(value, 'x'))).message).toContain('cannot send a promise.');
    }
    const client = await connect(echoServer());
    expect((await failure(() => client.send({ a: value }))).message).toContain('a promise at a: await it first.');
    expect(() => scenario('rob').send(value)).toThrow('send() takes a message, but was given a promise. Await it');
    expect(() => scenario('rob').expect('x').reply(value)).toThrow('reply() takes a message, but was given a promise.');
    await runTogether();
  });

  test('a client', async () => {
    const client = await connect(echoServer(), { name: 'rob' });
    expect((await failure(() => client.send(client))).message).toMatch(/rob cannot send \[rob .*\]: it is not a message\./);
    expect((await failure(() => client.send({ to: client }))).message).toMatch(/rob cannot send \[rob .*\] at to: it is not a/);
  });

  test('in every way of sending', async () => {
    const sentence = 'a Map at list: JSON makes {} of it.';
    const message = { list: new Map() };
    const asked = async () => connect(serverThatSends('ask'));
    expect((await failure(async () => expect(await asked()).toSendOnReceive('ask', message))).message).toContain(sentence);
    expect((await failure(async () => expect(await asked()).toSendOnReceive('ask', () => message))).message).toContain(sentence);
    expect((await failure(async () => (await asked()).request(message, 'x'))).message).toContain(sentence);
    const rob = scenario('rob').connect(serverThatSends('ask'));
    expect((await failure(() => rob.send(message).run())).message).toContain(sentence);
    expect((await failure(() => rob.expect('ask').reply(message).run())).message).toContain(sentence);
    expect((await failure(() => rob.request('/x', { method: 'POST', body: message }).run())).message).toContain(sentence);
  });

  test.each([undefined, Math.abs, Symbol('a')])('whose toJSON() returns %p', async (nothing) => {
    const client = await connect(echoServer(), { name: 'rob' });
    const { message } = await failure(() => client.send({ toJSON: () => nothing }));
    expect(message).toMatch(
      /^rob cannot send .* with the codec 'json': its toJSON\(\) returned nothing that JSON has a form for$/,
    );
  });

  test('what JSON has a form for is sent as before', async () => {
    const client = await connect(echoServer());
    class Money {
      constructor(readonly amount: number) {}
      get double() {
        return 2 * this.amount;
      }
    }
    for (const [message, text] of [
      [{}, '{}'],
      [{ a: {}, b: [], c: undefined }, '{"a":{},"b":[]}'],
      [Object.create(null), '{}'],
      [new Date(0), '"1970-01-01T00:00:00.000Z"'],
      [{ at: new Date(0), url: new URL('ws://host/a') }, '{"at":"1970-01-01T00:00:00.000Z","url":"ws://host/a"}'],
      [new Money(1), '{"amount":1}'],
      [[new Money(1), null, true, Object(5)], '[{"amount":1},null,true,5]'],
      [{ data: Buffer.from('a') }, '{"data":{"type":"Buffer","data":[97]}}'],
      [{ toJSON: () => new Map() }, '{}'],
      [Object.assign(new Map(), { toJSON: () => [1] }), '[1]'],
    ] as const) {
      client.send(message);
      await expect(client).toReceiveNextMessage((_: unknown) => true);
      expect(client.transcript.findLast(({ kind }) => kind === 'message')).toMatchObject({ payload: text });
    }
    client.send(new Uint8Array([1]));
    client.send(new Uint8Array([2]).buffer);
    await expect(client).toReceiveMessages([Buffer.from([1]), Buffer.from([2])], { order: 'exact' });
  });
});

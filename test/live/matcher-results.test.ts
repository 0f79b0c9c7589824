import { createServer } from 'node:http';
import { anyOf, connect, scenario } from 'jest-websocket';
import { z } from 'zod';
import { failure } from '../support/failure';
import { listen, serverThatSends } from '../support/servers';

type Result = { readonly name: string; readonly pass: boolean; readonly expected: unknown; readonly actual: unknown };

const json = (...values: unknown[]) => serverThatSends(...values.map((value) => JSON.stringify(value)));

const BRIEF = { timeout: 20 };

/** What a reporter gets of a failure: nothing of it is lost on the way from a worker. */
async function resultOf(assertion: () => unknown): Promise<Result> {
  const { matcherResult } = await failure(assertion);
  const { message: _, ...rest } = matcherResult as { message: string } & Result;
  expect(JSON.parse(JSON.stringify(rest))).toEqual(rest);
  return rest;
}

describe('what a reporter gets of a failed matcher: its name, and as plain data what was expected and what is', () => {
  test('a message that is not the expected one: the nearest', async () => {
    const client = await connect(json({ id: 1 }, { id: 2, type: 'said' }));
    expect(await resultOf(() => expect(client).toReceiveMessage({ type: 'said', id: 3 }, BRIEF))).toEqual({
      name: 'toReceiveMessage',
      pass: false,
      expected: { type: 'said', id: 3 },
      actual: { type: 'said', id: 2 },
    });
  });

  test('where none is near, what is unread', async () => {
    const client = await connect(serverThatSends('a', 'b'));
    const result = await resultOf(() => expect(client).toReceiveMessages([{ n: 1 }, { n: 2 }], BRIEF));
    expect(result).toMatchObject({ expected: [{ n: 1 }, { n: 2 }], actual: ['a', 'b'] });
  });

  test('a message that must not come', async () => {
    const client = await connect(json({ n: 1 }));
    const result = await resultOf(() => expect(client).not.toReceiveMessage({ n: 1 }));
    expect(result).toMatchObject({ pass: true, expected: { n: 1 }, actual: { n: 1 } });
  });

  test.each<[string, unknown, unknown]>([
    [
      'asymmetric matchers',
      { a: expect.any(String), b: expect.objectContaining({ c: 1 }) },
      { a: 'Any<String>', b: { ObjectContaining: { c: 1 } } },
    ],
    ['a RegExp', /bye/, '/bye/'],
    [
      'a predicate',
      function isBye() {
        return false;
      },
      '[Function isBye]',
    ],
    ['a schema', z.object({ never: z.number() }), 'a message that fits the schema'],
    ['one or another', anyOf('bye', { a: 2 }), { anyOf: ['bye', { a: 2 }] }],
    ['bytes', Buffer.from('abc'), '3 bytes 616263'],
    ['a secret', { password: 'hunter2-hunter2' }, { password: '***' }],
  ])('%s', async (_, expected, shown) => {
    const client = await connect(serverThatSends('hello'));
    expect(await resultOf(() => expect(client).toReceiveMessage(expected, BRIEF))).toMatchObject({ expected: shown });
  });

  test('a value of any size is cut', async () => {
    const client = await connect(json({ list: Array.from({ length: 50_000 }, () => 'long text') }));
    const result = await resultOf(() => expect(client).toReceiveMessage({ list: [] }, BRIEF));
    expect(JSON.stringify(result).length).toBeLessThan(20_000);
  });

  test('each of the others', async () => {
    const client = await connect(json({ n: 1 }), { name: 'rob' });
    await client.receive();
    const rob = scenario('rob')
      .connect(json({ n: 1 }))
      .expect({ n: 2 })
      .timeouts({ response: 20 });
    const refusing = createServer().on('upgrade', (_, socket) => {
      socket.end('HTTP/1.1 403 Forbidden\r\nContent-Length: 2\r\n\r\nno');
    });
    const url = await listen(refusing);
    const results = [
      await resultOf(() => expect(client).toHaveReceivedMessage({ n: 2 })),
      await resultOf(() => expect(client).toHaveReceivedMessages([{ n: 1 }, { n: 2 }])),
      await resultOf(() => expect(client).toHaveSentMessage('x')),
      await resultOf(() => expect(client).not.toHaveNoUnreadMessages()),
      await resultOf(() => expect(client).toBeClosed()),
      await resultOf(() => expect(client).toClose(1000, BRIEF)),
      await resultOf(() => expect(client).not.toAnswerPing()),
      await resultOf(() => expect(client).toReceivePing('x', BRIEF)),
      await resultOf(() => expect(connect(url)).toFailHandshake({ status: 401 })),
      await resultOf(() => expect(rob).toComplete()),
      await resultOf(() => expect(rob).toBeComplete()),
    ];
    expect(results.map(({ name, expected, actual }) => [name, expected, actual])).toEqual([
      ['toHaveReceivedMessage', { n: 2 }, { n: 1 }],
      ['toHaveReceivedMessages', [{ n: 1 }, { n: 2 }], [{ n: 1 }]],
      ['toHaveSentMessage', 'x', []],
      ['toHaveNoUnreadMessages', [], []],
      ['toBeClosed', 'closed', 'open'],
      ['toClose', { code: 1000 }, 'open'],
      ['toAnswerPing', false, true],
      ['toReceivePing', 'x', []],
      ['toFailHandshake', { status: 401 }, { status: 403, headers: expect.any(Object), body: 'no' }],
      ['toComplete', 'all steps done', expect.stringContaining('received nothing that it expects')],
      ['toBeComplete', true, false],
    ]);
  });

  test('of a mistake, its name alone', async () => {
    expect(await resultOf(() => expect(5 as never).toBeOpen())).toEqual({ name: 'toBeOpen', pass: false });
  });
});

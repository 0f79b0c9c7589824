import { type Codec, connect } from 'jest-websocket';
import * as v from 'valibot';
import { z } from 'zod';
import { failure as fails } from '../support/failure';
import { listen, rawServer, serverThat, serverThatSends } from '../support/servers';

const BRIEF = { timeout: 30 };

/** The part of a failure that lists what came. */
const listOf = (message: string) => /\n\n(.* unread message[\s\S]*?)(\n\n|$)/.exec(message)?.[1]?.split('\n') ?? [];

/** Frames of a length (one byte) and as many bytes of JSON, several in a payload, or one in several. */
const framed = {
  name: 'framed',
  open: () => {
    let rest = Buffer.alloc(0);
    return {
      *decode(payload: string | Buffer) {
        rest = Buffer.concat([rest, Buffer.from(payload as Buffer)]);
        for (let length = rest[0]; length !== undefined && rest.length > length; length = rest[0]) {
          yield JSON.parse(rest.subarray(1, length + 1).toString());
          rest = rest.subarray(length + 1);
        }
      },
      encode: String,
    };
  },
};
const frame = (value: unknown) => {
  const text = Buffer.from(JSON.stringify(value));
  return Buffer.concat([Buffer.from([text.length]), text]);
};

describe('what came is listed as it was decoded', () => {
  test('messages of a codec are not shown as the bytes that carried them, and each of one payload once', async () => {
    const client = await connect(serverThatSends(Buffer.concat([{ a: 1 }, { b: 2 }, { c: 3 }].map(frame))), { codec: framed });
    const { message } = await fails(() => expect(client).toReceiveMessage('none', BRIEF));
    expect(listOf(message)).toEqual(['client 1 has 3 unread messages:', '  #1 {"a":1}', '  #2 {"b":2}', '  #3 {"c":3}']);
  });

  test('also by what looks back', async () => {
    const client = await connect(serverThatSends(frame({ a: 1 })), { codec: framed });
    await client.receive();
    expect((await fails(() => expect(client).toHaveReceivedMessage({ b: 1 }))).message).toContain('  #1 {"a":1}');
  });

  test('bytes within a decoded message are hex', async () => {
    const codec: Codec = { open: () => ({ decode: (data) => [{ data }], encode: String }) };
    const client = await connect(serverThatSends(Buffer.from([1, 255])), { codec });
    const { message } = await fails(() => expect(client).toReceiveMessage({ none: 1 }, BRIEF));
    expect(listOf(message)).toEqual(['client 1 has 1 unread message:', '  #1 {"data":"<2 bytes 01ff>"}']);
  });

  test('JSON and text are as they came', async () => {
    const client = await connect(serverThatSends('{ "b" : 1,  "a" : 1.0 }', 'hello'));
    const { message } = await fails(() => expect(client).toReceiveMessage('none', BRIEF));
    expect(listOf(message).slice(1)).toEqual(['  #1 { "b" : 1,  "a" : 1.0 }', '  #2 hello']);
  });
});

test.each<[string, unknown]>([
  ['zod', z.object({ list: z.array(z.object({ 'odd key': z.number() })) })],
  ['valibot', v.object({ list: v.array(v.object({ 'odd key': v.number() })) })],
])('the place of an issue of %s is a path that withPath() takes', async (_, schema) => {
  const client = await connect(serverThatSends('{"list":[{"odd key":"x"}]}'));
  const { message } = await fails(() => expect(client).toReceiveMessage(schema as object, BRIEF));
  expect(message).toContain("  list[0]['odd key']: Invalid ");
});

describe('what is no whole message is not invisible', () => {
  test('a payload for which the codec waits for more', async () => {
    const whole = frame({ a: 1 });
    const client = await connect(serverThatSends(whole, whole.subarray(0, 4)), { codec: framed });
    await client.ping();
    const { message } = await fails(() => expect(client).toReceiveMessage({ b: 1 }, BRIEF));
    expect(listOf(message).at(-1)).toBe("  4 bytes arrived that are not a whole message yet, according to the codec 'framed'");
  });

  test('a heartbeat that the codec has answered is nothing half', async () => {
    const codec = {
      open: ({ send }: { send(payload: string): void }) => ({
        decode: (data: unknown) => {
          if (data === '2') send('3');
          return data === '2' ? [] : [data];
        },
        encode: String,
      }),
    };
    const client = await connect(serverThatSends('2'), { codec });
    await client.ping();
    expect(listOf((await fails(() => expect(client).toReceiveMessage('x', BRIEF))).message)).toEqual([
      'client 1 has no unread messages.',
    ]);
  });

  test('a fragment without an end', async () => {
    const server = serverThat((socket) => socket.send('hel', { fin: false }));
    const client = await connect(server);
    await client.ping();
    const { message } = await fails(() => expect(client).toReceiveMessage('hello', BRIEF));
    expect(listOf(message)).toEqual([
      'client 1 has no unread messages.',
      '  3 bytes arrived of a message whose end did not (a fragment, or half a frame)',
    ]);
  });

  test('a frame that is cut in half by the end of the connection', async () => {
    const server = rawServer((socket) => socket.end(Buffer.from([0x81, 5, 0x68, 0x65])));
    const client = await connect(await listen(server));
    const { message } = await fails(() => expect(client).toReceiveMessage('hello'));
    expect(message).toContain('2 bytes arrived of a message whose end did not');
  });
});

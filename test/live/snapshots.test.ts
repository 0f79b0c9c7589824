import { connect, connectAll, type WebSocketClient } from 'jest-websocket';
import { failure as fails } from '../support/failure';
import { echoServer, listen, rawServer, serverThat, serverThatSends } from '../support/servers';

const failure = async (assertion: () => unknown) => (await fails(assertion)).message;
const json = (...values: unknown[]) => serverThatSends(...values.map((value) => JSON.stringify(value)));

describe('a line of each kind', () => {
  test('of what may be said', async () => {
    const codec = { open: () => ({ decode: (data: unknown) => [JSON.parse(String(data))], encode: String }) };
    const server = serverThat((socket) => {
      for (const message of ['{"a":1}', '"text"', '5', 'not json', '']) socket.send(message);
      socket.send(Buffer.from([1, 2, 255]));
      socket.send(Buffer.alloc(0));
      socket.send(Buffer.alloc(100));
      socket.ping('beat');
      socket.close(4000, 'bye "now"');
    });
    await expect(await connect(server)).toMatchTranscriptInlineSnapshot(
      { closed: true, heartbeats: true },
      `
open
← {"a":1}
← "text"
← 5
← text "not json"
← text ""
← binary 3 bytes 0102ff
← binary 0 bytes
← binary 100 bytes, sha256 cd00e292c5970d3c
← ping
→ pong
← close 4000 "bye \\"now\\""
`,
    );
    const strict = await connect(serverThatSends('{"a"'), { codec });
    await expect(strict).toMatchTranscriptInlineSnapshot(
      { quiet: 20 },
      `
open
← undecodable text "{\\"a\\""
`,
    );
  });

  test('of how a connection ends', async () => {
    const cut = await connect(await listen(rawServer((socket) => socket.destroy())));
    await expect(cut).toMatchTranscriptInlineSnapshot(
      { closed: true },
      `
open
cut
`,
    );
    const broken = await connect(await listen(rawServer((socket) => socket.write(Buffer.from([0xf1, 0])))));
    await expect(broken).toMatchTranscriptInlineSnapshot(
      { closed: true },
      `
open
broken "Invalid WebSocket frame: RSV2 and RSV3 must be clear"
`,
    );
    const own = await connect(echoServer());
    await own.close(4001, 'enough');
    expect(own).toMatchTranscriptInlineSnapshot(`
open
→ close 4001 "enough"
← close 4001 "enough"
`);
  });
});

describe('what is stored', () => {
  test('of one that broke is the same before and after we have cut it', async () => {
    const server = rawServer((socket) => socket.write(Buffer.from([0xff, 0x00]))); // reserved bits, RFC 6455 §5.2
    const client = await connect(await listen(server));
    while (client.state !== 'closed') await client.ping().catch(() => {});
    const [socket] = server.sockets;
    expect(client).toMatchTranscriptInlineSnapshot(`open`);
    if (socket) await new Promise((resolve) => socket.once('close', resolve));
    expect(client).toMatchTranscriptInlineSnapshot(`open`);
  });

  test('of an open connection is what has been read, and what was sent by then', async () => {
    const client = await connect(json(1, 2, 3));
    await client.ping();
    await expect(client).toReceiveMessage(2);
    client.send('answer');
    expect(client).toMatchTranscriptInlineSnapshot(`
open
← 1
← 2
→ text "answer"
`);
  });

  test('can be narrowed, and sorted', async () => {
    const client = await connect(json({ t: 'b' }, { t: 'a' }, { t: 'c' }));
    client.send({ t: 'x' });
    await expect(client).toReceiveMessage({ t: 'c' });
    expect(client).toMatchTranscriptInlineSnapshot(
      { received: true, sorted: true },
      `
open
← {"t":"a"}
← {"t":"b"}
← {"t":"c"}
`,
    );
    expect(client).toMatchTranscriptInlineSnapshot(
      { only: ({ t }: { t: string }) => t > 'b' },
      `
→ {"t":"x"}
← {"t":"c"}
`,
    );
    expect(client).toMatchTranscriptInlineSnapshot({ only: { t: 'nothing' } }, `(nothing)`);
  });

  test('takes options and a text, each of which may be left out, and nothing else', async () => {
    const client = await connect(json({ t: 'a' }));
    const snapshot = (...args: unknown[]) =>
      failure(() => (expect(client).toMatchTranscriptSnapshot as (...all: unknown[]) => void)(...args));
    const sentence = 'toMatchTranscriptSnapshot takes options, and a hint as text, not';
    expect(await snapshot(5)).toContain(`${sentence} 5.`);
    expect(await snapshot(null)).toContain(`${sentence} null.`);
    expect(await snapshot([], 'hint')).toContain(`${sentence} [].`);
    expect(await snapshot({}, 5)).toContain(`${sentence} 5.`);
    expect(await snapshot(undefined, 5)).toContain(`${sentence} 5.`);
    expect(await snapshot('hint', {})).toContain('toMatchTranscriptSnapshot takes options first, and a hint after them.');
    expect(await snapshot({}, 'hint', 'x')).toContain("toMatchTranscriptSnapshot takes 2 arguments, but was also given 'x'.");
    expect(await failure(() => expect(client).toMatchTranscriptInlineSnapshot(5 as never))).toContain(
      'toMatchTranscriptInlineSnapshot takes options, and the stored snapshot as text, not 5.',
    );
    expect(client).toMatchTranscriptInlineSnapshot(undefined as unknown as { received: boolean }, `open`);
  });

  test('cannot be narrowed by a predicate that gives no verdict', async () => {
    const client = await connect(json({ t: 'a' }));
    await client.receive();
    const snapshot = (only: (message: any) => unknown) =>
      failure(() => expect(client).toMatchTranscriptSnapshot({ only: only as never }));
    expect(await snapshot(({ body }) => body.t === 'a')).toMatch(
      /What was given as \{ only \} threw at #1: Cannot read properties of undefined \(reading 't'\)\.$/m,
    );
    expect(await snapshot(async ({ t }) => t === 'a')).toContain(
      'The predicate given returned a promise. Return true or false from it.',
    );
    expect(await snapshot(() => undefined)).toContain('The predicate given returned nothing.');
  });

  test('of several clients stands one below the other, and equal values stay equal between them', async () => {
    const id = '3f2c1a90-8a5b-4c1e-9a77-0123456789ab';
    const { rob, ann } = await connectAll(json({ id }), { rob: {}, ann: {} });
    await expect([rob, ann]).toMatchTranscriptInlineSnapshot(
      { until: { id } },
      `
rob
  open
  ← {"id":"<uuid 1>"}
ann
  open
  ← {"id":"<uuid 1>"}
`,
    );
  });
});

describe('what ends a stream', () => {
  test('must come in time, or that is said', async () => {
    const client = await connect(json({ a: 1 }), { name: 'rob' });
    const until = await failure(() => expect(client).toMatchTranscriptSnapshot({ until: { a: 2 }, timeout: 30 }));
    expect(until).toContain('expect(rob).toMatchTranscriptSnapshot(expected)');
    expect(until).toContain('rob got nothing that matches within 30 ms');
    expect(until).toContain('The nearest is #1, differs in a:');
    expect(await failure(() => expect(client).toMatchTranscriptSnapshot({ closed: true, timeout: 30 }))).toContain(
      'rob did not close within 30 ms.',
    );
    const chatty = await connect(
      serverThat((socket) => {
        const timer = setInterval(() => socket.send('tick'), 5);
        socket.on('close', () => clearInterval(timer));
      }),
      { name: 'ann' },
    );
    expect(await failure(() => expect(chatty).toMatchTranscriptSnapshot({ quiet: 1000, timeout: 60 }))).toContain(
      'ann was not quiet for 1000 ms within 60 ms.',
    );
  });

  test('is one thing', async () => {
    const client = await connect(json());
    const both = { until: 1, quiet: 5 };
    expect(await failure(() => expect(client).toMatchTranscriptSnapshot(both))).toContain('takes one of { until }, { quiet }');
    expect(await failure(() => expect(client).toMatchTranscriptSnapshot({ utnil: 1 } as never))).toContain(
      "Did you mean 'until'?",
    );
  });
});

describe('bad input', () => {
  test('a message of 5 MB is stored by its length and hash', async () => {
    const last = Buffer.alloc(5e6, 1);
    const client = await connect(serverThatSends(JSON.stringify('x'.repeat(5e6)), last));
    await expect(client).toMatchTranscriptInlineSnapshot(
      { until: last },
      `
open
← text 5,000,002 characters, sha256 d45b1ed74397b359
← binary 5,000,000 bytes, sha256 5bd53a4d8a2b91e6
`,
    );
  });

  test('a stream of over 10,000 messages is refused, and said how to narrow', async () => {
    const many = Array.from({ length: 10_001 }, (_, n) => ({ n }));
    const client = await connect(json(...many), { name: 'rob' });
    await client.receive({ n: 10_000 });
    expect(await failure(() => expect(client).toMatchTranscriptSnapshot())).toContain(
      'rob has 10,002 events, but a snapshot holds at most 10000. Narrow it with { only: expected }.',
    );
    expect(client).toMatchTranscriptInlineSnapshot({ only: { n: 10_000 } }, `← {"n":10000}`);
  });

  test('a volatile path that matches nothing is an error, and so is one that is none', async () => {
    const client = await connect(json({ at: 1 }));
    await client.receive();
    expect(await failure(() => expect(client).toMatchTranscriptSnapshot({ volatile: ['*.att'] }))).toContain(
      "The volatile path '*.att' matches nothing in what is written.",
    );
    expect(await failure(() => expect(client).toMatchTranscriptSnapshot({ volatile: ['a/b'] }))).toContain(
      "'a/b' is not a path. Write a.b,",
    );
  });

  test('is said at the line of the assertion also when that has waited', async () => {
    const client = await connect(json({ at: 1 }), { name: 'rob' });
    const error = await fails(() => expect(client).toMatchTranscriptSnapshot({ quiet: 5, volatile: ['typo'] }));
    expect(error.message).toMatch(/toMatchTranscriptSnapshot\(.*\)\n\nThe volatile path 'typo' matches nothing/);
    const own = error.stack?.split('\n').find((line) => /^\s+at /.test(line) && !line.includes('node_modules'));
    expect(own).toContain('snapshots.test.ts');
    const again = await connect(json({ at: 1 }));
    expect(await failure(() => expect(again).toMatchTranscriptSnapshot({ until: { at: 1 }, volatile: ['typo'] }))).toContain(
      'matches nothing',
    );
  });

  test('what is no client, and .not', async () => {
    expect(await failure(() => expect(5 as unknown).toMatchTranscriptSnapshot())).toContain('expect() was given 5');
    expect(await failure(() => expect(connect(echoServer()) as unknown).toMatchTranscriptSnapshot())).toContain(
      'a promise, not a client',
    );
    const client = await connect(json(1));
    expect(await failure(() => expect(client).not.toMatchTranscriptSnapshot())).toContain(
      'toMatchTranscriptSnapshot cannot be used with .not.',
    );
  });
});

describe('another value gets the placeholder of one before, in an afterEach', () => {
  const [first, second] = ['3f2c1a90-8a5b-4c1e-9a77-0123456789ab', '3f2c1a90-8a5b-4c1e-9a77-0123456789ac'];
  let client: WebSocketClient;
  beforeEach(async () => {
    client = await connect(json({ id: first }, { id: second }));
    await expect(client).toReceiveMessages([{ id: first }, { id: second }]);
  });
  afterEach(() => {
    expect(client).toMatchTranscriptInlineSnapshot({ only: { id: first } }, `← {"id":"<uuid 2>"}`);
  });

  test('than its test', () => {
    expect(client).toMatchTranscriptInlineSnapshot({ only: { id: second } }, `← {"id":"<uuid 1>"}`);
  });
});

import { type Codec, connect } from 'jest-websocket';
import { failure } from '../support/failure';
import { serverThat, serverThatSends } from '../support/servers';

const codec = (more: Partial<Codec>): Codec => ({
  name: 'odd',
  open: () => ({ decode: (payload) => [JSON.parse(String(payload))], encode: (message) => JSON.stringify(message) }),
  ...more,
});

/** What a failure lists of the messages that came. */
async function listed(show: unknown, ...messages: string[]): Promise<string> {
  const client = await connect(serverThatSends(...messages), { codec: codec({ show: show as never }), name: 'rob' });
  await client.ping();
  const { message } = await failure(() => expect(client).toReceiveMessage({ none: 1 }, { timeout: 1 }));
  return message;
}

describe('how a message is shown', () => {
  test('is what the codec says, or as any value', async () => {
    const show = ([name, ...args]: [string, ...unknown[]]) => (name === 'plain' ? undefined : `${name}(${args.join(', ')})`);
    const message = await listed(show, '["add",1,2]', '["plain",3]');
    expect(message).toContain('  #1 add(1, 2)');
    expect(message).toContain('  #2 ["plain",3]');
  });

  test('is masked and escaped', async () => {
    const message = await listed(() => 'token=abc.def-12345 \u202e', '1');
    expect(message).not.toContain('abc.def');
    expect(message).not.toContain('\u202e');
  });

  test.each<[string, unknown, string]>([
    ['a number', () => 5, '#1 (show() of the codec returned 5. It must be text, or undefined)'],
    ['a promise', async () => 'x', '#1 (show() of the codec returned a promise.'],
    ['a promise that rejects', () => Promise.reject(new Error('later')), '#1 (show() of the codec returned a promise.'],
    ['an object', () => ({}), '#1 (show() of the codec returned an object.'],
    [
      'what it throws',
      () => {
        throw new Error('no words');
      },
      '#1 (show() of the codec threw: no words)',
    ],
  ])('%s is told in its place', async (_, show, words) => {
    expect(await listed(show, '1')).toContain(words);
  });
});

describe('what a close code means', () => {
  const closeCodes = { 4401: 'Unauthorized' };

  test('is said wherever the close is worded', async () => {
    const server = serverThat((socket) => socket.close(4401, 'no token'));
    const client = await connect(server, { codec: codec({ closeCodes }), name: 'rob' });
    const words = "the server closed it with 4401 'no token' (Unauthorized)";
    expect((await failure(() => expect(client).toReceiveMessage())).message).toContain(words);
    expect((await failure(() => expect(client).toClose(1000))).message).toContain(words);
    expect((await failure(() => expect(client).toBeOpen())).message).toContain(words);
    expect((await failure(() => client.send(1))).message).toContain(words);
    await expect(client).toClose(4401, 'no token');
    expect(client.transcript.at(-1)).toMatchObject({ kind: 'close', code: 4401, reason: 'no token', word: 'Unauthorized' });
    expect(client).toMatchTranscriptInlineSnapshot(`
open
← close 4401 "no token"
`);
  });

  test('is not made up of what an object inherits', async () => {
    const server = serverThat((socket) => socket.close(4402));
    const client = await connect(server, { codec: codec({ closeCodes: Object.create({ 4402: 'Inherited' }) }), name: 'rob' });
    expect((await failure(() => expect(client).toReceiveMessage())).message).toMatch(/the server closed it with 4402$/m);
  });
});

describe('what differs from run to run', () => {
  test('is a placeholder in snapshots, beside the volatile paths of the test', async () => {
    const server = serverThatSends('{"id":17,"seq":3,"a":1}', '{"id":18,"a":2}');
    const client = await connect(server, { codec: codec({ volatile: ['id', 'nothing.of.this'] }) });
    await expect(client).toMatchTranscriptInlineSnapshot(
      { until: { a: 2 }, volatile: ['seq'] },
      `
open
← {"id":"<id>","seq":"<seq>","a":1}
← {"id":"<id>","a":2}
`,
    );
  });
});

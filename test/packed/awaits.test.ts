import { majors, runJest } from '../support/run-jest';
import { servers } from '../support/servers-source';

const source = `const { connect } = require('jest-websocket');
const server = require('./servers').serve((socket) => socket.send('hello'));

test('awaits', async () => {
  const client = await connect(server);
  const stored = expect(client).toReceiveMessage('hello');
  await stored;
  await expect(expect(client).toReceiveMessage('x', { timeout: 20 })).rejects.toThrow('nothing that matches');
  await Promise.all([expect(client).not.toReceiveMessage(undefined, { timeout: 20 })]);
});

test('forgets one that would pass', async () => {
  const client = await connect(server);
  expect(client).toReceiveMessage('hello');
});

test('forgets one that would fail', async () => {
  const client = await connect(server);
  expect(client).not.toReceiveMessage('hello');
  await client.close();
});

test('forgets receive()', async () => {
  const client = await connect(server);
  client.receive('hello');
});

test('returns', async () => {
  const client = await connect(server);
  return expect(client).toReceiveMessage('hello');
});

test('forgets one, the last of all', async () => {
  const client = await connect(server);
  expect(client).toReceiveMessage('never');
});
`;

describe.each(majors)('Jest %i: an assertion that is not awaited fails its own test, at its line', (jest) => {
  test.each([[[]], [['--forceExit']], [['-i', '--randomize']]])('with %p', async (args) => {
    const { tests, failures, exitCode } = await runJest({ jest, args, files: { ...servers, 'a.test.js': source } });
    expect(tests).toEqual({
      awaits: 'passed',
      'forgets one that would pass': 'failed',
      'forgets one that would fail': 'failed',
      'forgets receive()': 'failed',
      returns: 'passed',
      'forgets one, the last of all': 'failed',
    });
    const pointed = Object.fromEntries(
      Object.entries(failures).map(([name, text]) => [name, text.match(/a\.test\.js:(\d+)/)?.[1]]),
    );
    expect(pointed).toEqual({
      'forgets one that would pass': '14',
      'forgets one that would fail': '19',
      'forgets receive()': '25',
      'forgets one, the last of all': '35',
    });
    expect(failures['forgets one, the last of all']).toContain(
      'toReceiveMessage was not awaited, so nothing waited for its outcome. Write await in front of it.',
    );
    expect(failures['forgets one that would fail']?.match(/Error:/g)).toHaveLength(1);
    expect(exitCode).toBe(1);
  });
});

test('a client or a server that was not awaited is told of where the promise is used as if it were one', async () => {
  const { failures } = await runJest({
    files: {
      ...servers,
      'a.test.js': `const { connect, connectAll, serve } = require('jest-websocket');
const server = require('./servers').serve(() => {});
let ann;
beforeEach(() => { ann = connect(server); });
test('by one', async () => { const rob = connect(server); rob.send('x'); });
test('by several', async () => { const { rob } = connectAll(server, { rob: {} }); rob.send('x'); });
test('of a hook', async () => { ann.send('x'); });
test('of the server', async () => { await ann; (await serve(() => require('node:http').createServer())).stop(); });
test('by something else', async () => { await ann; const rob = await connect(server); rob.sned('x'); });
test('with another error', async () => { throw new Error('own'); });
`,
    },
  });
  const hint = (call: string, line: number) => `Hint: ${call} at a.test.js:${line} was not awaited: it returned a promise.`;
  expect(failures['by one']).toContain(`rob.send is not a function\n\n${hint('connect()', 4)}\n\n${hint('connect()', 5)}`);
  expect(failures['by several']).toContain(hint('connectAll()', 6));
  expect(failures['of a hook']).toContain(hint('connect()', 4));
  for (const name of ['of the server', 'by something else', 'with another error']) expect(failures[name]).not.toContain('Hint');
});

import { majors, runJest } from '../support/run-jest';
import { servers } from '../support/servers-source';

const source = `
  const { connect } = require('jest-websocket');
  const { serve } = require('./servers');
  const BRIEF = { timeout: 60 };

  test('a handler throws', async () => {
    const rob = await connect(serve((socket) => socket.on('message', (data) => JSON.parse(data).user.name)), { name: 'rob' });
    rob.send({ type: 'rename' });
    await expect(rob).toReceiveMessage({ type: 'renamed' });
  }, 20000);

  test('a handler rejects', async () => {
    const rob = await connect(serve((socket) => socket.on('message', async (data) => JSON.parse(data).user.name)), { name: 'rob' });
    rob.send({ type: 'rename' });
    await expect(rob).toReceiveMessage({ type: 'renamed' }, BRIEF);
  });

  test('a handler throws at once', async () => {
    const rob = await connect(serve(() => { throw new TypeError('no rooms'); }), { name: 'rob' });
    await new Promise((resolve) => setTimeout(resolve, 20));
    await expect(rob).toReceiveMessage({ type: 'welcome' });
  }, 20000);

  test('a handler rejects at once', async () => {
    const rob = await connect(serve(async () => { throw new TypeError('no rooms'); }), { name: 'rob' });
    await expect(rob).toReceiveMessage({ type: 'welcome' }, BRIEF);
  });

  test('heartbeats', async () => {
    const beating = serve((socket) => {
      socket.send(JSON.stringify({ type: 'reply', filler: 'x'.repeat(200), error: 'no such room', more: 'y'.repeat(200) }));
      let timer;
      socket.on('message', () => {
        for (let n = 0; n < 5; n++) socket.ping('beat'); // however few turns the loop takes within the wait
        timer = setInterval(() => socket.ping('beat'), 2);
      });
      socket.on('close', () => clearInterval(timer));
    });
    const rob = await connect(beating, { name: 'rob' });
    const waiting = expect(rob).toReceiveMessage({ type: 'reply', ok: true }, { timeout: 300 });
    rob.send('beat'); // while it waits: a mark of it would stand between two pings
    await waiting;
  });

  const STACK = 'Error: no\\n    at handler (/app/server.js:10:20)\\n    at next (/app/router.js:1:2)';
  const failing = () => connect(serve((socket) => socket.send(JSON.stringify({ error: { stack: STACK }, ok: false }))));
  test('a stack in a message', async () => {
    await expect(await failing()).toReceiveMessage({ error: { stack: STACK + ':' }, ok: false }, BRIEF);
  });
  test('a stack in a message, looking back', async () => {
    const client = await failing();
    await client.receive();
    expect(client).toHaveReceivedMessage({ error: { stack: STACK + ':' }, ok: false });
  });
`;

describe.each(majors)('Jest %i', (jest) => {
  let failures: Readonly<Record<string, string>> = {};
  let output = '';

  beforeAll(async () => {
    ({ failures, output } = await runJest({ jest, files: { ...servers, 'a.test.js': source } }));
  });

  test('a server whose handler throws: the failure names the message on its way, and what was thrown, at once', () => {
    const text = failures['a handler throws'] ?? '';
    const onItsWay = `rob's → #1 {"type":"rename"} was on its way (sent last, and not answered)`;
    expect(text).toContain(`while ${onItsWay}`);
    expect(text).toMatch(/TypeError: Cannot read properties of undefined \(reading 'name'\)/);
    expect(text).toContain('▪ toReceiveMessage failed for rob (a.test.js:9)');
  });

  test('a server whose handler rejects: the same, in a hint', () => {
    const text = failures['a handler rejects'] ?? '';
    expect(text).toMatch(/Hint: .*rob's → #1 \{"type":"rename"\} was on its way/);
    expect(text).toMatch(/TypeError: Cannot read properties of undefined \(reading 'name'\)/);
  });

  test.each(['a handler throws at once', 'a handler rejects at once'])(
    '%s, before anything was sent: the wait says what was thrown',
    (name) => {
      const text = failures[name] ?? '';
      expect(text).toContain('toReceiveMessage');
      expect(text).toMatch(/TypeError: no rooms \([\w.-]+\.[jt]s:\d+\) was thrown outside the test/);
      expect(text).not.toMatch(/within \d{4,} ms/);
    },
  );

  test('heartbeats are one line, and none stands behind "timed out", which names its client', () => {
    const lines = (failures.heartbeats ?? '').split('\n');
    expect(lines.filter((line) => /(ping|pong)/.test(line)).map((line) => line.trim().replace(/^\d+ +/, ''))).toEqual([
      expect.stringMatching(/^↔ \d+ pings$/),
    ]);
    const end = lines.findIndex((line) => line.includes('▪ toReceiveMessage timed out for rob after'));
    expect(lines[end + 1]?.trim()).toBe('');
  });

  test('the nearest message is whole in all three places: the list, the difference and the conversation', () => {
    const text = (failures.heartbeats ?? '').replace(/\n +(?=[^ >↔▪▸\d#])/g, '');
    expect(text.match(/"error":"no such room"/g)).toHaveLength(3);
    expect(text).toContain('#1 also has {"error":"no such room"}');
  });

  test('a line of a message that looks like a stack frame is printed once', () => {
    for (const name of ['a stack in a message', 'a stack in a message, looking back']) {
      const start = output.indexOf(`● ${name}\n`);
      const [printed = ''] = output.slice(start + 1).split(/\n {2}●|\nTest Suites:/);
      expect(printed).toContain('The conversation');
      // what is expected, and the line that both sides of the diff have
      expect(printed.match(/^[\s+|-]*at handler \(\/app/gm)).toHaveLength(2);
      expect(printed.trimEnd()).toMatch(/at .+ \(a\.test\.js:\d+:\d+\)$/);
    }
  });
});

test('a conversation is coloured where Jest is, and nowhere else', async () => {
  const files = {
    ...servers,
    'a.test.js': `
      const { connect } = require('jest-websocket');
      const { serve } = require('./servers');
      test('x', async () => {
        await (await connect(serve((socket) => socket.send('hello')))).receive('hello');
        throw new Error('no');
      });
    `,
  };
  const raw = async (color: string) =>
    (await runJest({ files, env: { FORCE_COLOR: color }, keep: ['report.json'] })).kept['report.json'] ?? '';
  const [plain, coloured] = [await raw('0'), await raw('1')];
  expect(plain).toContain('← #1 ✓');
  expect(plain).not.toContain('\\u001b');
  expect(coloured).toContain('\\u001b[32m← #1 ✓\\u001b[39m');
});

import { majors, runJest } from '../support/run-jest';
import { servers } from '../support/servers-source';

const head = `
const { randomUUID } = require('node:crypto');
const { connect, connectAll } = require('jest-websocket');
const { serve } = require('./servers');
const events = (id = randomUUID(), other = randomUUID()) => [
  { type: 'joined', id, at: new Date().toISOString() },
  { type: 'said', by: id, text: 'Hello', seq: Math.floor(Math.random() * 1e6) },
  { type: 'said', by: other, text: 'Hi', seq: 2 },
  { type: 'left', id },
];
let list = events;
const server = serve((socket) => {
  for (const event of list()) socket.send(JSON.stringify(event));
  socket.on('message', (data) => socket.send(data.toString()));
});
`;

const conversation = `
test('talk', async () => {
  const { rob, ann } = await connectAll(server, { rob: {}, ann: {} });
  rob.send({ hello: randomUUID(), port: server.address().port });
  await expect(rob).toReceiveMessage({ hello: expect.anything() });
  await expect(ann).toReceiveMessage({ type: 'left' });
  expect([rob, ann]).toMatchTranscriptSnapshot({ volatile: ['..seq'] });
  expect(rob).toMatchSnapshot();
  expect(ann.messages).toMatchSnapshot('messages');
});
`;

const stored = `// Jest Snapshot v1, https://FOR/snapshot-testing

exports[\`talk 1\`] = \`
rob
  open
  → {"hello":"<uuid 1>","port":"<port 1>"}
  ← {"type":"joined","id":"<uuid 2>","at":"<time>"}
  ← {"type":"said","by":"<uuid 2>","text":"Hello","seq":"<seq>"}
  ← {"type":"said","by":"<uuid 3>","text":"Hi","seq":"<seq>"}
  ← {"type":"left","id":"<uuid 2>"}
  ← {"hello":"<uuid 1>","port":"<port 1>"}
ann
  open
  ← {"type":"joined","id":"<uuid 4>","at":"<time>"}
  ← {"type":"said","by":"<uuid 4>","text":"Hello","seq":"<seq>"}
  ← {"type":"said","by":"<uuid 5>","text":"Hi","seq":"<seq>"}
  ← {"type":"left","id":"<uuid 4>"}
\`;
`;
const heads = { 30: 'jestjs.io/docs', 29: 'goo.gl/fbAQLP' };
const snapshotFile = '__snapshots__/a.test.js.snap';
const only = `${head}${conversation.replace(/ {2}expect\(rob\)\.toMatchSnapshot[\s\S]*messages'\);\n/, '')}`;

describe.each(majors)('Jest %i: a transcript', (jest) => {
  const file = stored.replace(
    'https://FOR/snapshot-testing',
    jest === 30 ? `https://${heads[30]}/snapshot-testing` : `https://${heads[29]}`,
  );
  const run = (source: string, snapshots?: string, args: string[] = []) =>
    runJest({
      jest,
      args,
      keep: [snapshotFile, 'a.test.js'],
      files: { ...servers, 'a.test.js': source, ...(snapshots && { [snapshotFile]: snapshots }) },
    });

  test('is written as it stands here, and found again', async () => {
    const first = await run(only);
    expect(first.kept[snapshotFile]).toBe(file);
    const second = await run(only, file, ['--ci']);
    expect(second.tests).toEqual({ talk: 'passed' });
    expect(second.kept[snapshotFile]).toBe(file);
  });

  test('of plain toMatchSnapshot() too', async () => {
    const source = (head + conversation).replace('Math.floor(Math.random() * 1e6)', '1');
    const { kept } = await run(source);
    const written = kept[snapshotFile] ?? '';
    expect((await run(source, written, ['--ci'])).tests).toEqual({ talk: 'passed' });
    expect(written).toContain('exports[`talk 2`] = `\nopen\n→ {"hello":"<uuid 1>"');
    expect(written).toContain('exports[`talk: messages 1`] = `\n[\n  {"type":"joined","id":"<uuid 4>"');
  });

  test.each<[string, string, string[]]>([
    [
      'without one message',
      'list = () => events().filter((_, n) => n !== 2);',
      ['- ← {"type":"said","by":"<uuid 2>","text":"Hi","seq":2}'],
    ],
    [
      'with two swapped',
      'list = () => { const [a, b, c, d] = events(); return [a, b, d, c]; };',
      ['- ← {"type":"said","by":"<uuid 2>","text":"Hi","seq":2}', '+ ← {"type":"said","by":"<uuid 2>","text":"Hi","seq":2}'],
    ],
    [
      'with two ids that were equal and differ',
      'list = () => { const all = events(); all[3].id = randomUUID(); return all; };',
      ['- ← {"type":"left","id":"<uuid 1>"}', '+ ← {"type":"left","id":"<uuid 3>"}'],
    ],
  ])('%s fails with a diff that shows just that', async (_, change, lines) => {
    const source = `${head}
test('talk', async () => {
  const rob = await connect(server);
  await expect(rob).toReceiveMessages([{ type: 'joined' }, { type: 'left' }]);
  await rob.ping();
  rob.drain();
  expect(rob).toMatchTranscriptSnapshot({ volatile: ['at'] });
});
`.replace('Math.floor(Math.random() * 1e6)', '1');
    const { kept } = await run(source);
    const { tests, failures } = await run(source.replace("test('talk'", `${change}\ntest('talk'`), kept[snapshotFile], ['--ci']);
    expect(tests).toEqual({ talk: 'failed' });
    const changed = (failures.talk ?? '').split('\n').flatMap((line) => line.match(/^\s*([-+] [←→].*)$/)?.[1] ?? []);
    expect(changed).toEqual(lines);
    expect(failures.talk).toContain('toMatchTranscriptSnapshot');
  });

  test('is not written with --ci, is with -u, and is said to be obsolete', async () => {
    const ci = await run(only, undefined, ['--ci']);
    expect([ci.tests, ci.kept[snapshotFile]]).toEqual([{ talk: 'failed' }, undefined]);
    const updated = await run(only, file.replace('joined', 'wrong'), ['-u']);
    expect(updated.kept[snapshotFile]).toBe(file);
    const obsolete = await run("test('other', () => {});", file);
    expect(obsolete.output).toMatch(/1 snapshot obsolete/);
  });

  test('is written inline, whatever its text', async () => {
    const source = `${head}
test('inline', async () => {
  const rob = await connect(server);
  rob.send('\`tick\` $' + '{x} \\u001b[31m \\r\\n \\ud800 <uuid 1> \\\\');
  await expect(rob).toMatchTranscriptInlineSnapshot({ until: /tick/, received: true, only: /tick/ });
  expect(rob).toMatchTranscriptInlineSnapshot({ only: { nothing: 1 } });
});
`;
    const { kept } = await run(source);
    const written = kept['a.test.js'] ?? '';
    expect(written).toContain('received: true, only: /tick/ }, `');
    expect(written).toContain('(nothing)');
    expect(written).toContain('\\\\u003cuuid 1>');
    expect((await run(written, undefined, ['--ci'])).tests).toEqual({ inline: 'passed' });
    expect((await run(written.replace('← text', '← test'), undefined, ['--ci'])).tests).toEqual({ inline: 'failed' });
  });

  test('is printed by the serializer alone too, also where the matchers are those of the setup', async () => {
    const source = `${head}
test('plain', async () => {
  const rob = await connect(server);
  await rob.receive({ type: 'joined' });
  expect({ rob }).toMatchInlineSnapshot(\`
{
  "rob": open
  ← {"type":"joined","id":"<uuid 1>","at":"<time>"},
}
\`);
  expect([rob]).toMatchTranscriptInlineSnapshot(\`
open
← {"type":"joined","id":"<uuid 1>","at":"<time>"}
\`);
});
`;
    const format = { snapshotFormat: { escapeString: false, printBasicPrototype: false } };
    for (const base of [{ preset: 'jest-websocket' }, { setupFilesAfterEnv: ['jest-websocket/setup'] }]) {
      const config = { ...base, ...format, snapshotSerializers: ['jest-websocket/serializer'] };
      const { tests } = await runJest({ jest, config, args: ['--ci'], files: { ...servers, 'a.test.js': source } });
      expect(tests).toEqual({ plain: 'passed' });
    }
  });

  test('500 times under CPU load is the same', async () => {
    const source = `${head}
const { spawn } = require('node:child_process');
let burners;
beforeAll(() => { burners = [1, 2].map(() => spawn(process.execPath, ['-e', 'const end = Date.now() + 60000; while (Date.now() < end);'])); });
afterAll(() => { for (const burner of burners) burner.kill('SIGKILL'); });
test.each(Array.from({ length: 500 }, (_, n) => n))('%i', async () => {
  const { rob, ann } = await connectAll(server, { rob: {}, ann: {} });
  await Promise.all([
    expect(rob).toSendOnReceive({ type: 'joined' }, { hello: randomUUID() }),
    expect(ann).toReceiveMessage({ type: 'left' }),
  ]);
  rob.send({ now: Date.now() });
  await expect(rob).toReceiveMessage({ now: expect.anything() });
  expect([rob, ann]).toMatchTranscriptInlineSnapshot({ volatile: ['..seq', 'now'] }, \`
rob
  open
  ← {"type":"joined","id":"<uuid 1>","at":"<time>"}
  → {"hello":"<uuid 2>"}
  → {"now":"<now>"}
  ← {"type":"said","by":"<uuid 1>","text":"Hello","seq":"<seq>"}
  ← {"type":"said","by":"<uuid 3>","text":"Hi","seq":"<seq>"}
  ← {"type":"left","id":"<uuid 1>"}
  ← {"hello":"<uuid 2>"}
  ← {"now":"<now>"}
ann
  open
  ← {"type":"joined","id":"<uuid 4>","at":"<time>"}
  ← {"type":"said","by":"<uuid 4>","text":"Hello","seq":"<seq>"}
  ← {"type":"said","by":"<uuid 5>","text":"Hi","seq":"<seq>"}
  ← {"type":"left","id":"<uuid 4>"}
\`);
});
`;
    const { output, exitCode } = await run(source, undefined, ['--ci']);
    expect(output).toContain('500 passed');
    expect(exitCode).toBe(0);
  });
});

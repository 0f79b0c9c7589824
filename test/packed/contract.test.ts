import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Report } from '../../reporter/report';
import { majors, runJest } from '../support/run-jest';
import { bothWays } from '../support/ways';

const document = readFileSync(join(__dirname, '../support/contracts/small-chat.yaml'), 'utf8');

/** A chat whose server does what a message asks it to. */
const head = `
const { connect, configure, contract, scenario } = require('jest-websocket');
const { WebSocketServer } = require('ws');
let server;
beforeAll(() => {
  server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  server.on('connection', (socket) => {
    const tell = (message) => socket.send(typeof message === 'string' ? message : JSON.stringify(message));
    tell({ type: 'joined', name: 'ann' });
    socket.on('message', (data) => {
      const { text, tell: answer = { type: 'said', from: 'ann', text }, close } = JSON.parse(data);
      if (close) socket.close(close);
      else tell(answer);
    });
  });
});
const open = (options) => connect(server, { path: '/chat', name: 'ann', ...options });
const say = (more) => ({ type: 'say', text: 'hi', ...more });
`;

const websocket = { contract: './asyncapi.yaml' };

async function run(
  tests: string,
  { jest = 30, config = {}, more = {} }: { jest?: 29 | 30; config?: object; more?: object } = {},
) {
  return runJest({
    jest,
    config: { preset: 'jest-websocket', testEnvironmentOptions: { websocket }, ...config },
    files: { 'asyncapi.yaml': document, 'a.test.js': head + tests, ...more },
    keep: ['jest-websocket-report/report.json', 'jest-websocket-report/summary.md'],
  });
}

describe.each(bothWays)('Jest $jest with $way: a client that is held to a contract', ({ jest, config }) => {
  const held = (tests: string) => run(tests, { jest, config: { ...config, testEnvironmentOptions: { websocket } } });

  test('fails the test in which a message breaks it, though nothing was asserted about that', async () => {
    const { tests, failures } = await held(`
      test('as documented', async () => { const ann = await open(); ann.send(say()); await expect(ann).toReceiveMessage({ type: 'said' }); });
      test('at the end', async () => { const ann = await open(); ann.send(say({ tell: { type: 'said', from: 'ann', msg: 'hi' } })); });
      test('innocent', async () => { await open(); });
      test('at the wait', async () => {
        const ann = await open();
        ann.send(say({ tell: { type: 'said', from: 7, text: 'hi' } }));
        await expect(ann).toReceiveMessage({ type: 'said' });
      });
      test('not documented', async () => { const ann = await open(); ann.send(say({ tell: { type: 'sayd' } })); });
      test('not JSON', async () => { const ann = await open(); ann.send(say({ tell: 'hello' })); });
      test('sent', async () => {
        const ann = await open();
        ann.send(say({ text: 7, tell: { type: 'joined', name: 'x' } }));
      });
      test('with another close code', async () => { const ann = await open(); ann.send(say({ close: 4002 })); await expect(ann).toClose(); });
      test('with a documented close code', async () => { const ann = await open(); ann.send(say({ close: 4001 })); await expect(ann).toClose(4001); });
      test.failing('of a known bug', async () => { const ann = await open(); ann.send(say({ tell: { type: 'said' } })); });
      test('of a scenario', async () => {
        await scenario('ann').connect(server, { path: '/chat' }).send(say({ tell: { type: 'said' } })).expect({ type: 'said' }).run();
      });
    `);
    expect(tests).toEqual({
      'as documented': 'passed',
      'at the end': 'failed',
      innocent: 'passed',
      'at the wait': 'failed',
      'not documented': 'failed',
      'not JSON': 'failed',
      sent: 'failed',
      'with another close code': 'failed',
      'with a documented close code': 'passed',
      'of a known bug': 'passed',
      'of a scenario': 'failed',
    });
    expect(failures['at the end']).toContain('ann: #2 breaks ChatSaid of /chat: /text is missing.');
    expect(failures['at the wait']).toContain('Received: ann: #2 breaks ChatSaid of /chat: /from must be string, got number');
    expect(failures['not documented']).toContain(
      'ann: #2 is not documented for /chat: no message has "sayd" at /type: the nearest is "said", of ChatSaid.',
    );
    expect(failures['not JSON']).toContain('#2 is not documented for /chat: no message is text: documented is an object.');
    expect(failures.sent).toContain('ann: sent #1 breaks ChatSay of /chat: /text must be string, got number.');
    expect(failures.sent).toMatch(/at .*a\.test\.js:32:/);
    expect(failures['with another close code']).toContain('the close code 4002 is not documented for /chat');
    expect(failures['of a scenario']).toContain('breaks ChatSaid of /chat: /from is missing; /text is missing');
  });

  test('tells each breach, marks it in the conversation, and hides none behind another failure', async () => {
    const { tests, failures } = await held(`
      const wrong = { type: 'said', from: 'ann' };
      const came = async (ann, count) => { while (ann.messages.length < count) await new Promise((resolve) => setImmediate(resolve)); };
      test('by three', async () => { const ann = await open(); for (let i = 0; i < 3; i++) ann.send(say({ tell: wrong })); });
      test('for another reason', async () => {
        const ann = await open();
        ann.send(say({ tell: wrong }));
        ann.send(say({ tell: wrong }));
        await came(ann, 3);
        expect(1).toBe(2);
      });
      test('at a wait, then once more', async () => {
        const ann = await open();
        ann.send(say({ tell: wrong }));
        ann.send(say({ tell: { type: 'said', from: 7, text: '' } }));
        await Promise.all([came(ann, 3), ann.receive({ type: 'said' }).catch((error) => error)]).then(([, error]) => { throw error; });
      });
      test('though it meant one', async () => {
        const ann = await open();
        ann.send(say({ tell: wrong }));
        await expect(ann).toBreakContract();
        expect(1).toBe(2);
      });
      test.failing('for another reason, as it should', async () => {
        const ann = await open();
        ann.send(say({ tell: wrong }));
        await came(ann, 2);
        throw new Error('no');
      });
      test('by a close code', async () => { const ann = await open(); ann.send(say({ close: 4002 })); await expect(ann).toClose(4002); });
    `);
    expect(tests['for another reason, as it should']).toBe('passed');
    const sentence = 'breaks ChatSaid of /chat: /text is missing';
    const three = failures['by three'] as string;
    expect(three).toContain(`ann: #2 ${sentence}.\n\nAnd 2 more breaches:\n  ann: #3 ${sentence}\n  ann: #4 ${sentence}\n`);
    expect(three).toContain('– skipped,\n✗ breaks its contract):');
    expect(three.match(/← #[234] ✗ +\{.*\n +breaks ChatSaid of \/chat: \/text is missing\n/g)).toHaveLength(3);
    expect(three).toMatch(/← #1 +\{"type":"joined"/);
    const other = failures['for another reason'] as string;
    expect(other).toMatch(/^Error: expect\(received\)\.toBe\(expected\)/);
    expect(other).toContain(`\nError: ann: #2 ${sentence}.\n\nAnd 1 more breach:\n  ann: #3 ${sentence}\n`);
    expect(other.match(/← #[23] ✗/g)).toHaveLength(2);
    const wait = failures['at a wait, then once more'] as string;
    expect(wait).toMatch(
      /ann: #2 breaks ChatSaid of \/chat: \/text is missing[\s\S]*\n\nAnd 1 more breach:\n {2}ann: #3 breaks ChatSaid/,
    );
    expect(wait).toContain('/from must be string, got number');
    const meant = failures['though it meant one'] as string;
    expect(meant).not.toContain('✗');
    expect(meant).not.toContain(sentence);
    expect(failures['by a close code']).toMatch(/← close +✗ 4002\n +is not documented for \/chat: documented are 4001/);
  });

  test('fails the hook in which a message breaks it', async () => {
    const inBlock = (name: string, begin: string) => `
      describe('${name}', () => {
        let ann;
        beforeAll(async () => { ann = await open(); ${begin} });
        test('${name}', async () => { await ann.ping(); });
      });`;
    const { tests, failures, output } = await held(`
      const wrong = say({ tell: { type: 'said', from: 'ann' } });
      ${inBlock('right', 'ann.send(say());')}
      ${inBlock('received', 'ann.send(wrong);')}
      ${inBlock('sent', "ann.send({ type: 'say', tell: { type: 'joined', name: 'x' } });")}
      ${inBlock('meant', "ann.send(wrong); await expect(ann).toBreakContract('/text is missing');")}
      ${inBlock('forbidden', "ann.never({ type: 'said' }); ann.send(say());")}
      describe('in a hook without us', () => {
        let ann;
        beforeAll(async () => { ann = await open(); });
        beforeAll((done) => {
          const [socket] = server.clients;
          socket.send('{"type":"said"}');
          socket.once('pong', () => done());
          socket.ping();
        });
        test('next', async () => { await ann.receive(); });
        test('after it', async () => { await ann.ping(); });
      });
      describe('at the end', () => {
        test('before it', () => {});
        afterAll(async () => { const bob = await open({ name: 'bob' }); bob.send({ type: 'say' }); });
      });
    `);
    expect(tests).toEqual({
      'right right': 'passed',
      'received received': 'failed',
      'sent sent': 'failed',
      'meant meant': 'passed',
      'forbidden forbidden': 'failed',
      'in a hook without us next': 'failed',
      'in a hook without us after it': 'failed',
      'at the end before it': 'passed',
    });
    expect(failures['received received']).toContain('ann: #2 breaks ChatSaid of /chat: /text is missing.');
    expect(failures['sent sent']).toContain('ann: sent #1 breaks ChatSay of /chat: /text is missing.');
    expect(failures['forbidden forbidden']).toContain('which never() forbids');
    expect(failures['in a hook without us next']).toContain(
      'ann: #2 breaks ChatSaid of /chat: /from is missing; /text is missing',
    );
    expect(output).toContain('bob: sent #1 breaks ChatSay of /chat: /text is missing.');
  });

  test('fails the concurrent test whose client breaks it, and none beside', async () => {
    const { tests } = await held(`
      let begin;
      const begun = new Promise((resolve) => { begin = resolve; });
      test.concurrent('guilty', async () => { const ann = await open(); await begun; ann.send({ type: 'say' }); await ann.ping(); });
      test.concurrent('innocent', async () => { const ann = await open(); begin(); await ann.ping(); await ann.ping(); });
    `);
    expect(tests).toEqual({ guilty: 'failed', innocent: 'passed' });
  });

  test('does not fail a test that means the breach', async () => {
    const { tests, failures } = await held(`
      const wrong = say({ tell: { type: 'said', from: 'ann' } });
      test('received', async () => { const ann = await open(); ann.send(wrong); await expect(ann).toBreakContract('/text is missing'); });
      test('received long ago', async () => {
        const ann = await open();
        ann.send(wrong);
        while (ann.messages.length < 2) await new Promise((resolve) => setImmediate(resolve));
        await expect(ann).toBreakContract(/ChatSaid/);
        ann.send(say());
        await expect(ann).toReceiveMessage({ type: 'said', text: 'hi' });
      });
      test('sent', async () => { const ann = await open(); ann.send({ type: 'say' }); await expect(ann).toBreakContract('ChatSay'); await expect(ann).toBreakContract('ChatSaid'); });
      test('of two clients', async () => {
        const both = [await open(), await open({ name: 'bob' })];
        for (const one of both) one.send(wrong);
        await expect(both).toBreakContract();
      });
      test('sent by a client without one', async () => { const ann = await open({ contract: false }); ann.send({ type: 'say' }); });
      test('sent raw', async () => { const ann = await open(); ann.sendRaw('{"type":"shout"}', { contract: false }); await expect(ann).toBreakContract('/text is missing'); });
      test('another one', async () => { const ann = await open(); ann.send(wrong); await expect(ann).toBreakContract('/from', { timeout: 50 }); });
      test('two of them', async () => { const ann = await open(); ann.send(wrong); ann.send(wrong); await expect(ann).toBreakContract(); });
      test('of two in any order', async () => {
        const ann = await open();
        ann.send({ type: 'say', tell: { type: 'said', from: 'ann' } });
        while (ann.messages.length < 2) await new Promise((resolve) => setImmediate(resolve));
        await expect(ann).toBreakContract('#2 breaks ChatSaid');
        await expect(ann).toBreakContract('sent #1 breaks ChatSay');
      });
      describe('of an earlier test', () => {
        let ann;
        beforeAll(async () => { ann = await open(); });
        test('breaks', async () => { ann.send(wrong); });
        test('means none of its own', async () => { await expect(ann).toBreakContract({ timeout: 50 }); });
        test('means its own', async () => { ann.send({ ...wrong, tell: { type: 'said', text: 'hi' } }); await expect(ann).toBreakContract('/from is missing'); });
      });
      test('none', async () => { const ann = await open(); await expect(ann).not.toBreakContract({ timeout: 20 }); });
      test('none, but there is one', async () => { const ann = await open(); ann.send(wrong); await expect(ann).not.toBreakContract(); });
    `);
    expect(tests).toEqual({
      received: 'passed',
      'received long ago': 'passed',
      sent: 'passed',
      'of two clients': 'passed',
      'sent by a client without one': 'passed',
      'sent raw': 'passed',
      'another one': 'failed',
      'two of them': 'failed',
      'of two in any order': 'passed',
      'of an earlier test breaks': 'failed',
      'of an earlier test means none of its own': 'failed',
      'of an earlier test means its own': 'passed',
      none: 'passed',
      'none, but there is one': 'failed',
    });
    expect(failures['another one']).toContain('#2 breaks ChatSaid of /chat: /text is missing');
    expect(failures['two of them']).toContain('#3 breaks ChatSaid of /chat: /text is missing');
  });
});

describe.each(majors.map((jest) => ({ jest })))('Jest $jest: a contract', ({ jest }) => {
  test('is told what is wrong with it in one sentence, when the file starts', async () => {
    const broken = document.replace('type: string', 'type: strnig');
    const { output, tests } = await run(`test('a', () => {});`, { jest, more: { 'asyncapi.yaml': broken } });
    expect(tests).toEqual({});
    expect(output).toMatch(
      /asyncapi\.yaml:\d+: \/channels\/chat\/messages\/ChatSay\/payload\/properties\/text\S* is not JSON Schema/,
    );
  });

  test('says which channels it has where a path is none of them', async () => {
    const { failures } = await run(
      `test('other', async () => { await connect(server, { path: '/other' }); });
       test('named', async () => { const ann = await open({ path: '/other', contract: { channel: 'chat' } }); await expect(ann).toReceiveMessage({ type: 'joined' }); });
       test('misspelt', async () => { await open({ contract: { channel: 'chta' } }); });
       test('ignored', async () => { await open({ path: '/other', contract: { unknown: 'ignore' } }); });
       test('told', async () => { await open({ path: '/other', contract: { unknown: 'warn' } }); });
       test('empty', async () => { await open({ contract: '' }); });
       test('configured', () => {
         expect(() => configure({ contract: './missing.yaml' })).toThrow();
         configure({ timeout: 1000 });
       });`,
      { jest },
    );
    expect(Object.keys(failures)).toEqual(['other', 'misspelt', 'empty']);
    expect(failures.other).toContain('asyncapi.yaml has no channel for /other: it has chat (/chat).');
    expect(failures.misspelt).toContain("asyncapi.yaml has no channel 'chta': did you mean 'chat'?");
    expect(failures.empty).toContain(
      "must be the path of a document, an object { document } or { incoming, outgoing }, or false, not ''",
    );
  });

  test('gives examples to send, and kinds of messages to expect', async () => {
    const { tests, failures } = await run(
      `test('round', async () => {
        const ann = await open();
        ann.send(contract.example('ChatSay'));
        const said = await ann.receive(contract.message('ChatSaid'));
        expect(said).toEqual({ type: 'said', from: 'ann', text: expect.any(String) });
        expect({ said }).toEqual({ said: contract.message('ChatSaid') });
        ann.send({ ...say(), tell: { type: 'said', from: 'ann', text: 'x', of: said } });
        await expect(ann).toReceiveMessage({ type: 'said', of: contract.message('ChatSaid') });
        expect(contract.example('ChatSay')).not.toBe(contract.example('ChatSay'));
        expect(contract('./asyncapi.yaml').example('ChatSaid')).toBeInstanceOf(Object);
      });
      test('another', async () => { const ann = await open(); await expect(ann).toReceiveNextMessage(contract.message('ChatSaid')); });
      test('misspelt', () => { contract.message('ChatSaidd'); });`,
      { jest },
    );
    expect(tests).toEqual({ round: 'passed', another: 'failed', misspelt: 'failed' });
    expect(failures.another).toContain('ContractMessage<ChatSaid>');
    expect(failures.another).toContain('must be "said", got "joined"');
    expect(failures.misspelt).toContain("asyncapi.yaml has no message 'ChatSaidd'. Did you mean 'ChatSaid'?");
  });

  test('leaves nothing unread where a test means the breach', async () => {
    const { tests } = await run(
      `beforeAll(() => configure({ unread: 'fail' }));
      const wrong = say({ tell: { type: 'said', from: 'ann' } });
      test('meant', async () => { const ann = await open(); await ann.receive({ type: 'joined' }); ann.send(wrong); await expect(ann).toBreakContract(); });
      test('meant, and more', async () => { const ann = await open(); ann.send(wrong); await expect(ann).toBreakContract(); });`,
      { jest },
    );
    expect(tests).toEqual({ meant: 'passed', 'meant, and more': 'failed' });
  });

  test('of schemas judges as one of a document', async () => {
    const { tests, failures } = await run(
      `const { z } = require('zod');
      const incoming = z.union([z.object({ type: z.literal('joined') }), z.object({ type: z.literal('said'), text: z.string() })]);
      const schemas = { incoming, outgoing: z.object({ text: z.string() }) };
      test('fits', async () => { const ann = await open({ contract: schemas }); ann.send(say()); await expect(ann).toReceiveMessage({ type: 'said' }); });
      test('breaks', async () => { const ann = await open({ contract: schemas }); ann.send(say({ tell: { type: 'said' } })); });
      test('breaks, sent', async () => { const ann = await open({ contract: schemas }); ann.send({ tell: { type: 'joined' } }); });`,
      { jest },
    );
    expect(tests).toEqual({ fits: 'passed', breaks: 'failed', 'breaks, sent': 'failed' });
    expect(failures.breaks).toContain('ann: #2 breaks incoming of the contract:');
    expect(failures['breaks, sent']).toContain('ann: sent #1 breaks outgoing of the contract: /text');
  });

  test('may let pass, or only tell, what it does not know', async () => {
    const { tests, output } = await run(
      `const unknown = say({ tell: { type: 'typing' } });
      test('ignores', async () => { const ann = await open({ contract: { unknown: 'ignore' } }); ann.send(unknown); await expect(ann).toReceiveMessage({ type: 'typing' }); });
      test('tells', async () => {
        const ann = await open({ contract: { unknown: 'warn' } });
        for (let n = 0; n < 3; n++) ann.send(unknown);
        await ann.receive(unknown.tell); await ann.receive(unknown.tell); await ann.receive(unknown.tell);
      });
      test('the other way', async () => { const ann = await open({ contract: { unknown: 'warn' } }); ann.send({ type: 'joined', name: 'x', text: 'hi' }); });
      test('does not look at what is sent', async () => { const ann = await open({ contract: { sent: false } }); ann.send({ tell: { type: 'joined', name: 'x' } }); });`,
      { jest },
    );
    expect(tests).toEqual({
      ignores: 'passed',
      tells: 'passed',
      'the other way': 'passed',
      'does not look at what is sent': 'passed',
    });
    expect(output).toContain('sent #1 is not documented for /chat: ChatJoined is received by clients, as it is documented');
    expect(output.match(/no message has "typing" at \/type/g)).toHaveLength(1);
  });

  test('has its breaches told by a report, with the wait that one of them has ended', async () => {
    const { kept } = await run(
      `test('breaks it', async () => {
        const ann = await open();
        ann.send(say({ tell: { type: 'said', from: 'ann' } }));
        await expect(ann).toReceiveMessage({ type: 'said' });
      });
      test('means to', async () => {
        const ann = await open();
        ann.send(say({ tell: { type: 'said', from: 'ann' } }));
        await expect(ann).toBreakContract();
      });
      test('only tells', async () => {
        const ann = await open({ contract: { unknown: 'warn' } });
        ann.send(say({ tell: { type: 'typing' } }));
        await expect(ann).toReceiveMessage({ type: 'typing' });
      });`,
      { jest, config: { reporters: ['default', 'jest-websocket/reporter'] } },
    );
    const { files } = JSON.parse(kept['jest-websocket-report/report.json'] as string) as Report;
    const [breaks, means, tells] = files[0]?.tests.map(({ attempts }) => attempts[0]?.conversation) ?? [];
    const breach = 'breaks ChatSaid of /chat: /text is missing';
    expect(breaks?.events.filter((event) => event.breach)).toMatchObject([{ number: 2, status: 'unread', breach }]);
    expect(breaks?.events.some((event) => 'isBreachMeant' in event)).toBe(false);
    expect(breaks?.waits).toMatchObject([{ outcome: 'forbidden', breach: `ann: #2 ${breach}` }]);
    expect(means?.events.filter((event) => event.breach)).toMatchObject([{ number: 2, breach, isBreachMeant: true }]);
    expect(tells?.events.filter((event) => event.breach)).toEqual([]);
    const summary = kept['jest-websocket-report/summary.md'];
    expect(summary).toMatch(/← #2 ✗ \{.*\} \(breaks ChatSaid of \/chat: \/text is missing\)/);
    expect(summary).toContain('was ended by a breach after');
    expect(summary).not.toContain('forbids');
  });

  test('is covered as the report says, and fails the run below its threshold', async () => {
    const reporters = ['default', ['jest-websocket/reporter', { coverage: { messages: 100 } }]];
    const { exitCode, output, kept } = await run(
      `test('silent', async () => { const ann = await open(); await ann.receive({ type: 'joined' }); });`,
      {
        jest,
        config: { reporters },
        more: {
          'b.test.js': `${head} test('says', async () => { const ann = await open(); ann.send(say()); await ann.receive({ type: 'said' }); });`,
        },
      },
    );
    expect(exitCode).toBe(0);
    const { runs } = JSON.parse(kept['jest-websocket-report/report.json'] as string) as Report;
    const seen = Object.fromEntries(runs[0]?.contracts?.[0]?.items.map(({ name, seen }) => [name, seen]) ?? []);
    expect(seen).toMatchObject({ say: 1, told: 3, ChatSay: 1, ChatSaid: 1, ChatJoined: 2, 'ChatJoined /role "user"': 0 });
    expect(output).toMatch(/messages\s+3 of 3\s+100 %/);
    expect(kept['jest-websocket-report/summary.md']).toContain('### Contract');
    const less = await run(`test('silent', async () => { const ann = await open(); await ann.receive({ type: 'joined' }); });`, {
      jest,
      config: { reporters },
    });
    expect(less.tests).toEqual({ silent: 'passed' });
    expect(less.exitCode).toBe(1);
    expect(less.output).toContain('never seen: ChatSay (asyncapi.yaml:');
    expect(less.output).toContain(
      'The tests have seen 33 % of the messages of asyncapi.yaml, less than the 100 % that `coverage` asks for.',
    );
  });

  test('that nobody has switched on does not pass a threshold, except in a shard, which leaves that to the merge', async () => {
    const reporters = ['default', ['jest-websocket/reporter', { coverage: { messages: 60, values: 50 } }]];
    const project = {
      jest,
      config: { preset: 'jest-websocket', reporters },
      files: { 'a.test.js': `${head} test('a', async () => { await open(); });` },
    };
    const { exitCode, output, tests } = await runJest(project);
    expect(tests).toEqual({ a: 'passed' });
    expect(output).toContain('jest-websocket: No test was held to a contract that has a document');
    expect(exitCode).toBe(1);
    const shard = await runJest({ ...project, args: ['--shard=1/1'] });
    expect(shard.output).toContain(
      'its coverage is judged by npx jest-websocket report <folders of all shards> --coverage messages=60,values=50.',
    );
    expect(shard.output).not.toContain('No test was held');
    expect(shard.exitCode).toBe(0);
    const none = await runJest({ ...project, args: ['-t', 'nothing of this name'] });
    expect([none.exitCode, none.output]).toEqual([0, expect.not.stringContaining('No test was held')]);
  });
});

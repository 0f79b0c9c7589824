import { runJest } from '../support/run-jest';
import { servers } from '../support/servers-source';
import { bothWays } from '../support/ways';

const source = `const { connect, connectAll, scenario } = require('jest-websocket');
const { deaf, serve } = require('./servers');
const server = serve((socket) => socket.send('hello'));
const dead = deaf();
afterAll(() => { for (const socket of dead.sockets) socket.destroy(); });
const helper = async (client) => { await expect(client).toReceiveMessage('never'); };
const guilty = (name, fn) => {
  test(name, fn);
  test('innocent behind ' + name, () => new Promise((resolve) => setTimeout(resolve, 60)));
};

guilty('forEach', async () => { const c = await connect(server); [1].forEach(async () => { await helper(c); }); });
guilty('forEach that fails', async () => { const c = await connect(server); [1].forEach(async () => { await helper(c); }); throw new Error('own'); });
guilty('then', async () => { const c = await connect(server); c.receive('never').then((message) => message.x); });
guilty('helper', async () => { const c = await connect(server); helper(c); });
guilty('helper with done', (done) => { connect(server).then((c) => { helper(c); done(); }); });
guilty('connect', () => { connect(server); });
guilty('connect that is done', async () => { connect(server); await connect(server); });
guilty('connect that is refused', () => { connect('ws://127.0.0.1:1'); });
guilty('connect that was refused', async () => { connect('ws://127.0.0.1:1'); await connect(server); });
guilty('connect in forEach', async () => { [1].forEach(async () => { await connect(dead, { query: { n: 1 } }).then(() => connect('/')); }); });
guilty('connectAll', async () => { connectAll(server, { rob: {}, ann: {} }); await connect(server); });
guilty('ping', async () => { (await connect(server)).ping(); });
guilty('ping that nobody answers', async () => { (await connect(dead)).ping(); });
guilty('ping then', async () => { (await connect(dead)).ping().then((ms) => ms); });
guilty('scenario', async () => { scenario('rob').connect(server).expect('never').run().then((run) => run.received); await connect(server); });
guilty('catch', async () => { const c = await connect(server); c.receive('never').catch(() => {}); });
describe('afterEach', () => {
  afterEach(async () => { const c = await connect(server); [1].forEach(async () => { await helper(c); }); });
  test('forEach in a hook', () => {});
});
test('innocent behind forEach in a hook', () => new Promise((resolve) => setTimeout(resolve, 60)));

test('loses a race', async () => {
  const c = await connect(server);
  await Promise.race([c.receive('never'), expect(c).toReceiveMessage('hello')]);
  await Promise.race([connect(dead), c.ping()]);
  await Promise.any([c.receive('never'), c.ping()]);
});
test('innocent behind a race', () => new Promise((resolve) => setTimeout(resolve, 60)));
test('lets go', async () => { const c = await connect(server); c.receive('never').then(() => {}, () => {}); c.ping().then(() => {}, () => {}); });
test('closes without waiting', async () => { (await connect(server)).close(); (await connect(dead)).close(); });
test('innocent at last', () => new Promise((resolve) => setTimeout(resolve, 60)));
`;

const lines = source.split('\n');
const lineOf = (name: string): number => 1 + lines.findIndex((line) => line.includes(`guilty('${name}'`));

describe.each(bothWays)('Jest $jest with $way: who forgets to wait', ({ jest, config }) => {
  test('fails itself, at its line, and harms nobody behind it', async () => {
    const { tests, failures, output } = await runJest({ jest, config, files: { ...servers, 'a.test.js': source } });
    const failed = Object.keys(failures);
    const guilty = [...source.matchAll(/^guilty\('([^']+)'/gm)].map(([, name]) => name as string);
    expect(failed).toEqual([...guilty, 'afterEach forEach in a hook']);
    expect(Object.values(tests).filter((status) => status === 'passed')).toHaveLength(guilty.length + 6);
    expect(output).not.toContain('failed to run');
    const own = 'forEach that fails';
    const elsewhere = guilty.filter((name) => name !== own && !failures[name]?.includes(`a.test.js:${lineOf(name)}:`));
    expect(elsewhere).toEqual([]);
    for (const name of guilty.filter((one) => /^connect( that|$)/.test(one))) {
      expect(failures[name]).toContain(
        'connect() was not awaited, so nothing waited for its outcome. Write await in front of it: await connect().',
      );
    }
    expect(failures.connectAll).toContain('connectAll() was not awaited');
    expect(failures.ping).toContain('ping() was not awaited');
    expect(failures['ping that nobody answers']).toContain('ping() was not awaited');
    expect(failures['ping then']).toContain('ended before ping() was done. Await it.');
    expect(failures['connect in forEach']).toContain('ended before connect() was done. Await it.');
    expect(failures.helper).toContain('the test ended while this was waiting');
  });
});

const afterTheEnd = `const { connect, scenario } = require('jest-websocket');
const { serve } = require('./servers');
const server = serve((socket) => socket.send('hello'));
const tick = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
/** The test behind lets it go on. */
const late = (name, use, end = () => {}) => {
  let goOn;
  const over = new Promise((resolve) => { goOn = resolve; });
  test(name, async () => { const c = await connect(server); (async () => { await over; await use(c); })(); end(); });
  test('innocent behind ' + name, async () => { goOn(); await (await connect(server)).receive('hello'); await tick(60); });
};

late('receive', (c) => c.receive('never'));
late('request', (c) => c.request('x', 'never'));
late('matcher', (c) => expect(c).toReceiveMessage('never'));
late('negated', (c) => expect(c).not.toReceiveMessage('never'));
late('close', (c) => expect(c).toClose(4000));
late('pong', (c) => expect(c).toAnswerPing());
late('ping', (c) => c.ping());
late('run', () => scenario('rob').connect(server).run());
late('looks back', (c) => expect(c).toHaveReceivedMessage('never'));
late('in all', (c) => Promise.all([1, 2].map(async () => { await c.receive('never'); })));
test('in an immediate', async () => { const c = await connect(server); setImmediate(() => { expect(c).toReceiveMessage('never'); }); });
test('innocent behind an immediate', () => tick(60));

late('failed itself', (c) => c.receive('quiet'), () => { throw new Error('own'); });
late('looks back, and is right', (c) => expect(c).not.toHaveReceivedMessage('never'));
`;

describe.each(bothWays)('Jest $jest with $way: what begins when its test is over', ({ jest, config }) => {
  test('is an error of the file, or of the test while it lasts, and harms no test behind it', async () => {
    const { tests, output } = await runJest({ jest, config, files: { ...servers, 'a.test.js': afterTheEnd } });
    const failed = Object.keys(tests).filter((name) => tests[name] !== 'passed');
    expect(failed.filter((name) => !['failed itself', 'in an immediate'].includes(name))).toEqual([]);
    const told = [
      ...output.matchAll(/(\S+) was called after the test "(.+?)" had ended\. Await everything that a test starts\./g),
    ];
    const calls: Record<string, string> = {
      receive: 'receive',
      request: 'request',
      matcher: 'toReceiveMessage',
      negated: 'toReceiveMessage',
      close: 'toClose',
      pong: 'toAnswerPing',
      ping: 'ping()',
      run: 'rob.run',
      'looks back': 'toHaveReceivedMessage',
      'in all': 'receive',
    };
    for (const [name, call] of Object.entries(calls)) {
      expect([name, told.find(([, , test]) => test === name)?.[1]]).toEqual([name, call]);
      const line = 1 + afterTheEnd.split('\n').findIndex((text) => text.startsWith(`late('${name}'`));
      expect(output).toContain(`a.test.js:${line}:`);
    }
    expect(output).toMatch(/the test "in an immediate" had ended|toReceiveMessage was not awaited/);
    expect(output).not.toContain('"failed itself" had ended');
    expect(output).not.toContain('"looks back, and is right" had ended');
    expect(output).not.toContain('nothing more can reach');
  });

  test('sends: the sentence says that its client was closed at the end of the test', async () => {
    const { output } = await runJest({
      jest,
      config,
      files: {
        ...servers,
        'a.test.js': `
          const { connect } = require('jest-websocket');
          const server = require('./servers').serve();
          let told;
          test('sends late', async () => {
            const c = await connect(server, { name: 'rob' });
            told = new Promise((resolve) => {
              const timer = setInterval(() => { try { c.send('x'); } catch (error) { clearInterval(timer); resolve(error.message); } }, 5);
            });
          });
          test('behind', async () => { console.log(await told); });
        `,
      },
    });
    expect(output).toContain('rob cannot send: it was closed at the end of the test "sends late"');
    expect(output).not.toContain('it was closed with');
  });

  test('is used by a hook: the sentence names the option that closes clients behind the hooks', async () => {
    const { tests, output } = await runJest({
      jest,
      config,
      files: {
        ...servers,
        'a.test.js': `
          const { connect } = require('jest-websocket');
          const server = require('./servers').serve();
          describe('block', () => {
            let c;
            beforeAll(async () => { c = await connect(server); });
            afterAll(() => { try { c.send('bye'); } catch (error) { console.log(error.message); } });
            afterAll(async () => { await c.receive('x').catch((error) => console.log(error.message)); });
            test('x', () => {});
          });
        `,
      },
    });
    expect(tests).toEqual({ 'block x': 'passed' });
    const closed = `it was closed at the end of the describe block "block", before its afterAll hooks. The configuration teardown: { after: 'hooks' } closes it after them`;
    expect(output).toContain(`client 1 cannot send: ${closed}.`);
    expect(output).toContain(`nothing more can reach client 1: ${closed}`);
  });

  test('is the reply of respond(), to a client that has left: it is dropped, and ends no wait', async () => {
    const { tests } = await runJest({
      jest,
      config,
      files: {
        ...servers,
        'a.test.js': `
          const { connect } = require('jest-websocket');
          const server = require('./servers').serve((socket) => { socket.send('ask'); socket.on('message', () => socket.send('answer')); });
          const leaves = async (leave) => {
            const [c, other] = [await connect(server), await connect(server)];
            let reply;
            const asked = new Promise((resolve) => { c.respond('ask', () => { resolve(); return new Promise((done) => { reply = done; }); }); });
            await asked;
            await other.receive('ask');
            const waiting = other.receive('answer');
            await leave(c);
            reply('late');
            await new Promise(setImmediate);
            other.send('x');
            await waiting;
            return reply;
          };
          let reply;
          test('closed', async () => { await leaves((c) => c.close()); });
          test('closing', async () => { await leaves((c) => { c.close(); }); });
          test('terminated', async () => { await leaves((c) => { c.terminate(); }); });
          test('ended', async () => {
            const c = await connect(server);
            await new Promise((resolve) => { c.respond('ask', () => { resolve(); return new Promise((done) => { reply = done; }); }); });
          });
          test('behind', async () => { reply('late'); await (await connect(server)).receive('ask'); });
        `,
      },
    });
    expect(tests).toEqual({ closed: 'passed', closing: 'passed', terminated: 'passed', ended: 'passed', behind: 'passed' });
  });
});

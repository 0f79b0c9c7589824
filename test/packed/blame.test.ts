import { majors, runJest } from '../support/run-jest';
import { servers } from '../support/servers-source';

const ways = {
  'our environment': { preset: 'jest-websocket' },
  'the setup file alone': { setupFilesAfterEnv: ['jest-websocket/setup'] },
} as const;
const both = majors.flatMap((jest) => Object.entries(ways).map(([way, config]) => ({ jest, way, config })));

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

describe.each(both)('Jest $jest with $way: who forgets to wait', ({ jest, config }) => {
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

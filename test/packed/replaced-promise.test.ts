import { majors, runJest } from '../support/run-jest';
import { servers } from '../support/servers-source';

/** What stands for `Promise` in many projects, in a few lines each. */
const replacements = {
  'zone.js patches then, and replaces the global': `
    const Native = Promise;
    const { then } = Native.prototype;
    class ZonePromise {
      constructor(executor) { this.inner = new Native(executor); }
      then(...handlers) { return new ZonePromise((resolve, reject) => then.call(then.call(this.inner, ...handlers), resolve, reject)); }
      catch(handler) { return this.then(undefined, handler); }
      finally(handler) { return this.then((value) => (handler(), value), (error) => { handler(); throw error; }); }
      get [Symbol.toStringTag]() { return 'Promise'; }
      static resolve(value) { return value instanceof ZonePromise ? value : new ZonePromise((resolve) => resolve(value)); }
      static reject(error) { return new ZonePromise((_, reject) => reject(error)); }
      static all(values) { return new ZonePromise((resolve, reject) => then.call(Native.all([...values]), resolve, reject)); }
      static race(values) { return new ZonePromise((resolve, reject) => { for (const value of values) ZonePromise.resolve(value).then(resolve, reject); }); }
    }
    Native.prototype.then = function (...handlers) {
      return new ZonePromise((resolve, reject) => then.call(this, resolve, reject)).then(...handlers);
    };
    global.Promise = ZonePromise;`,
  'another library is the global (as bluebird)': `
    const Native = Promise;
    class Library {
      constructor(executor) { this.inner = new Native(executor); }
      then(...handlers) { return new Library((resolve, reject) => this.inner.then(...handlers).then(resolve, reject)); }
      catch(handler) { return this.then(undefined, handler); }
      static resolve(value) { return new Library((resolve) => resolve(value)); }
      static reject(error) { return new Library((_, reject) => reject(error)); }
      static all(values) { return new Library((resolve, reject) => void Native.all([...values]).then(resolve, reject)); }
      static race(values) { return new Library((resolve, reject) => void Native.race([...values]).then(resolve, reject)); }
    }
    global.Promise = Library;`,
};

const source = `
const { connect, connectAll, scenario } = require('jest-websocket');
const { echo, serve } = require('./servers');
const server = serve((socket) => {
  socket.send('hello');
  socket.on('message', (data) => socket.send(data.toString()));
});

test('waits', async () => {
  const { client, other } = await connectAll(server, { client: {}, other: {} });
  await expect(client).toReceiveMessage('hello');
  client.send({ n: 1 });
  client.send({ n: 2 });
  await expect(client).toReceiveNextMessage({ n: 1 });
  await expect(client).toSendOnReceive({ n: 2 }, { n: 3 });
  await expect(client).toReceiveMessages([{ n: 3 }]);
  await Promise.all([expect(other).toReceive('hello'), expect(client).not.toReceiveMessage('x', { timeout: 20 })]);
  await Promise.race([expect(client).toAnswerPing()]);
  expect(await client.request({ n: 4 }, { n: 4 })).toEqual({ n: 4 });
  expect(await client.ping()).toEqual(expect.any(Number));
  client.send('last');
  expect(await client.receive('last')).toBe('last');
  await client.close();
  await expect(client).toClose(1000);
  await expect(connect('ws://127.0.0.1:1')).rejects.toThrow('Nothing is listening');
  await expect(scenario('rob').connect(server).expect('hello')).toComplete();
});
test('returns', () => connect(server).then((client) => expect(client).toReceiveMessage('hello')));
test('calls back', (done) => {
  connect(server).then((client) => expect(client).toReceiveMessage('hello')).then(() => done(), done);
});
test('forgets', async () => { expect(await connect(server)).toReceiveMessage('hello'); });
test('forgets receive', async () => { (await connect(server)).receive('hello'); });
test('forgets toClose', async () => { expect(await connect(server)).toClose(); });
test('fails', async () => { await expect(await connect(server)).toReceiveMessage('never', { timeout: 20 }); });
`;

const set: Record<string, (replacement: string) => object> = {
  'in setupFiles, with the preset': (file) => ({ preset: 'jest-websocket', setupFiles: [file] }),
  'in setupFilesAfterEnv, with the preset': (file) => ({ preset: 'jest-websocket', setupFilesAfterEnv: [file] }),
  'in setupFiles, with the setup file alone': (file) => ({ setupFiles: [file], setupFilesAfterEnv: ['jest-websocket/setup'] }),
  'before the setup file alone': (file) => ({ setupFilesAfterEnv: [file, 'jest-websocket/setup'] }),
};

test.each(majors)('Jest %i: where the global Promise is replaced, waits wait, and a forgotten await is found', async (jest) => {
  const files: Record<string, string> = { ...servers };
  const projects = Object.entries(replacements).flatMap(([replacement, code], index) => {
    files[`promise-${index}.js`] = code;
    return Object.entries(set).map(([where, config], position) => {
      const name = `${index}-${position}`;
      files[`${name}.test.js`] = source.replaceAll("test('", `test('${replacement}, ${where}: `);
      return { displayName: name, testMatch: [`**/${name}.test.js`], ...config(`./promise-${index}.js`) };
    });
  });
  const { tests, failures, output } = await runJest({ jest, config: { projects }, files });
  const wrong = Object.entries(tests).filter(([name, status]) => (status === 'failed') !== /: (forgets|fails)/.test(name));
  expect([wrong, output]).toEqual([[], expect.anything()]);
  expect(Object.keys(tests)).toHaveLength(7 * projects.length);
  for (const [name, text] of Object.entries(failures)) {
    const told = name.endsWith('fails') ? /got nothing that matches/g : /was not awaited, so nothing waited/g;
    expect(text.match(told)).toHaveLength(1);
  }
});

test('what a test replaces or spies on is not what we use', async () => {
  const { tests, output } = await runJest({
    files: {
      ...servers,
      'a.test.js': `
        const { connect } = require('jest-websocket');
        const server = require('./servers').echo();
        const talk = async () => {
          const client = await connect(server);
          client.send({ n: [1] });
          await expect(client).toReceiveMessage({ n: [1] });
          client.send('x');
          const x = await client.receive('x');
          return { seen: [x, client.messages.length, client.unread.length, client.transcript.length > 3], client };
        };
        test.each([
          ['parse', JSON], ['from', Array], ['assign', Object], ['all', Promise], ['race', Promise], ['finally', Promise.prototype],
        ])('%s', async (name, holder) => {
          const original = holder[name];
          holder[name] = () => { throw new Error('not ours to call'); };
          let told;
          try { told = await talk(); } finally { holder[name] = original; }
          expect(told.seen).toEqual(['x', 2, 0, true]);
        });
        test('spies', async () => {
          const spies = [jest.spyOn(JSON, 'parse'), jest.spyOn(Promise.prototype, 'then'), jest.spyOn(Array, 'from')];
          const { seen } = await talk();
          expect(spies[0]).not.toHaveBeenCalled();
          expect(spies[2]).not.toHaveBeenCalled();
          for (const spy of spies) spy.mockRestore();
          expect(seen).toEqual(['x', 2, 0, true]);
        });
      `,
    },
  });
  expect([tests, output]).toEqual([
    Object.fromEntries(['parse', 'from', 'assign', 'all', 'race', 'finally', 'spies'].map((name) => [name, 'passed'])),
    expect.anything(),
  ]);
});

import { majors, runJest } from '../support/run-jest';
import { servers } from '../support/servers-source';

/** How packages and users wrap `expect`: each module puts its own in the place of the global one. */
const wrappers = {
  'as it is': '',
  'that adds a message (as jest-expect-message), and catches': `
    const wrap = (matchers, message) => Object.fromEntries(Object.entries(matchers).map(([name, matcher]) => {
      if (typeof matcher !== 'function') return [name, wrap(matcher, message)];
      const fail = (error) => { throw Object.assign(new Error(message + ': ' + error.message), { stack: error.stack }); };
      return [name, (...args) => {
        const result = matcher(...args);
        return result && result.then ? result.catch(fail).catch((error) => { throw error; }) : result;
      }];
    }));
    const { expect } = global;
    global.expect = Object.assign((subject, message) => (message ? wrap(expect(subject), message) : expect(subject)), expect);`,
  'that chains (as jest-chain), by Promise.resolve': `
    const chain = (matchers, first = matchers) => Object.assign({}, ...Object.keys(matchers).map((name) => {
      const matcher = matchers[name];
      if (typeof matcher !== 'function') return { [name]: chain(matcher, first) };
      return { [name]: (...args) => {
        const result = matcher(...args);
        return result && result.then ? Object.assign(Promise.resolve(result), chain(first)) : chain(first);
      } };
    }));
    const { expect } = global;
    global.expect = Object.assign((...args) => chain(expect(args[0])), expect);`,
  'that awaits by itself': `
    const copy = (matchers) => Object.keys(matchers).reduce((copied, name) => {
      const matcher = matchers[name];
      if (typeof matcher !== 'function') copied[name] = copy(matcher);
      else copied[name] = (...args) => {
        const result = matcher(...args);
        return result instanceof Promise ? (async () => await result)() : result;
      };
      return copied;
    }, {});
    const { expect } = global;
    global.expect = Object.assign((subject) => copy(expect(subject)), expect);`,
  'that changes what expect() returns': `
    const change = (matchers) => {
      for (const name of Object.keys(matchers)) {
        const matcher = matchers[name];
        if (typeof matcher !== 'function') change(matcher);
        else matchers[name] = (...args) => {
          const result = matcher(...args);
          return result && result.then ? result.then((value) => value, (error) => { throw error; }) : result;
        };
      }
      return matchers;
    };
    global.expect = new Proxy(global.expect, { apply: (target, self, [subject]) => change(target(subject)) });`,
};

const source = `
const { connect } = require('jest-websocket');
const server = require('./servers').serve((socket) => socket.send('hello'));
const turns = async () => { for (let turn = 0; turn < 20; turn++) await new Promise(setImmediate); };

test('awaits', async () => {
  const client = await connect(server);
  await expect(client, 'greets').toReceiveMessage('hello');
  await Promise.all([expect(client, 'm').not.toReceiveMessage('x', { timeout: 20 }), expect(client, 'm').toAnswerPing()]);
  const { toBeOpen, not } = expect(client, 'm');
  toBeOpen();
  await not.toReceiveMessage('x', { timeout: 20 });
  await expect(connect(server), 'm').resolves.toReceiveMessage('hello');
  await expect(expect(client, 'm').toReceiveMessage('x', { timeout: 20 })).rejects.toThrow('nothing that matches');
  await expect(expect(5, 'm').toClose()).rejects.toThrow('not a client');
  expect(1, 'm').toBe(1);
});
test('returns', () => connect(server).then((client) => expect(client, 'm').toReceiveMessage('hello')));
test('forgets one that passes', async () => {
  const client = await connect(server);
  expect(client, 'm').toReceiveMessage('hello');
  await turns();
});
test('forgets one that is pending', async () => { expect(await connect(server), 'm').toReceiveMessage('never'); });
test('forgets one that fails', async () => {
  const client = await connect(server);
  expect(client, 'm').not.toReceiveMessage('hello');
  await turns();
});
test('forgets a misused one', async () => {
  expect(await connect(server), 'm').toReceiveMessage('hello', { exakt: true });
  await turns();
});
test('forgets toClose', async () => { expect(await connect(server), 'm').toClose(); });
test('forgets behind resolves', async () => {
  const connecting = connect(server);
  expect(connecting, 'm').resolves.toReceiveMessage('hello');
  await connecting;
});
`;

const set: Record<string, (wrapper: string) => object> = {
  'by the preset': (wrapper) => ({ preset: 'jest-websocket', setupFilesAfterEnv: [wrapper] }),
  'by the preset with fastExpect: false': (wrapper) => ({
    preset: 'jest-websocket',
    testEnvironmentOptions: { websocket: { fastExpect: false } },
    setupFilesAfterEnv: [wrapper],
  }),
  'by the setup file before it': (wrapper) => ({ setupFilesAfterEnv: ['jest-websocket/setup', wrapper] }),
  'by the setup file behind it': (wrapper) => ({ setupFilesAfterEnv: [wrapper, 'jest-websocket/setup'] }),
};

test.each(majors)(
  'Jest %i: whatever wraps expect, and however we are set up, a forgotten await fails its test, and no other',
  async (jest) => {
    const files: Record<string, string> = { ...servers };
    const projects = Object.entries(wrappers).flatMap(([wrapping, code], index) => {
      files[`wrapper-${index}.js`] = code;
      return Object.entries(set).map(([how, config], position) => {
        const name = `${index}-${position}`;
        const tests = wrapping.includes('message') ? source : source.replace(/, '(m|greets)'\)/g, ')');
        files[`${name}.test.js`] = tests.replaceAll("test('", `test('An expect ${wrapping}, set up ${how}: `);
        return { displayName: name, testMatch: [`**/${name}.test.js`], ...config(`./wrapper-${index}.js`) };
      });
    });
    const { tests, failures, output } = await runJest({ jest, config: { projects }, files });
    const wrong = Object.entries(tests).filter(([name, status]) => (status === 'failed') !== name.includes('forgets'));
    expect([wrong, output]).toEqual([[], expect.anything()]);
    expect(Object.keys(tests)).toHaveLength(8 * projects.length);
    for (const text of Object.values(failures)) {
      expect(text.match(/was not awaited, so nothing waited for its outcome/g)).toHaveLength(1);
      expect(text.match(/Error:/g)).toHaveLength(1);
    }
  },
);

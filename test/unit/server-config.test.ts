import { configFrom } from '../../environment/config';

const project = { rootDir: '/app', isWatched: false };
const serverOf = (server: object, more = {}) => configFrom({ websocket: { server } }, { ...project, ...more }).server;

describe('the server of the configuration', () => {
  test('runs in the root of the project, and is shared', () => {
    expect(serverOf({ command: 'x' })).toEqual({ command: 'x', cwd: '/app', per: 'worker' });
    expect(serverOf({ command: 'x', cwd: 'server' })).toMatchObject({ cwd: '/app/server' });
    expect(serverOf({ command: 'x', cwd: '<rootDir>/server' })).toMatchObject({ cwd: '/app/server' });
    expect(serverOf({ module: '<rootDir>/server.js' })).toMatchObject({ module: '/app/server.js' });
    expect(serverOf({ module: '../server.js', per: 'file' })).toMatchObject({ module: '/server.js', per: 'file' });
  });

  test('is of each file where files are run again in the same process', () => {
    expect(serverOf({ command: 'x' }, { isWatched: true })).toMatchObject({ per: 'file' });
    expect(serverOf({ command: 'x', per: 'worker' }, { isWatched: true })).toMatchObject({ per: 'worker' });
  });

  test.each([[{}], [{ command: 'x', module: 'y' }], [{ url: 'ws://x' }]])('%j is neither a command nor a module', (server) => {
    expect(() => serverOf(server)).toThrow('takes either a command or a module');
  });

  test.each([{ ready: 'listening' }, { url: 'ws://x' }])('does not ignore %j beside a module', (option) => {
    const [name] = Object.keys(option);
    expect(() => serverOf({ module: 'x', ...option })).toThrow(
      `testEnvironmentOptions.websocket.server takes ${name} beside a command only`,
    );
  });

  test.each([
    [null, 'null'],
    [['PORT=1'], 'an array'],
    ['PORT=1', 'a string'],
    [{ PORT: null }, '{ PORT }. PORT is null'],
  ])('says what was given as env, instead of that it cannot be shown: %j', (env, given) => {
    expect(() => serverOf({ command: 'x', env })).toThrow(`must be an object of strings, not ${given}.`);
  });

  test('has its options checked', () => {
    expect(() => serverOf({ command: 'x', redy: 'x' })).toThrow("Did you mean 'server.ready'?");
    expect(() => serverOf({ command: 'x', per: 'test' })).toThrow("must be 'worker' or 'file', not 'test'");
    expect(() => configFrom({ websocket: { server: './server.js' } }, project)).toThrow("The option 'server' of");
  });
});

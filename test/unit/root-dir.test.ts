import { configFrom } from '../../environment/config';
import { outputOf } from '../../reporter/reporter-options';
import { underRoot } from '../../src/runtime/root-dir';

describe('a path of the configuration', () => {
  test.each([
    ['a', '/app/a'],
    ['../a', '/a'],
    ['/a', '/a'],
    ['<rootDir>', '/app'],
    ['<rootDir>/a', '/app/a'],
    ['<rootDir>\\a', '/app\\a'], // a folder of Windows, and a name elsewhere
    ['<rootDir>s/a', '/app/<rootDir>s/a'],
    ['a/<rootDir>/b', '/app/a/<rootDir>/b'],
  ])('%s is %s', (path, whole) => {
    expect(underRoot('/app', path)).toBe(whole);
  });

  test.each(['/a$$b', '/a$&b', '/a$`b', "/a$'b"])('is in a root that is called %s, not in another', (rootDir) => {
    const websocket = { server: { module: '<rootDir>/server.js', cwd: '<rootDir>' } };
    expect(configFrom({ websocket }, { rootDir, isWatched: false }).server).toMatchObject({
      module: `${rootDir}/server.js`,
      cwd: rootDir,
    });
    expect(outputOf({ output: '<rootDir>/out' }, rootDir)).toBe(`${rootDir}/out`);
    expect(underRoot(rootDir, '<rootDir>/api.yaml')).toBe(`${rootDir}/api.yaml`);
  });
});

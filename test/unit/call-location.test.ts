import { runInThisContext } from 'node:vm';
import { CallLocation, isInstalled } from '../../src/runtime/call-location';

const installed = ['/project/node_modules/bot/index.js', 'C:\\project\\node_modules\\bot\\index.js'];

test.each(installed)('the line of the user is not in a package at %s', (filename) => {
  const locate = (): CallLocation => new CallLocation(locate);
  const helper = runInThisContext('(call) => call()', { filename }) as (call: typeof locate) => CallLocation;
  expect(helper(locate).position.file).toBe(__filename);
});

test.each(installed)('%s is of an installed package', (path) => {
  expect(isInstalled(path)).toBe(true);
});

const own = ['/project/chat.test.ts', 'C:\\project\\chat.test.ts', '/project/my_node_modules/chat.ts', 'C:\\node_modules.ts'];
test.each(own)("%s is the user's own", (path) => {
  expect(isInstalled(path)).toBe(false);
});

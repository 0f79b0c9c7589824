import { majors, runJest } from '../support/run-jest';
import { outsideServer } from '../support/servers-source';

// the server is outside: fake timers would stop one inside of the test file
const conversation = `
  const client = await connect(process.env.URL_OF_SERVER);
  client.send({ n: 1 });
  await expect(client).toReceiveMessage({ n: 1 });
  await expect(client).not.toReceiveMessage(undefined, { timeout: 20 });
  await client.close();
`;

describe.each(majors)('Jest %i: clients and matchers work', (jest) => {
  test.each<[string, string]>([
    [
      'under fake timers',
      `jest.useFakeTimers(); const { connect } = require('jest-websocket'); test('x', async () => {${conversation}});`,
    ],
    [
      'under fake timers of a test, then real ones',
      `const { connect } = require('jest-websocket');
       test('x', async () => { jest.useFakeTimers(); ${conversation} jest.useRealTimers(); });
       test('y', async () => {${conversation}});`,
    ],
    [
      'after jest.resetModules() and in jest.isolateModules()',
      `let { connect } = require('jest-websocket');
       beforeEach(() => { jest.resetModules(); ({ connect } = require('jest-websocket')); });
       test('x', async () => {${conversation}});
       test('y', async () => { jest.isolateModules(() => { ({ connect } = require('jest-websocket')); }); ${conversation} });`,
    ],
    [
      "with jest.mock('ws')",
      `jest.mock('ws'); const { connect } = require('jest-websocket'); test('x', async () => {${conversation}});`,
    ],
    [
      'with spies on JSON and on timers',
      `const { connect } = require('jest-websocket');
       test('x', async () => {
         jest.spyOn(JSON, 'parse').mockReturnValue(null);
         jest.spyOn(globalThis, 'setTimeout').mockReturnValue(undefined);
         ${conversation} jest.restoreAllMocks();
       });`,
    ],
  ])('%s', async (_, source) => {
    const { output, exitCode } = await runJest({
      jest,
      config: { ...outsideServer.config, preset: 'jest-websocket' },
      files: { ...outsideServer.files, 'a.test.js': source },
    });
    expect(output).toMatch(/Tests: +\d passed, \d total/);
    expect(exitCode).toBe(0);
  });

  test('with fake timers for all tests', async () => {
    const { exitCode } = await runJest({
      jest,
      config: {
        ...outsideServer.config,
        preset: 'jest-websocket',
        fakeTimers: { enableGlobally: true },
      },
      files: {
        ...outsideServer.files,
        'a.test.js': `const { connect } = require('jest-websocket'); test('x', async () => {${conversation}});`,
      },
    });
    expect(exitCode).toBe(0);
  });
});

import { join } from 'node:path';
import { ESLint } from 'eslint';
import jestPlugin from 'eslint-plugin-jest';
import { matcherNames } from '../../matchers/register';
import { blocksOf } from '../support/doc-blocks';
import { majors, runJest } from '../support/run-jest';
import { servers } from '../support/servers-source';

const head = `
const { connect } = require('jest-websocket');
const { serve } = require('./servers');
const server = serve((socket) => socket.send('{"n":5,"list":[1,2],"at":"2020-01-01"}'));
`;

describe.each(majors)('Jest %i', (jest) => {
  test.each([
    ['before', "require('jest-websocket-mock');"],
    ['behind', "require('jest-websocket');"],
  ])('jest-websocket-mock, set up %s ours, keeps its matcher of the same name, and ours is ours', async (_, first) => {
    const { tests, failures } = await runJest({
      jest,
      files: {
        ...servers,
        'a.test.js': `${first}${head}
          const { WS } = require('jest-websocket-mock');
          afterEach(() => WS.clean());
          test('ours', async () => { await expect(await connect(server)).toReceiveMessage({ n: 5 }); });
          test('theirs', async () => {
            const mock = new WS('ws://localhost:1234');
            const { WebSocket } = require('mock-socket');
            const client = new WebSocket('ws://localhost:1234');
            await mock.connected;
            client.send('hello');
            await expect(mock).toReceiveMessage('hello');
          });
          test('a client of ours has no matcher of theirs', async () => {
            await expect(await connect(server)).toHaveReceivedMessages(['x']);
          });
        `,
      },
    });
    expect(tests).toEqual({ ours: 'passed', theirs: 'passed', 'a client of ours has no matcher of theirs': 'failed' });
    expect(failures['a client of ours has no matcher of theirs']).toContain('expect(client 1).toHaveReceivedMessages(expected)');
  });

  test('matchers of jest-extended and added equality testers work inside of expected', async () => {
    const { output, exitCode } = await runJest({
      jest,
      config: { preset: 'jest-websocket', setupFilesAfterEnv: ['jest-extended/all'] },
      files: {
        ...servers,
        'a.test.js': `${head}
          test('jest-extended', async () => {
            const client = await connect(server);
            await expect(client).toReceiveMessage({ n: expect.toBeWithin(1, 10), list: expect.toBeArrayOfSize(2) });
            await expect(client).not.toReceiveMessage({ n: expect.toBeWithin(6, 10) }, { timeout: 20 });
            expect(client.messages).toBeArray();
            expect(client).toBeObject();
          });
          test('equality testers', async () => {
            const sameDay = (a, b) => (b instanceof Date && typeof a === 'string' ? +new Date(a) === +b : undefined);
            expect.addEqualityTesters([sameDay]);
            await expect(await connect(server)).toReceiveMessage({ at: new Date('2020-01-01') });
          });
        `,
      },
    });
    expect(output).toContain('Tests:       2 passed, 2 total');
    expect(exitCode).toBe(0);
  });

  test("Jest's own matchers on a client, and ours asked of something else", async () => {
    const { tests, failures } = await runJest({
      jest,
      files: {
        ...servers,
        'a.test.js': `${head}
          test('theirs', async () => {
            const client = await connect(server, { name: 'rob' });
            expect(client).toBeDefined();
            expect(client).not.toBe(5);
            expect(client).toHaveProperty('name', 'rob');
            expect(client).toEqual(expect.anything());
            expect([client]).toHaveLength(1);
            await expect(connect(server)).resolves.toBeOpen();
            await expect(connect(server)).resolves.not.toBeClosed();
            await expect(connect(server)).resolves.toReceiveMessage({ n: 5 });
            await expect(connect('ws://127.0.0.1:1')).rejects.toThrow('Nothing is listening');
            expect(String(expect(client))).toBe('[object Object]');
            expect(expect(5).toReceiveMessage).toEqual(expect.any(Function));
            expect(expect(5).unheardOf).toBeUndefined();
          });
          test('later', async () => {
            expect.extend({ toBeRob: ({ name }) => ({ pass: name === 'rob', message: () => 'not Rob' }) });
            const client = await connect(server, { name: 'rob' });
            expect(client).toBeRob();
            expect(() => expect(client).not.toBeRob()).toThrow('not Rob');
            const error = await expect(client).toReceiveNextMessage({ n: 6 }).catch((error) => error);
            expect(error).toMatchObject({ matcherResult: { pass: false, name: 'toReceiveNextMessage' } });
            expect(error.message).toBe(error.matcherResult.message);
            await expect(expect(client).toReceiveMessage({ n: /5/ })).rejects.toThrow('Write expect.stringMatching(/5/) there.');
            await expect(client).not.toReceiveMessage({ n: 6 }, { timeout: 20 });
            const not = await expect(client).not.toReceiveMessage({ n: 5 }).catch((error) => error);
            expect(not.message).toContain('.not.');
          });
          test('has none', () => {
            expect.hasAssertions();
          });
          test('has one', async () => {
            expect.hasAssertions();
            await expect(await connect(server)).toReceiveMessage({ n: 5 });
          });
          test('counts', async () => {
            expect.assertions(3);
            const client = await connect(server);
            await expect(client).toReceiveMessage({ n: 5 });
            expect(client).toBeOpen();
            expect(1).toBe(1);
          });
          test('ours', async () => { expect(5).not.toBeOpen(); });
        `,
      },
    });
    expect(tests).toEqual({
      theirs: 'passed',
      later: 'passed',
      'has none': 'failed',
      'has one': 'passed',
      counts: 'passed',
      ours: 'failed',
    });
    expect(failures.ours).toContain('expect() was given 5, which is not a client of jest-websocket.');
  });
});

describe('eslint-plugin-jest, with the rules that the docs give', () => {
  const docs = blocksOf(join(__dirname, '../../docs/matchers.md'));
  const block = docs.find(({ language, text }) => language === 'json' && text.includes('asyncMatchers'));
  const { rules } = JSON.parse(block?.text ?? '{}') as { rules: Record<string, never> };
  const ofJest = Object.fromEntries(Object.entries(rules).filter(([rule]) => rule.startsWith('jest/')));

  const found = async (code: string) => {
    const plugins = { jest: jestPlugin as never };
    const eslint = new ESLint({ overrideConfigFile: true, overrideConfig: [{ files: ['**/*.js'], plugins, rules: ofJest }] });
    const [result] = await eslint.lintText(code, { filePath: 'a.test.js' });
    return result?.messages.map(({ line, ruleId }) => `${line} ${ruleId}`);
  };

  test('valid-expect finds each waiting matcher that is not awaited, and no other', async () => {
    const others = [
      'toHaveReceivedMessage',
      'toHaveReceivedMessages',
      'toHaveSentMessage',
      'toHaveNoUnreadMessages',
      'toBeOpen',
      'toBeClosed',
      'toBeComplete',
      'toMatchTranscriptSnapshot', // waits with some options only
      'toMatchTranscriptInlineSnapshot',
    ];
    const waiting = matcherNames.filter((name) => !others.includes(name));
    const lines = waiting.map((matcher) => `  expect(client).${matcher}();\n  await expect(client).${matcher}();`);
    const rest = others.map((matcher) => `  expect(client).${matcher}();`);
    const code = `test('x', async () => {\n${[...lines, ...rest].join('\n')}\n});\n`;
    expect(await found(code)).toEqual(waiting.map((_, index) => `${2 + 2 * index} jest/valid-expect`));
  });

  test('expect-expect takes what waits for something for an assertion', async () => {
    const asserting = [
      'rob.receive(1)',
      'users.rob.request(1, 2)',
      'rob.sendUntil(1, 2)',
      'rob.ping()',
      "scenario('x').run()",
      'runTogether(a, b)',
    ];
    const tests = asserting.map((call, n) => `test('${n}', async () => { await ${call}; });`);
    expect(await found([...tests, "test('none', async () => { await connect(); });"].join('\n'))).toEqual([
      `${asserting.length + 1} jest/expect-expect`,
    ]);
  });

  test('no-standalone-expect allows an expectation in a hook', async () => {
    const hooks = ['beforeAll', 'beforeEach', 'afterEach', 'afterAll'];
    const lines = hooks.map((hook) => `${hook}(async () => { await expect(rob).toReceiveMessage(); });`);
    expect(await found([...lines, 'expect(rob).toBeOpen();'].join('\n'))).toEqual(['5 jest/no-standalone-expect']);
  });
});

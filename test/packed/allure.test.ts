import { runJest } from '../support/run-jest';
import { servers } from '../support/servers-source';

const source = `
const { connect } = require('jest-websocket');
const { readdirSync, readFileSync } = require('node:fs');
const server = require('./servers').serve((socket) => socket.send('hello'));
test('passes', async () => { await expect(await connect(server)).toReceiveMessage('hello'); });
test('fails', async () => { await expect(await connect(server, { name: 'rob' })).toReceiveMessage('bye', { timeout: 20 }); });
test('fails without a client', () => { expect(1).toBe(2); });
describe('a hook', () => {
  const greet = async () => { await expect(await connect(server, { name: 'ann' })).toReceiveMessage('bye', { timeout: 20 }); };
  describe('before', () => { beforeEach(greet); test('fails by beforeEach', () => {}); });
  describe('behind', () => { afterEach(greet); test('fails by afterEach', () => {}); });
});
`;

/** Says which attachments each result has, or its hooks, with their text. */
const reader = `
const { readdirSync, readFileSync } = require('node:fs');
const read = (end) =>
  readdirSync('allure-results').filter((file) => file.endsWith(end)).map((file) => JSON.parse(readFileSync('allure-results/' + file, 'utf8')));
module.exports = async () => {
  const containers = read('-container.json');
  const hooksOf = (uuid) => containers.filter(({ children }) => children.includes(uuid)).flatMap(({ befores, afters }) => [...befores, ...afters]);
  const attachedTo = ({ attachments, steps }) => [...attachments, ...steps.flatMap((step) => step.attachments)];
  process.stderr.write('RESULTS ' + JSON.stringify(Object.fromEntries(read('-result.json').map((result) => [
    result.name,
    [result, ...hooksOf(result.uuid)].flatMap(attachedTo).map((one) => [one.name, one.type, readFileSync('allure-results/' + one.source, 'utf8')]),
  ]))) + '\\n');
};
`;

test.each<[string, object, Record<string, string>]>([
  [
    'beneath our environment',
    { preset: 'jest-websocket', testEnvironment: './environment.js' },
    {
      'environment.js': "module.exports = require('jest-websocket/environment').withWebSockets(require('allure-jest/node'));",
    },
  ],
  ['with our setup file', { testEnvironment: 'allure-jest/node', setupFilesAfterEnv: ['jest-websocket/setup'] }, {}],
])('Allure gets the conversation of a failed test, %s', async (_, config, files) => {
  const { output, tests } = await runJest({
    config: { ...config, globalTeardown: './reader.js' },
    files: { ...servers, ...files, 'reader.js': reader, 'a.test.js': source },
  });
  expect(tests).toEqual({
    passes: 'passed',
    fails: 'failed',
    'fails without a client': 'failed',
    'a hook before fails by beforeEach': 'failed',
    'a hook behind fails by afterEach': 'failed',
  });
  const [, results = '{}'] = /RESULTS (.*)/.exec(output) ?? [];
  const conversationOf = (name: string) => [
    ['WebSocket conversation', 'text/plain', expect.stringMatching(`← #1 +hello[^]*▪ toReceiveMessage timed out for ${name}`)],
  ];
  expect(JSON.parse(results)).toEqual({
    passes: [],
    fails: conversationOf('rob'),
    'fails without a client': [],
    'fails by beforeEach': conversationOf('ann'),
    'fails by afterEach': conversationOf('ann'),
  });
});

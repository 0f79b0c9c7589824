import { runJest } from '../support/run-jest';
import { servers } from '../support/servers-source';

const source = `
const { connect } = require('jest-websocket');
const { readdirSync, readFileSync } = require('node:fs');
const server = require('./servers').serve((socket) => socket.send('hello'));
test('passes', async () => { await expect(await connect(server)).toReceiveMessage('hello'); });
test('fails', async () => { await expect(await connect(server, { name: 'rob' })).toReceiveMessage('bye', { timeout: 20 }); });
test('fails without a client', () => { expect(1).toBe(2); });
`;

/** Says which attachments each result has, with the text of the first. */
const reader = `
const { readdirSync, readFileSync } = require('node:fs');
module.exports = async () => {
  const all = readdirSync('allure-results').filter((file) => file.endsWith('-result.json'));
  const results = all.map((file) => JSON.parse(readFileSync('allure-results/' + file, 'utf8')));
  process.stderr.write('RESULTS ' + JSON.stringify(Object.fromEntries(results.map(({ name, attachments, steps }) => [
    name, [...attachments, ...steps.flatMap((step) => step.attachments)].map((one) => [one.name, one.type, readFileSync('allure-results/' + one.source, 'utf8')]),
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
  expect(tests).toEqual({ passes: 'passed', fails: 'failed', 'fails without a client': 'failed' });
  const [, results = '{}'] = /RESULTS (.*)/.exec(output) ?? [];
  expect(JSON.parse(results)).toEqual({
    passes: [],
    fails: [
      ['WebSocket conversation', 'text/plain', expect.stringMatching(/← #1 +hello[\s\S]*▪ toReceiveMessage timed out for rob/)],
    ],
    'fails without a client': [],
  });
});

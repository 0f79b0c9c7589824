import { majors, runJest } from '../support/run-jest';
import { servers } from '../support/servers-source';

/** Classes of a user's, each of which counts the tests that begin. */
const environments: Record<string, string> = {
  'by a method': `class Own extends TestEnvironment {
    async handleTestEvent(event, state) { this.note(event); await super.handleTestEvent(event, state); }
    note`,
  'by a field': `class Own extends TestEnvironment {
    handleTestEvent = async (event, state) => { this.note(event); await super.handleTestEvent(event, state); };
    note`,
  'by a method that calls no super': `class Own extends TestEnvironment {
    handleTestEvent(event) { this.note(event); }
    note`,
  'by a field that calls no super': `class Own extends TestEnvironment {
    handleTestEvent = async (event) => { this.note(event); };
    note`,
  'by a method, on a base with a field': `
  class Base extends NodeEnvironment { handleTestEvent = async () => {}; }
  class Own extends withWebSockets(Base) {
    async handleTestEvent(event, state) { this.note(event); await super.handleTestEvent(event, state); }
    note`,
  'beneath ours, by a method': `class Own extends NodeEnvironment {
    async handleTestEvent(event) { this.note(event); }
    note`,
  'beneath ours, by a field that calls what it found': `class Own extends NodeEnvironment {
    constructor(config, context) {
      super(config, context);
      const found = this.handleTestEvent?.bind(this);
      this.handleTestEvent = async (event, state) => { await found?.(event, state); this.note(event); };
    }
    note`,
  'beneath ours, by a field': `class Own extends NodeEnvironment {
    handleTestEvent = (event) => { this.note(event); };
    note`,
};

const source = `
const { connect } = require('jest-websocket');
const server = require('./servers').serve((socket) => socket.send('hello'));
let client;
test('talks', async () => { client = await connect(server); await expect(client).toReceiveMessage('hello'); expect(seen).toBe(1); });
test('is served once', () => { expect(client).toBeClosed(); expect(seen).toBe(2); });
test('forgets', async () => { expect(await connect(server)).toReceiveMessage('hello'); });
`;

describe.each(majors)('Jest %i: an environment that handles events', (jest) => {
  test.each(Object.entries(environments))('%s', async (name, body) => {
    const environment = `
      const { TestEnvironment: NodeEnvironment } = require('jest-environment-node');
      const { TestEnvironment, withWebSockets } = require('jest-websocket/environment');
      ${body}({ name }) { if (name === 'test_start') this.global.seen = (this.global.seen ?? 0) + 1; }
      }
      module.exports = ${name.startsWith('beneath') ? 'withWebSockets(Own)' : 'Own'};
    `;
    const { tests, failures } = await runJest({
      jest,
      config: { preset: 'jest-websocket', testEnvironment: './environment.js' },
      files: { ...servers, 'environment.js': environment, 'a.test.js': source },
    });
    expect(tests).toEqual({ talks: 'passed', 'is served once': 'passed', forgets: 'failed' });
    expect(failures.forgets?.match(/was not awaited/g)).toHaveLength(1);
  });
});

describe.each(majors)('Jest %i: another runner than jest-circus', (jest) => {
  const runner = `module.exports = async (globalConfig, config, environment, runtime) => {
    runtime.setGlobalsForRuntime({ beforeAll() {}, afterAll() {}, beforeEach() {}, expect: Object.assign(() => ({}), { extend() {} }) });
    for (const file of config.setupFilesAfterEnv) runtime.requireModule(file);
    throw new Error(['ran', 'the', 'tests'].join(' ')); // in words that no code frame shows
  };`;

  test.each([
    { preset: 'jest-websocket' },
    { testEnvironment: 'jest-websocket/environment' },
    { setupFilesAfterEnv: ['jest-websocket/setup'] },
  ])('is refused in a sentence before a test runs: %j', async (config) => {
    const { output, exitCode } = await runJest({
      jest,
      config: { ...config, testRunner: './jest-jasmine2.js' },
      files: { 'jest-jasmine2.js': runner, 'a.test.js': 'test("x", () => {});' },
    });
    expect(output).toContain('jest-websocket needs jest-circus 29 or 30. Remove testRunner from the Jest config.');
    expect(output).not.toContain('ran the tests');
    expect(exitCode).toBe(1);
  });
});

describe.each(majors)('Jest %i: an environment with a server of its own', (jest) => {
  test('closes it itself, in its teardown', async () => {
    const { tests, output, exitCode } = await runJest({
      jest,
      config: { preset: 'jest-websocket', testEnvironment: '<rootDir>/own.js' },
      files: {
        ...servers,
        'own.js': `
          const { TestEnvironment } = require('jest-websocket/environment');
          const { serve } = require('./servers');
          module.exports = class extends TestEnvironment {
            async setup() {
              await super.setup();
              this.global.own = serve();
              await new Promise((resolve) => this.global.own.listen(0, '127.0.0.1', resolve));
            }
            async teardown() {
              await new Promise((resolve, reject) => this.global.own.close((error) => (error ? reject(error) : resolve())));
              await super.teardown();
            }
          };
        `,
        'a.test.js': "test('talks', async () => { await require('jest-websocket').connect(own); });",
      },
    });
    expect(output).not.toContain('failed to run');
    expect(tests).toEqual({ talks: 'passed' });
    expect(exitCode).toBe(0);
  });
});

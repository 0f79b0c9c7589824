import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { transpileModule } from 'typescript';
import { majors, type Run, runJest } from '../support/run-jest';

const source = readFileSync(join(__dirname, '../../environment/jest-internals.ts'), 'utf8');

/** Each of our private contracts with Jest is a test in a project without us: it fails when Jest moves what it is about. */
const contracts = `
const internals = require('./internals');
const state = () => internals.stateOf(globalThis);

test('the state of a run is under a symbol of the global object', () => {
  expect(state().currentlyRunningTest.name).toContain('the state of a run');
  expect(state().rootDescribeBlock.type).toBe('describeBlock');
  expect(state().testTimeout).toBe(5000);
});

test('expect keeps its matchers in a registry that can be replaced', () => {
  const registry = internals.matcherRegistryOf(globalThis);
  const { matchers } = registry;
  expect(Object.keys(matchers)).toEqual(expect.arrayContaining(['toBe', 'toEqual', 'toMatchSnapshot', 'toMatchInlineSnapshot']));
  registry.matchers = { toBeMine: () => ({ pass: true, message: () => '' }) };
  const made = expect(1);
  registry.matchers = matchers;
  expect([typeof made.toBeMine, typeof made.toBe]).toEqual(['function', 'undefined']);
});

test('expect counts assertions in its state', () => {
  const { assertionCalls } = expect.getState();
  expect(1).toBe(1);
  expect(expect.getState().assertionCalls).toBe(assertionCalls + 1);
});

beforeEach(() => {});
test('a hook is made as ours are', () => {
  const { rootDescribeBlock } = state();
  const made = rootDescribeBlock.hooks.findLast(({ type }) => type === 'beforeEach');
  const ours = internals.hookOf('beforeEach', rootDescribeBlock, () => undefined);
  expect(Object.keys(made).filter((key) => !(key in ours))).toEqual([]);
  expect(made.parent).toBe(rootDescribeBlock);
  expect(made.asyncError.stack).toContain('a.test.js');
});

test('the events of a run come to an environment', () => {
  const expected = ['setup', 'add_hook', 'add_test', 'run_start', 'run_describe_start', 'test_start', 'hook_start', 'hook_success', 'test_fn_start', 'test_fn_success', 'test_done'];
  expect(expected.filter((name) => !events.includes(name))).toEqual([]);
  expect(events.indexOf('setup')).toBeLessThan(events.indexOf('run_start'));
});

test('functions that are replaced at run_start are called', function () { expect(this.replaced ?? replaced).toBe(true); });

test('the errors of a test are where they are looked for', () => {
  const { currentlyRunningTest: test } = state();
  expect(internals.hasFailed(test)).toBe(false);
  expect(internals.hasFailed({ ...test, errors: [new Error()] })).toBe(true);
});
`;

/** Of Jest 30 alone. */
const contracts30 = `
const internals = require('./internals');
let told = [];
const added = internals.addEventHandler(globalThis, (event) => {
  told.push(event.name);
  if (event.name === 'test_done' && event.test.name.startsWith('a handler')) event.test.errors.push(new Error('by a handler'));
});
test('handlers of events can be added from a setup file', () => {
  expect(added).toBe(true);
  expect(told).toEqual(expect.arrayContaining(['add_test', 'run_start', 'test_start', 'test_fn_start']));
});
test('a handler that is added stands before the reports', () => {});
test('unhandled rejections are kept apart', () => {
  const { currentlyRunningTest: test } = internals.stateOf(globalThis);
  expect(test.unhandledRejectionErrorByPromise).toBeInstanceOf(Map);
  expect(internals.hasFailed({ ...test, unhandledRejectionErrorByPromise: new Map([[1, 2]]) })).toBe(true);
});
`;

const environment = `
const { TestEnvironment } = require('jest-environment-node');
module.exports = class extends TestEnvironment {
  handleTestEvent(event, state) {
    (this.global.events ??= []).push(event.name);
    if (event.name !== 'run_start') return;
    for (const test of state.rootDescribeBlock.children) {
      const { fn } = test;
      test.fn = (...args) => { this.global.replaced = true; return fn(...args); };
    }
  }
};
`;

const namesOf = (text: string): string[] => [...text.matchAll(/^test\('(.+?)'/gm)].map(([, name = '']) => name);

describe.each(majors)('Jest %i keeps to it that', (jest) => {
  const all = jest === 30 ? { 'a.test.js': contracts, 'b.test.js': contracts30 } : { 'a.test.js': contracts };
  let run: Run;

  beforeAll(async () => {
    run = await runJest({
      jest,
      config: { testEnvironment: './environment.js' },
      files: {
        ...all,
        'environment.js': environment,
        'internals.js': transpileModule(source, { compilerOptions: { module: 1, target: 9 } }).outputText,
      },
    });
  });

  test.each(Object.values(all).flatMap(namesOf))('%s', (name) => {
    const [first = ''] = (run.failures[name] ?? '').split('\n    at ');
    if (name.startsWith('a handler')) expect(first).toContain('by a handler');
    else expect(first).toBe('');
    expect(run.tests[name]).toBe(name.startsWith('a handler') ? 'failed' : 'passed');
  });
});

test('and Jest 29 keeps its handlers of events out of reach, so that we make the events of hooks', async () => {
  const { tests } = await runJest({
    jest: 29,
    config: {},
    files: {
      'a.test.js': "test('x', () => { expect(require('./internals').addEventHandler(globalThis, () => {})).toBe(false); });",
      'internals.js': transpileModule(source, { compilerOptions: { module: 1, target: 9 } }).outputText,
    },
  });
  expect(tests).toEqual({ x: 'passed' });
});

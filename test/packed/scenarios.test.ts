import { majors, runJest } from '../support/run-jest';
import { servers } from '../support/servers-source';

const source = `const { scenario, runTogether } = require('jest-websocket');
const server = require('./servers').serve((socket) => socket.send('hello'));
const shared = scenario('shared').connect(server).expect('hello');
const base = scenario('of the file, never run').expect('x');

test('runs what is shared', () => shared.run());
test('runs it again', () => expect(shared).toComplete());
test('extends it', async () => {
  const [first, second] = [shared.close(), shared];
  await runTogether(first, second);
});

test('never runs one', async () => {
  scenario('rob').connect(server);
});

test('never runs what it extends', async () => {
  await shared.run();
  shared.close();
});

test('runs one and does not wait', async () => {
  shared.run();
});

test('runs one that has not finished', async () => {
  void shared.expect('never').run().then(() => {}, () => {});
});

test('has a never-run one, and a failure that says more', async () => {
  scenario('rob');
  expect(1).toBe(2);
});

describe('with hooks', () => {
  let built;
  beforeEach(() => { built = shared.send('x'); });
  afterEach(() => {});
  test('runs what a hook has built', () => built.run());
  test('does not', () => {});
  test('leaves one running', async () => {
    void built.expect('never').run().then(() => {}, () => {});
  });
});

test('hangs: its own sentence comes before that of Jest', async () => {
  await shared.expect('never').run();
}, 2000);

test('hears of a rule that is broken', async () => {
  const { connect } = require('jest-websocket');
  const ann = await connect(server);
  ann.never('hello');
  await shared.expect('never').run();
});
`;

describe.each(majors)('Jest %i', (jest) => {
  test.each([[[]], [['-i', '--randomize']]])(
    'a scenario that was built but never run, or run and never finished, fails its test: %p',
    async (args) => {
      const { tests, failures } = await runJest({ jest, args, files: { ...servers, 'a.test.js': source } });
      expect(tests).toEqual({
        'runs what is shared': 'passed',
        'runs it again': 'passed',
        'extends it': 'passed',
        'never runs one': 'failed',
        'never runs what it extends': 'failed',
        'runs one and does not wait': 'failed',
        'runs one that has not finished': 'failed',
        'has a never-run one, and a failure that says more': 'failed',
        'with hooks runs what a hook has built': 'passed',
        'with hooks does not': 'failed',
        'with hooks leaves one running': 'failed',
        'hangs: its own sentence comes before that of Jest': 'failed',
        'hears of a rule that is broken': 'failed',
      });
      expect(failures['never runs one']).toContain("The scenario 'rob' was built but never run. Write await rob.run()");
      expect(failures['never runs one']).toContain('a.test.js:14');
      expect(failures['never runs what it extends']).toContain("The scenario 'shared' was built but never run.");
      expect(failures['runs one and does not wait']).toContain('shared.run was not awaited');
      expect(failures['runs one that has not finished']).toContain(
        'shared.run() was called but never finished: the test ended before shared had.',
      );
      expect(failures['has a never-run one, and a failure that says more']).not.toContain('never run.');
      expect(failures['with hooks does not']).toContain('was built but never run.');
      expect(failures['with hooks leaves one running']).toContain('was called but never finished');
      const hung = failures['hangs: its own sentence comes before that of Jest'];
      expect(hung).toMatch(/shared did not complete within [\d,]+ ms \(just before the test's own timeout\)\./);
      expect(hung).toContain('· receives "never": open');
      expect(failures['hears of a rule that is broken']).toContain('which never() forbids (a.test.js:');
    },
  );

  test('without our environment too, and without yaml', async () => {
    const alone = `const { scenario, loadScenarios } = require('jest-websocket');
const server = require('./servers').serve((socket) => socket.send('hello'));
jest.mock('yaml', () => { throw new Error('not there'); }, { virtual: true });
test('runs', () => scenario('rob').connect(server).expect('hello').run());
test('forgets', () => { scenario('rob'); });
test('loads data', () => loadScenarios({ rob: { steps: [{ expect: 'hello' }] } }, server).rob.run());
`;
    const config = { testEnvironment: 'node', setupFilesAfterEnv: ['jest-websocket/setup'] };
    const { tests } = await runJest({ jest, config, files: { ...servers, 'a.test.js': alone } });
    expect(tests).toEqual({ runs: 'passed', forgets: 'failed', 'loads data': 'passed' });
  });
});

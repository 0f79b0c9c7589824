import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeWith, runs } from '../support/programs';
import { majors, runJest } from '../support/run-jest';

const example = join(__dirname, '../../examples/chat');
const files = Object.fromEntries(
  readdirSync(example, { recursive: true, encoding: 'utf8' })
    .filter((path) => /^(src|test)\/.*\.ts$|^tsconfig\.json$/.test(path))
    .map((path) => [path, readFileSync(join(example, path), 'utf8')]),
);
const configFile = readFileSync(join(example, 'jest.config.js'), 'utf8');

const snapshot = 'the conversation of two users, as one snapshot';
const scenarios = 'the conversation of two users, as scenarios';

const three = {
  'Rob connects and is announced': 'passed',
  'Rob says hello when he is announced, and hears it back': 'passed',
  'user_1 greets user_2, who answers, and user_1 leaves': 'passed',
};

test.each(majors)('the chat example passes its tests on Jest %i, with the packed package', async (jest) => {
  const { tests, exitCode } = await runJest({ jest, configFile, files });
  expect(tests).toEqual({ ...three, [snapshot]: 'passed', [scenarios]: 'passed' });
  expect(exitCode).toBe(0);
});

test('what its tests have not seen of its contract is what docs/contract.md shows', async () => {
  const page = readFileSync(join(__dirname, '../../docs/contract.md'), 'utf8');
  const [, shown = 'no such block'] = /```\n(Contract asyncapi\.yaml\n[\s\S]*?)```/.exec(page) ?? [];
  const more = ['contract.config.js', 'asyncapi.yaml'].map((path) => [path, readFileSync(join(example, path), 'utf8')]);
  const { output, exitCode } = await runJest({
    configFile,
    files: { ...files, ...Object.fromEntries(more) },
    args: ['--config', 'contract.config.js'],
  });
  expect(output).toContain(shown);
  expect(exitCode).toBe(0);
});

const python = '/usr/bin/python3';

describeWith(
  'Python 3 with websockets',
  () => runs(python, '-c', 'import websockets'),
  'a chat server written in Python',
  () => {
    let server: ReturnType<typeof spawn>;
    let port: string;

    beforeAll(async () => {
      server = spawn(python, [join(__dirname, '../support/python/chat.py')], { stdio: ['ignore', 'pipe', 'inherit'] });
      port = await new Promise((resolve) => server.stdout?.once('data', (data) => resolve(String(data).trim())));
    });

    afterAll(() => server.kill());

    test.each(majors)('passes the same tests on Jest %i', async (jest) => {
      const names = ['test/chat.test.ts', 'test/chat-scenarios.test.ts'];
      const moved = names.map((name) => [name, files[name]?.replace('= chatServer()', '= undefined') ?? '']);
      const elsewhere = { ...files, ...Object.fromEntries(moved) };
      const env = { JEST_WEBSOCKET_URL: `ws://127.0.0.1:${port}` };
      const { tests, exitCode } = await runJest({
        jest,
        configFile,
        files: elsewhere,
        env,
        args: ['chat.test.ts', 'chat-scenarios.test.ts'],
      });
      expect(tests).toEqual({ ...three, [scenarios]: 'passed' });
      expect(exitCode).toBe(0);
    });
  },
);

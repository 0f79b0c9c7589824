import { type ContractCommand, contractCommandOf } from '../../../commands/contract-command-line';
import { runCommand } from '../../../commands/run-command';
import { packagesProblem } from '../../../src/runtime/needed-packages';
import { UsageError } from '../../../src/text/usage-error';

const learn = (more: Partial<ContractCommand & { kind: 'learn' }>): ContractCommand => ({
  kind: 'learn',
  output: 'asyncapi.yaml',
  force: false,
  addresses: [],
  jest: [],
  ...more,
});
const check = { kind: 'check', old: 'a.yaml', now: 'b.yaml', describes: 'server', json: false } as const;

describe('what is written behind jest-websocket contract', () => {
  test.each<[string, ContractCommand]>([
    ['--help', { kind: 'help' }],
    ['--check -h', { kind: 'help' }],
    ['--learn --help', { kind: 'help' }],
    ['--check a.yaml b.yaml', check],
    ['a.yaml --check b.yaml --json', { ...check, json: true }],
    ['--check a.yaml b.yaml --describes client', { ...check, describes: 'client' }],
    ['--learn', learn({})],
    ['--learn --output api/chat.yml --force', learn({ output: 'api/chat.yml', force: true })],
    ['--output=api.json --learn', learn({ output: 'api.json' })],
    ['--learn chat -t greets --runInBand', learn({ jest: ['chat', '-t', 'greets', '--runInBand'] })],
    ['--learn --address /rooms/{room} --address=/u/{id}/in', learn({ addresses: ['/rooms/{room}', '/u/{id}/in'] })],
    ['--learn --watch=false', learn({ jest: ['--watch=false'] })],
    ['--learn --selectProjects live -- --force', learn({ jest: ['--selectProjects', 'live', '--', '--force'] })],
  ])('%s', (line, command) => {
    expect(contractCommandOf(line.split(' ').filter(Boolean))).toEqual(command);
  });

  test.each([
    ['', 'contract needs --check, with two documents, or --learn, with the arguments of Jest.'],
    ['asyncapi.yaml', 'contract needs --check, with two documents, or --learn, with the arguments of Jest.'],
    ['--chekc a.yaml b.yaml', "contract knows no '--chekc'. Did you mean --check?"],
    ['learn test/chat', "contract knows no 'learn'. Did you mean --learn?"],
    ['--check --learn', 'contract takes either --check or --learn, not both.'],
    ['--check a.yaml', 'contract --check takes two documents: the old one and the new one.'],
    ['--check a b c', 'contract --check takes two documents: the old one and the new one.'],
    ['--check a b --jsn', "contract --check has no option '--jsn'. Did you mean --json?"],
    ['--check a b --describes me', "--describes takes server or client, not 'me'."],
    ['--learn --output', '--output needs the path of a document.'],
    ['--learn --output chat', "--output needs the path of a document that ends in .yaml, .yml or .json, not 'chat'."],
    ['--learn --address', "--address needs an address with a parameter: --address '/rooms/{room}'."],
    ['--learn --address rooms/{room}', "--address needs an address with a parameter: --address '/rooms/{room}'."],
    ['--learn --watch', 'contract --learn runs the tests once: leave out --watch.'],
    ['--learn --watchAll', 'contract --learn runs the tests once: leave out --watchAll.'],
  ])('%s is a mistake', (line, sentence) => {
    expect(() => contractCommandOf(line.split(' ').filter(Boolean))).toThrow(new UsageError(sentence));
  });
});

describe('the command', () => {
  async function run(...args: string[]) {
    const printed = { out: '', error: '' };
    const code = await runCommand(args, {
      out: (text) => {
        printed.out += text;
      },
      error: (text) => {
        printed.error += text;
      },
      open: async () => true,
    });
    return { code, ...printed };
  }

  test('says what there is', async () => {
    const { code, out } = await run();
    expect(code).toBe(0);
    expect(await run('contract')).toMatchObject({ code: 2, error: expect.stringContaining('contract --help') });
    expect(out).toMatch(/^Usage: jest-websocket report[\s\S]*jest-websocket contract --check/);
    expect(await run('report', '--x')).toMatchObject({
      code: 2,
      error: expect.stringMatching(/^There is no option '--x'\..*\nnpx jest-websocket report --help lists what there is\.$/),
    });
    expect(await run('contract', '-h')).toMatchObject({ code: 0, out: expect.stringMatching(/^Usage: jest-websocket contract/) });
  });

  test('that does not exist is told, with the nearest', async () => {
    expect(await run('contrakt')).toMatchObject({
      code: 2,
      error: "There is no command 'contrakt', but there is 'contract'.\nnpx jest-websocket --help lists what there is.",
    });
    expect(await run('qqqqqqqqqqqqqq')).toMatchObject({
      code: 2,
      error: expect.stringContaining("there are 'report' and 'contract'"),
    });
  });

  test('gives one sentence for a document that is none', async () => {
    expect(await run('contract', '--check', 'package.json', 'no-such.yaml')).toEqual({
      code: 2,
      out: '',
      error: "package.json:1: is not a document of AsyncAPI: it has no field 'asyncapi' with the version.",
    });
  });
});

test('packages that are missing are named, with the line that installs them', () => {
  expect(packagesProblem('contract --learn', ['yaml'])).toBeUndefined();
  expect(packagesProblem('contract --check', ['yaml', 'no-such-dependency', 'nor-this-one'])).toBe(
    'contract --check needs the packages no-such-dependency and nor-this-one. Install: npm install --save-dev no-such-dependency nor-this-one',
  );
});

import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { type Block, blocksOf, rewrite } from '../support/doc-blocks';
import { isMissing, testWith } from '../support/programs';
import { type Run, runJest } from '../support/run-jest';

const root = join(__dirname, '../..');
const docs = readdirSync(join(root, 'docs')).filter((name) => name.endsWith('.md'));
const pages = [join(root, 'README.md'), ...docs.map((name) => join(root, 'docs', name))];

const support = join(root, 'test/support');
const recipeServers = readdirSync(join(support, 'recipes')).filter((name) => name.endsWith('-server.ts'));
/** What the pages may import, by its name there: the chat of the examples, and servers of the tests. */
const shared = {
  'server.ts': join(root, 'examples/chat/src/server.ts'),
  ...Object.fromEntries(
    ['mosquitto.ts', 'running.ts', 'temporary-folder.ts', 'free-port.ts'].map((name) => [name, join(support, name)]),
  ),
  ...Object.fromEntries(recipeServers.map((name) => [name, join(support, 'recipes', name)])),
};
const server = Object.fromEntries(Object.entries(shared).map(([name, path]) => [name, readFileSync(path, 'utf8')]));

const tsconfig = {
  'tsconfig.json': JSON.stringify({
    compilerOptions: {
      target: 'es2022',
      lib: ['es2023', 'esnext.disposable'],
      module: 'node16',
      strict: true,
      esModuleInterop: true,
      isolatedModules: true,
      experimentalDecorators: true,
      emitDecoratorMetadata: true,
      types: ['node', 'jest'],
    },
  }),
};

const isCode = ({ language }: Block) => ['js', 'ts'].includes(language);
const isFile = ({ info }: Block) => /^file=(?!environment\.js).*\.(js|ts|yaml)$/.test(info);
const isTest = (block: Block) => isCode(block) && /\btest(\.\w+)*\(/.test(block.text);
const isEnvironment = ({ info }: Block) => info === 'file=environment.js';
const isConfig = (block: Block) => isCode(block) && /^module\.exports = /m.test(block.text);
const fileOf = (block: Block) => `line-${block.line}.test.${block.language}`;
/** Of a block that needs a program which the machine does not have. */
const needed = ({ info }: Block) => /\bneeds=(\S+)/.exec(info)?.[1];
const isLeftOut = (block: Block) => isMissing(needed(block));
const where = ({ page, line }: Block) => `${relative(root, page)}:${line}`;

/** What Jest prints of the failures of one file, without what differs from run to run. */
function printed({ output }: Run, file: string): string {
  const [, rest = ''] = output.split(new RegExp(`^FAIL .*${file.replaceAll('.', '\\.')}.*\n`, 'm'));
  const [part = ''] = rest.split(/^(?:FAIL|PASS) |^Test Suites:|^Summary of all failing tests/m);
  return part
    .replace(/^\s*console\.\w+[\s\S]*?(?=^ {2}●)/m, '')
    .replace(/127\.0\.0\.1:\d+/g, '127.0.0.1:8080')
    .replace(/^( *at .*\()[^()]*?([\w.-]+:\d+:\d+\))$/gm, '$1$2')
    .replace(/\bline-\d+\.test/g, 'chat.test')
    .split('\n')
    .map((line) => line.replace(/^ {2}/, '').trimEnd())
    .join('\n')
    .trim();
}

/** A mark in a conversation that is broken into lines: where, depends on how many digits its time has. */
const WRAPPED = /^ +\d+ {2}[▸▪].*(?:\n {9,10}\S.*)+/gm;

/** What differs from run to run: times, and which of two sockets was heard first. */
function comparable(text: string): string {
  const rows: string[] = [];
  const rest = text
    .trim()
    .replace(WRAPPED, (row) => row.replace(/\n +/g, ' '))
    .replace(/\d+ ms/g, '# ms')
    .split('\n')
    .filter((line) => {
      const [, row] = /^ +\d+( {2}(?:\S| ).*)$/.exec(line) ?? [];
      if (row !== undefined && !line.includes('|')) rows.push(row);
      return row === undefined || line.includes('|');
    });
  return [...rest, ...rows.sort()].join('\n');
}

describe.each(pages.map((page): [string, string] => [relative(root, page), page]))('%s', (_, page) => {
  const blocks = blocksOf(page);
  const tests = blocks.filter(isTest);
  const configs = blocks.filter(isConfig);
  const named = Object.fromEntries(blocks.filter(isFile).map((block) => [block.info.replace('file=', ''), block.text]));
  const changes = new Map<Block, string>();
  let run: Run;

  afterAll(() => {
    if (changes.size > 0) rewrite(page, changes);
  });

  beforeAll(async () => {
    const files = Object.fromEntries(tests.filter((block) => !isLeftOut(block)).map((block) => [fileOf(block), block.text]));
    run = await runJest({
      config: { preset: 'jest-websocket/ts-jest', testTimeout: 60_000 }, // some start a program
      files: { ...server, ...tsconfig, ...named, ...files },
      args: ['-i'],
    });
  });

  for (const block of tests) {
    const fails = block.info.includes('fails');
    testWith(needed(block), `${where(block)} ${fails ? 'fails as it says' : 'passes'}`, () => {
      const statuses = Object.values(run.files[fileOf(block)] ?? {});
      if (!fails) {
        expect([printed(run, fileOf(block)), statuses.length > 0]).toEqual(['', true]);
        expect(statuses.every((status) => status === 'passed')).toBe(true);
        return;
      }
      expect(statuses).toContain('failed');
      const shown = blocks[blocks.indexOf(block) + 1];
      if (shown?.language !== 'text') throw new Error('Behind a block that fails stands what it prints, as text.');
      const now = printed(run, fileOf(block));
      if (!process.env.UPDATE_DOCS) expect(comparable(shown.text)).toBe(comparable(now));
      else if (comparable(shown.text) !== comparable(now)) changes.set(shown, now);
    });
  }

  for (const block of configs) {
    test(`${where(block)} is a Jest config that works`, async () => {
      const configFile = isEnvironment(block) ? "module.exports = { testEnvironment: './environment.js' };" : block.text;
      const uses =
        "const { connect } = require('jest-websocket'); test('x', () => expect(connect('ws://127.0.0.1:1')).rejects.toThrow());";
      const files = { ...server, ...tsconfig, ...named, 'environment.js': block.text, 'a.test.js': uses };
      // as a shard: one test sees less of a contract than the threshold of a whole suite asks for
      const { exitCode, output } = await runJest({ configFile, files, args: ['--shard=1/1'] });
      expect(output).toContain('1 passed');
      expect(exitCode).toBe(0);
    });
  }

  test('every block of code is run', () => {
    const known = [...tests, ...configs, ...blocks.filter(isFile)];
    const others = blocks.filter((block) => isCode(block) && !known.includes(block));
    expect(others.map(where)).toEqual([]);
  });
});

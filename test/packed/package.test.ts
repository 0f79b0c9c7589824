import { execFile } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { describeWith } from '../support/programs';
import { runJest } from '../support/run-jest';
import { temporaryFolder } from '../support/temporary-folder';

const root = join(__dirname, '../..');
const lab = join(root, '.lab');
const [name = ''] = readdirSync(lab).filter((file) => file.endsWith('.tgz'));
const tarball = join(lab, name);

const run = promisify(execFile);
const bin = (command: string) => join(root, 'node_modules/.bin', command);

test('publint finds nothing', async () => {
  const { stdout } = await run(bin('publint'), ['run', tarball, '--strict'], { cwd: root });
  expect(stdout).toContain('All good!');
});

test('are-the-types-wrong finds nothing, for every kind of resolution', async () => {
  const options = ['--exclude-entrypoints', 'jest-preset', 'ts-jest/jest-preset', '--ignore-rules', 'cjs-only-exports-default'];
  const { stdout } = await run(bin('attw'), [tarball, ...options, '--format', 'ascii'], { cwd: root });
  expect(stdout).toContain('No problems found');
});

test('it holds what it needs, and no sources, tests or machine paths', async () => {
  const { stdout } = await run('tar', ['-tzf', tarball]);
  const files = stdout
    .trim()
    .split('\n')
    .map((path) => path.replace('package/', ''));
  const rest = files
    .filter(
      (path) =>
        !/^(build\/.*\.(js|d\.ts)|build\/reporter\/page\/app\.css|docs\/(.*\.md|report\.schema\.json|images\/.*\.png)|examples\/.*)$/.test(
          path,
        ),
    )
    .sort();
  expect(rest).toEqual(['CHANGELOG.md', 'LICENSE', 'README.md', 'jest-preset.js', 'package.json', 'ts-jest-preset.js']);
});

test('every link of the README and the docs leads to a file of the package, or a part of a page', async () => {
  const packed = new Set((await run('tar', ['-tzf', tarball])).stdout.trim().split('\n'));
  const broken = [...packed].filter((path) => path.endsWith('.md')).flatMap((page) => brokenLinks(page, packed));
  expect(broken).toEqual([]);
});

/** The links of a packed page that lead nowhere. */
function brokenLinks(page: string, packed: ReadonlySet<string>): string[] {
  const links = [...contentOf(page).matchAll(/\]\((?!https?:)([^)#\s]*)(?:#([^)\s]+))?\)/g)];
  return links.flatMap(([, path = '', part]) => {
    const target = path === '' ? page : join(dirname(page), path);
    const isThere = packed.has(target) || [...packed].some((one) => one.startsWith(`${target}/`));
    const isWhole = isThere && (part === undefined || anchorsOf(contentOf(target)).includes(part));
    return isWhole ? [] : [`${page}: ${path}${part === undefined ? '' : `#${part}`}`];
  });
}

const contentOf = (packedPath: string): string => readFileSync(join(root, packedPath.replace('package/', '')), 'utf8');

/** The names under which the headings of a page are reached. */
const anchorsOf = (text: string): string[] =>
  [...text.matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\d -]/gu, '')
      .replaceAll(' ', '-'),
  );

test('a test file that opens no client does not pay for ws', async () => {
  const environment = join(lab, 'node_modules/jest-websocket/build/entries/environment.js');
  const script = `require(${JSON.stringify(environment)}); console.log(Object.keys(require.cache).join('\\n'))`;
  const { stdout } = await run(process.execPath, ['-e', script], { cwd: root });
  expect(stdout).toContain(environment);
  expect(stdout.split('\n').filter((file) => /node_modules.ws./.test(file))).toEqual([]);
});

test('tests that pass do not pay for the words of failures', async () => {
  const { tests, kept } = await runJest({
    files: {
      'environment.js': `
        const { writeFileSync } = require('node:fs');
        const { basename } = require('node:path');
        const { TestEnvironment } = require('jest-websocket/environment');
        module.exports = class extends TestEnvironment {
          async teardown() {
            await super.teardown();
            const chunks = Object.keys(require.cache).filter((file) => file.includes('chunks'));
            writeFileSync('chunks', chunks.map((file) => basename(file)).sort().join(' '));
          }
        };`,
      'a.test.js': `
        const { connect } = require('jest-websocket');
        const { WebSocketServer } = require('ws');
        const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
        server.on('connection', (socket) => socket.on('message', (data) => socket.send(String(data))));
        afterAll(() => server.close());
        test('passes', async () => {
          const client = await connect(server);
          client.send({ n: 1 });
          await expect(client).toReceiveMessage({ n: 1 });
          await expect(client).not.toReceiveMessage({ n: 2 }, { timeout: 10 });
          expect(client).toHaveReceivedMessage({ n: 1 });
          await client.close();
          await expect(client).toClose();
        });`,
    },
    config: { preset: 'jest-websocket', testEnvironment: './environment.js' },
    keep: ['chunks'],
  });
  expect(tests).toEqual({ passes: 'passed' });
  expect(kept.chunks).toBe('client-opening.js core.js');
});

test('what it imports is declared', () => {
  const { dependencies, peerDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const declared = { ...dependencies, ...peerDependencies };
  const modules = readdirSync(join(root, 'build'), { recursive: true, encoding: 'utf8' }).filter((path) =>
    /\.(js|d\.ts)$/.test(path),
  );
  const imported = modules.flatMap((path) => {
    const text = readFileSync(join(root, 'build', path), 'utf8');
    return [...text.matchAll(/(?:require\(|from |import\()["']([^."'][^"']*)["']/g)].map(([, specifier = '']) => specifier);
  });
  const packages = new Set(imported.filter((one) => !one.startsWith('node:')).map((one) => one.match(/^(@[^/]+\/)?[^/]+/)?.[0]));
  packages.delete('@jest/globals'); // Jest answers this one itself
  packages.delete('jest-websocket'); // itself: its own reporter, by the path that Jest has
  expect([...packages].filter((one) => !((one as string) in declared))).toEqual([]);
});

test('its public types ask for no types that a user may not have', () => {
  const seen = new Set<string>();
  const visit = (path: string): string[] => {
    if (seen.has(path)) return [];
    seen.add(path);
    const specifiers = [...readFileSync(path, 'utf8').matchAll(/(?:from|import)\s*\(?["']([^"']+)["']/g)].map(
      ([, specifier = '']) => specifier,
    );
    const [near, far] = [specifiers.filter((one) => one.startsWith('.')), specifiers.filter((one) => !one.startsWith('.'))];
    return [...far, ...near.flatMap((one) => visit(join(dirname(path), `${one}.d.ts`)))];
  };
  expect([...new Set(visit(join(root, 'build/entries/index.d.ts')))].filter((one) => !one.startsWith('node:'))).toEqual([]);
});

describeWith(
  'registry that pnpm may ask',
  () => process.env.JEST_WEBSOCKET_ALL === '1',
  'pnpm, with its strict layout',
  () => {
    test('installs it, and a test passes', async () => {
      const directory = temporaryFolder('pnpm');
      const write = (path: string, text: string) => writeFileSync(join(directory, path), text);
      write(
        'package.json',
        JSON.stringify({
          private: true,
          devDependencies: {
            jest: '^30.0.0',
            'jest-websocket': `file:${tarball}`,
            typescript: '6.0.3',
            '@types/jest': '^30.0.0',
            '@types/node': '^20.0.0',
          },
        }),
      );
      write('jest.config.js', "module.exports = { preset: 'jest-websocket' };");
      write(
        'a.test.js',
        `
      const { createServer } = require('node:http');
      const { connect } = require('jest-websocket');
      test('says where nothing listens', async () => {
        await expect(connect('ws://127.0.0.1:1')).rejects.toThrow('Nothing is listening');
      });
    `,
      );
      write(
        'b.ts',
        "import { connect } from 'jest-websocket'; connect('ws://x').then((client) => expect(client).toReceiveMessage({ a: 1 }));",
      );
      write(
        'tsconfig.json',
        JSON.stringify({
          compilerOptions: { module: 'node16', strict: true, noEmit: true, types: ['jest', 'node'], skipLibCheck: false },
          include: ['b.ts'],
        }),
      );
      await run(bin('pnpm'), ['install', '--ignore-scripts', '--config.strict-peer-dependencies=false'], { cwd: directory });
      const { stderr } = await run(process.execPath, [join(directory, 'node_modules/jest/bin/jest.js')], { cwd: directory });
      expect(stderr).toContain('Tests:       1 passed, 1 total');
      const { stdout } = await run(process.execPath, [join(directory, 'node_modules/typescript/bin/tsc'), '-p', directory], {
        cwd: directory,
      });
      expect(stdout).toBe('');
    });
  },
);

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runJest } from '../support/run-jest';

const examples = join(__dirname, '../../examples');

/** The files of an example that a newcomer copies. */
function filesOf(example: string): Record<string, string> {
  const directory = join(examples, example);
  const paths = readdirSync(directory, { recursive: true, encoding: 'utf8' });
  const wanted = paths.filter((path) => /^(src|test)\/.*\.ts$|^tsconfig\.json$/.test(path));
  return Object.fromEntries(wanted.map((path) => [path, readFileSync(join(directory, path), 'utf8')]));
}

/** The chat has a test file of its own. */
const frameworks = readdirSync(examples).filter((name) => name !== 'chat' && existsSync(join(examples, name, 'test')));

test.each(frameworks)('the example of %s passes its tests with the packed package', async (name) => {
  const configFile = readFileSync(join(examples, name, 'jest.config.js'), 'utf8');
  const { tests, output, exitCode } = await runJest({ configFile, files: filesOf(name) });
  expect([exitCode, new Set(Object.values(tests)), output]).toEqual([0, new Set(['passed']), expect.any(String)]);
  expect(Object.keys(tests).length).toBeGreaterThan(1);
});

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { blocksOf } from '../support/doc-blocks';

const root = join(__dirname, '../..');
const page = join(root, 'docs/frameworks.md');
const texts = blocksOf(page).map(({ text }) => text);
const examples = readdirSync(join(root, 'examples')).filter(
  (name) => name !== 'chat' && existsSync(join(root, 'examples', name, 'test')),
);

/** Modules are called otherwise on the page, where all of them stand in one folder. */
const withoutPaths = (code: string): string => code.replace(/ from '\.[^']*'/g, " from './…'");

test.each(examples)('the page of the frameworks shows the example of %s as it is', (name) => {
  const directory = join(root, 'examples', name);
  const [server = ''] = readdirSync(join(directory, 'src'));
  expect(texts).toContain(readFileSync(join(directory, 'src', server), 'utf8'));
  expect(texts.map(withoutPaths)).toContain(withoutPaths(readFileSync(join(directory, 'test/chat.test.ts'), 'utf8')));
});

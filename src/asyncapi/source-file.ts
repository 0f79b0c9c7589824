import { readFileSync, realpathSync } from 'node:fs';
import { basename, extname, relative } from 'node:path';
import { grouped } from '../text/grouped';
import { said } from '../text/show';
import { type ParsedYaml, parseYaml } from '../text/yaml';
import { DocumentProblem } from './document-problem';

/** One file of a document. */
export interface SourceFile extends ParsedYaml {
  /** Absolute, and without symbolic links. */
  readonly path: string;
  /** As it is shown: relative to the project. */
  readonly name: string;
}

/** A document has a few thousand lines. A file that is far larger is a mistake, and would cost every worker its memory. */
const LONGEST = 16 * 2 ** 20;

/**
 * Reads a file of YAML or JSON; any other, such as one of protobuf, is a text.
 * @param root The folder to which its name is relative.
 * @throws {DocumentProblem}
 */
export function readSource(path: string, root: string): SourceFile {
  const name = shownPath(path, root);
  let text: string;
  try {
    text = readFileSync(realpathSync(path), 'utf8');
  } catch (error) {
    const isFolder = (error as NodeJS.ErrnoException).code === 'EISDIR';
    throw new DocumentProblem(name || basename(root), undefined, isFolder ? 'is a folder' : `cannot be read: ${said(error)}`);
  }
  if (text.length > LONGEST) {
    throw new DocumentProblem(name, undefined, `has more than ${grouped(LONGEST)} characters`);
  }
  if (extname(path) === '.proto') return { path, name, data: text, lineOf: () => 1 };
  const commented = extname(path) === '.json' ? lineOfComment(text) : undefined;
  if (commented !== undefined) throw new DocumentProblem(name, commented, 'is not JSON: it has a comment');
  const parsed = parseYaml(text, (line, problem) => new DocumentProblem(name, line, problem));
  return { path, name, ...parsed };
}

/** The line of the first comment in the style of JavaScript, which YAML would read as a part of a name. */
function lineOfComment(json: string): number | undefined {
  for (const { 0: token, index } of json.matchAll(/"(?:[^"\\]|\\.)*"|\/[/*]/g)) {
    if (!token.startsWith('"')) return json.slice(0, index).split('\n').length;
  }
  return undefined;
}

export function shownPath(path: string, root: string): string {
  const fromRoot = relative(root, path);
  return fromRoot.startsWith('..') ? basename(path) : fromRoot.replaceAll('\\', '/');
}

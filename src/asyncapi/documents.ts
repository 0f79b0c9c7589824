import { realpathSync } from 'node:fs';
import { dirname, isAbsolute, relative, resolve, sep } from 'node:path';
import { show } from '../text/show';
import type { DocumentProblem } from './document-problem';
import { readSource, type SourceFile } from './source-file';

/** Makes the error for the place that names a file. */
type Problem = (problem: string) => DocumentProblem;

/** The files of a document, each read once. */
export class Documents {
  readonly #root: string;
  readonly #files = new Map<string, SourceFile>();

  /**
   * @param document The path of the document itself.
   * @param project The folder that no `$ref` may leave; for a document outside of it, this is the document's own folder.
   * Both without symbolic links.
   */
  constructor(document: string, project: string) {
    this.#root = isWithin(document, project) ? project : dirname(document);
  }

  /** The paths of the files that were read. */
  get files(): readonly string[] {
    return [...this.#files.keys()];
  }

  /** @throws {DocumentProblem} when it cannot be read. */
  read(path: string): SourceFile {
    const known = this.#files.get(path);
    if (known) return known;
    const file = readSource(path, this.#root);
    this.#files.set(path, file);
    return file;
  }

  /** Another file, to which a `$ref` of this one leads. */
  other(path: string, from: SourceFile, problem: Problem): SourceFile {
    const target = resolve(dirname(from.path), path);
    const real = isWithin(target, this.#root) ? realPath(target) : target;
    if (real === undefined) throw problem(`leads to ${show(path)}, which cannot be read`);
    if (!isWithin(real, this.#root)) throw problem(`leads out of the project, to ${show(path)}`);
    return this.read(real);
  }

  /** A file that another includes, by a path relative to the folder of that file, or to one around it within the project. */
  included(path: string, from: SourceFile, problem: Problem): SourceFile {
    for (let folder = dirname(from.path); isWithin(folder, this.#root); folder = dirname(folder)) {
      const target = resolve(folder, path);
      if (isWithin(target, this.#root) && realPath(target) !== undefined) return this.other(target, from, problem);
      if (folder === this.#root) break;
    }
    return this.other(path, from, problem);
  }
}

function realPath(path: string): string | undefined {
  try {
    return realpathSync(path);
  } catch {
    return undefined;
  }
}

/** Whether a path is that of a folder, or within it. */
function isWithin(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return way === '' || !(way === '..' || way.startsWith(`..${sep}`) || isAbsolute(way));
}

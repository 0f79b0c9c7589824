import { realpathSync } from 'node:fs';
import { dirname, isAbsolute, relative, resolve, sep } from 'node:path';
import { keysOf, pointerBelow } from '../contract/pointer';
import { nearestName } from '../text/nearest-name';
import { isRecord } from '../text/options';
import { show } from '../text/show';
import type { DataPlace } from '../text/yaml';
import { DocumentProblem } from './document-problem';
import { readSource, type SourceFile } from './source-file';

/** The files of a document, each read once. */
export class Documents {
  readonly #root: string;
  readonly #files = new Map<string, SourceFile>();
  /** The references that are being followed: one that is met again leads to itself. */
  readonly following = new Set<string>();

  /** @param root The folder that no `$ref` may leave, without symbolic links. */
  constructor(root: string) {
    this.#root = root;
  }

  /** The paths of those that were read. */
  get files(): readonly string[] {
    return [...this.#files.keys()];
  }

  /** @throws {DocumentProblem} when it cannot be read. */
  open(path: string): Located {
    return new Located(this, this.#read(path), []);
  }

  /** Another file, to which a `$ref` of this one leads. */
  other(path: string, from: Located): SourceFile {
    const target = resolve(dirname(from.file.path), path);
    const real = isWithin(target, this.#root) ? realPath(target) : target;
    if (real === undefined) throw from.problem(`leads to ${show(path)}, which cannot be read`);
    if (!isWithin(real, this.#root)) throw from.problem(`leads out of the project, to ${show(path)}`);
    return this.#read(real);
  }

  /** A file that another includes: named from its own folder, or from one around it in the project. */
  included(path: string, from: Located): SourceFile {
    for (let folder = dirname(from.file.path); isWithin(folder, this.#root); folder = dirname(folder)) {
      const target = resolve(folder, path);
      if (isWithin(target, this.#root) && realPath(target) !== undefined) return this.other(target, from);
      if (folder === this.#root) break;
    }
    return this.other(path, from);
  }

  #read(path: string): SourceFile {
    const known = this.#files.get(path);
    if (known) return known;
    const file = readSource(path, this.#root);
    this.#files.set(path, file);
    return file;
  }
}

function realPath(path: string): string | undefined {
  try {
    return realpathSync(path);
  } catch {
    return undefined;
  }
}

/** Whether a path is that of a folder, or of what is in it. */
export function isWithin(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return way === '' || !(way === '..' || way.startsWith(`..${sep}`) || isAbsolute(way));
}

/** A value of a document, and where it stands. References (`$ref`) are followed wherever it is looked into. */
export class Located {
  readonly #documents: Documents;

  constructor(
    documents: Documents,
    readonly file: SourceFile,
    readonly place: DataPlace,
  ) {
    this.#documents = documents;
  }

  get value(): unknown {
    if (typeof this.file.data === 'string') return this.file.data; // whose parts have names, and no places
    return this.place.reduce<unknown>((value, key) => (value as Record<string | number, unknown>)[key], this.file.data);
  }

  /** The same for the same value of the same file, however it was reached. */
  get id(): string {
    return `${this.file.path}#${this.pointer}`;
  }

  /** The JSON pointer (RFC 6901) within its file. */
  get pointer(): string {
    return this.place.reduce<string>(pointerBelow, '');
  }

  /** For people: `asyncapi.yaml:34`. */
  get where(): string {
    return `${this.file.name}:${this.file.lineOf(this.place)}`;
  }

  /** The last part of the way to it: its name, if it stands in a map. */
  get key(): string {
    return String(this.place.at(-1) ?? '');
  }

  /** @param key The field of its own in whose line that stands. */
  problem(problem: string, ...key: [] | [key: string]): DocumentProblem {
    return new DocumentProblem(this.file.name, this.file.lineOf([...this.place, ...key]), problem, this.pointer);
  }

  /** What stands at a field or index, where that is one of its own; references are followed. */
  get(key: string | number): Located | undefined {
    return this.child(key)?.followed();
  }

  /** The same, without following references. */
  child(key: string | number): Located | undefined {
    const { value } = this;
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
    const part = (value as Record<string | number, unknown>)[key];
    return part === undefined || part === null ? undefined : this.below(key);
  }

  /** What stands at a field or index that is there, be it null. */
  below(key: string | number): Located {
    return new Located(this.#documents, this.file, [...this.place, key]);
  }

  /** Another value in its place. The references in that name their files. */
  replaced(value: unknown, lineOf: SourceFile['lineOf']): Located {
    const data = this.place.reduceRight<unknown>((part, key) => ({ [key]: part }), value);
    return new Located(this.#documents, { ...this.file, path: `${this.file.path}?`, data, lineOf }, this.place);
  }

  /** Where it leads, if it is a reference; else itself. */
  followed(): Located {
    const met = new Set<string>();
    let at: Located = this;
    for (let next = at.referred(); next; next = at.referred()) {
      if (met.has(at.id)) throw this.problem('is a reference that leads to itself');
      met.add(at.id);
      at = next;
    }
    return at;
  }

  /** Where its own `$ref` leads; undefined where it has none. */
  referred(): Located | undefined {
    const { value } = this;
    if (!isRecord(value) || !Object.hasOwn(value, '$ref')) return undefined;
    const ref = value.$ref;
    if (typeof ref !== 'string') throw this.problem(`has a $ref that is ${show(ref)}, not a string`);
    const { following } = this.#documents;
    if (following.has(this.id)) throw this.problem('is a reference that leads to itself');
    following.add(this.id);
    try {
      return this.#resolve(ref);
    } finally {
      following.delete(this.id);
    }
  }

  #resolve(ref: string): Located {
    const [path = '', fragment = ''] = splitOnce(ref, '#');
    if (/^[a-z][a-z\d+.-]+:/i.test(path) || path.startsWith('//')) {
      throw this.problem(`has a $ref to ${show(ref)}, which is not read: save it in the project, and refer to that`);
    }
    if (isAbsolute(path)) throw this.problem(`has a $ref to ${show(ref)}: write it relative to the file`);
    const file = path === '' ? this.file : this.#documents.other(decoded(path), this);
    if (fragment !== '' && !fragment.startsWith('/')) {
      const pointer = show(`${path}#${componentOf(file.data, fragment) ?? `/components/schemas/${fragment}`}`);
      throw this.problem(`has a $ref to ${show(ref)}, which is not a JSON pointer: write ${pointer}`);
    }
    const keys = keysOf(decoded(fragment));
    if (file.data === null || file.data === undefined) throw this.problem(`has a $ref to ${show(ref)}, which is empty`);
    if (typeof file.data === 'string') return new Located(this.#documents, file, keys);
    let at = new Located(this.#documents, file, []);
    keys.forEach((key, index) => {
      const here = index === 0 ? at : at.followed();
      const next = here.child(Array.isArray(here.value) ? Number(key) : key);
      if (!next) throw this.problem(nothingAt(ref, here, key));
      at = next;
    });
    return at;
  }

  /** Another file, which this one includes. */
  included(path: string): Located {
    return new Located(this.#documents, this.#documents.included(path, this), []);
  }

  /** Its entries, by name; references are followed. */
  entries(): (readonly [name: string, value: Located])[] {
    return Object.keys(this.record()).flatMap((name) => {
      const value = this.get(name);
      return value ? [[name, value] as const] : [];
    });
  }

  /** Its items; references are followed. */
  items(): Located[] {
    const { value } = this;
    if (!Array.isArray(value)) throw this.problem(`must be a list, not ${show(value)}`);
    return value.flatMap((_, index) => this.get(index) ?? []);
  }

  /** @throws {DocumentProblem} when it is not a map. */
  record(): Record<string, unknown> {
    const { value } = this;
    if (isRecord(value)) return value;
    const isEmpty = this.place.length === 0 && value === null;
    throw this.problem(isEmpty ? 'is empty' : `must be an object, not ${show(value)}`);
  }

  /** The text of a field; undefined where it is not there. */
  text(key: string): string | undefined {
    const field = this.get(key);
    if (!field) return undefined;
    const { value } = field;
    if (typeof value === 'string') return value;
    throw field.problem(`must be a string, not ${show(value)}`);
  }
}

function nothingAt(ref: string, { value }: Located, key: string): string {
  const nearest = isRecord(value) && Object.keys(value).length > 0 ? nearestName(key, Object.keys(value)) : undefined;
  const advice = nearest === undefined ? '' : `. Did you mean '…${pointerBelow('', nearest)}'?`;
  return `has a $ref to ${show(ref)}, which does not exist${advice}`;
}

/** Where a name stands among the components of a document: what an anchor may mean. */
function componentOf(data: unknown, name: string): string | undefined {
  const components = isRecord(data) && isRecord(data.components) ? Object.entries(data.components) : [];
  const found = components.find(([, section]) => isRecord(section) && Object.hasOwn(section, name));
  return found && [found[0], name].reduce(pointerBelow, '/components');
}

export function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function splitOnce(text: string, mark: string): [string, string] {
  const index = text.indexOf(mark);
  return index === -1 ? [text, ''] : [text.slice(0, index), text.slice(index + 1)];
}

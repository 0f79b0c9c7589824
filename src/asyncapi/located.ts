import { isAbsolute } from 'node:path';
import { keysOf, pointerBelow } from '../contract/pointer';
import { decoded } from '../text/decoded';
import { nearestName } from '../text/nearest-name';
import { isRecord } from '../text/options';
import { show } from '../text/show';
import type { DataPlace } from '../text/yaml';
import { DocumentProblem } from './document-problem';
import type { Documents } from './documents';
import type { SourceFile } from './source-file';

/** A value of a document, with its place. References (`$ref`) are followed whenever it is looked into. */
export class Located {
  readonly #documents: Documents;
  /** The references that are being followed, to find one that leads back to itself. */
  readonly #following: Set<string>;

  private constructor(
    documents: Documents,
    following: Set<string>,
    readonly file: SourceFile,
    readonly place: DataPlace,
  ) {
    this.#documents = documents;
    this.#following = following;
  }

  /**
   * The whole of a file.
   * @throws {DocumentProblem} when it cannot be read.
   */
  static open(documents: Documents, path: string): Located {
    return new Located(documents, new Set(), documents.read(path), []);
  }

  #at(file: SourceFile, place: DataPlace): Located {
    return new Located(this.#documents, this.#following, file, place);
  }

  get value(): unknown {
    if (typeof this.file.data === 'string') return this.file.data; // whose parts have names, and no places
    return this.place.reduce<unknown>((value, key) => (value as Record<string | number, unknown>)[key], this.file.data);
  }

  /** Identifies the value: the same for the same value of the same file, however it was reached. */
  get id(): string {
    return `${this.file.path}#${this.pointer}`;
  }

  /** The JSON pointer (RFC 6901) within its file. */
  get pointer(): string {
    return this.place.reduce<string>(pointerBelow, '');
  }

  /** The place, for people: `asyncapi.yaml:34`. */
  get where(): string {
    return `${this.file.name}:${this.file.lineOf(this.place)}`;
  }

  /** The last part of the way to it: its name, if it stands in a map. */
  get key(): string {
    return String(this.place.at(-1) ?? '');
  }

  /** @param key The field of the value whose line the error names. Defaults to the line of the value. */
  problem(problem: string, ...key: [] | [key: string]): DocumentProblem {
    return new DocumentProblem(this.file.name, this.file.lineOf([...this.place, ...key]), problem, this.pointer);
  }

  /** The value of a field or index; undefined if it has no such field of its own. References are followed. */
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

  /** The value of a field or index that is known to exist; it may be null. */
  below(key: string | number): Located {
    return this.#at(this.file, [...this.place, key]);
  }

  /** Another value in its place, in which references name their files. */
  replaced(value: unknown, lineOf: SourceFile['lineOf']): Located {
    const data = this.place.reduceRight<unknown>((part, key) => ({ [key]: part }), value);
    return this.#at({ ...this.file, path: `${this.file.path}?`, data, lineOf }, this.place);
  }

  /** The value that it leads to, if it is a reference; otherwise itself. */
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

  /** The value that its own `$ref` leads to; undefined if it has none. */
  referred(): Located | undefined {
    const { value } = this;
    if (!isRecord(value) || !Object.hasOwn(value, '$ref')) return undefined;
    const ref = value.$ref;
    if (typeof ref !== 'string') throw this.problem(`has a $ref that is ${show(ref)}, not a string`);
    if (this.#following.has(this.id)) throw this.problem('is a reference that leads to itself');
    this.#following.add(this.id);
    try {
      return this.#resolve(ref);
    } finally {
      this.#following.delete(this.id);
    }
  }

  #resolve(ref: string): Located {
    const [path = '', fragment = ''] = splitOnce(ref, '#');
    if (/^[a-z][a-z\d+.-]+:/i.test(path) || path.startsWith('//')) {
      throw this.problem(`has a $ref to ${show(ref)}, which is not read: save it in the project, and refer to that`);
    }
    if (isAbsolute(path)) throw this.problem(`has a $ref to ${show(ref)}: write it relative to the file`);
    const file = path === '' ? this.file : this.#documents.other(decoded(path), this.file, (problem) => this.problem(problem));
    if (fragment !== '' && !fragment.startsWith('/')) {
      const pointer = show(`${path}#${componentOf(file.data, fragment) ?? `/components/schemas/${fragment}`}`);
      throw this.problem(`has a $ref to ${show(ref)}, which is not a JSON pointer: write ${pointer}`);
    }
    const keys = keysOf(decoded(fragment));
    if (file.data === null || file.data === undefined) throw this.problem(`has a $ref to ${show(ref)}, which is empty`);
    if (typeof file.data === 'string') return this.#at(file, keys);
    let at = this.#at(file, []);
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
    return this.#at(
      this.#documents.included(path, this.file, (problem) => this.problem(problem)),
      [],
    );
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

  /** The text of a field; undefined if there is no such field. */
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

/** The pointer to a component with this name, for a hint: what a wrong reference such as `#name` may mean. */
function componentOf(data: unknown, name: string): string | undefined {
  const components = isRecord(data) && isRecord(data.components) ? Object.entries(data.components) : [];
  const found = components.find(([, section]) => isRecord(section) && Object.hasOwn(section, name));
  return found && [found[0], name].reduce(pointerBelow, '/components');
}

function splitOnce(text: string, mark: string): [string, string] {
  const index = text.indexOf(mark);
  return index === -1 ? [text, ''] : [text.slice(0, index), text.slice(index + 1)];
}

import type { Constant, Issue } from '../contract/definition';
import { installed } from '../runtime/installed';
import type { JsonSchema } from './json-schema-bundle';
import type { Located } from './located';

/** What is known of the values that a schema takes, in whatever language that is written. */
export interface PayloadCheck {
  readonly constants: ReadonlyMap<string, ReadonlySet<Constant>>;
  /** Looked for when they are asked for. */
  readonly enums: ReadonlyMap<string, readonly Constant[]>;
  /** The schema as JSON Schema, by itself; undefined where it is written in another language. */
  readonly schema: JsonSchema | undefined;
  fits(value: unknown): boolean;
  issues(value: unknown): readonly Issue[];
  /** A value that fits, a fresh one each time; undefined where none was found. */
  example(): unknown;
}

/**
 * The package that a language of schemas needs.
 * @throws {DocumentProblem} with the command that installs it.
 */
export function packageFor(schema: Located, language: string, name: string): unknown {
  const found = installed(name);
  if (found === undefined) {
    throw schema.problem(`is ${language}, which needs the package ${name}. Install: npm install --save-dev ${name}`);
  }
  return found;
}

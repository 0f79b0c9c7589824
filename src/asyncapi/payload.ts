import type { Constant, Issue } from '../contract/definition';
import type { JsonSchema } from './json-schema-bundle';

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

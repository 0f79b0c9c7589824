import type { Constant, Issue } from '../contract/definition';
import type { JsonSchema } from './json-schema-bundle';

/** What is known about the values that a schema takes, in whatever language it is written. */
export interface PayloadCheck {
  readonly constants: ReadonlyMap<string, ReadonlySet<Constant>>;
  /** Only computed when first read. */
  readonly enums: ReadonlyMap<string, readonly Constant[]>;
  /** The schema, if it is a JSON Schema, with all that it needs. */
  readonly schema: JsonSchema | undefined;
  fits(value: unknown): boolean;
  issues(value: unknown): readonly Issue[];
  /** A value that fits, a fresh one each time; undefined if none was found. */
  example(): unknown;
}

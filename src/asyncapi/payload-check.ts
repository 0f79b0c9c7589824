import type { Constant, Issue } from '../contract/definition';
import type { JsonSchemas } from './ajv';
import { constantsOf } from './constants';
import { enumerationsOf } from './enumerations';
import type { JsonSchema } from './json-schema-bundle';
import type { Located } from './located';

/** What is known of the values that a schema takes, in whatever language that is written. */
export interface PayloadCheck {
  readonly constants: ReadonlyMap<string, ReadonlySet<Constant>>;
  readonly enums: ReadonlyMap<string, readonly Constant[]>;
  /** The schema as JSON Schema, by itself; undefined where it is written in another language. */
  readonly schema: JsonSchema | undefined;
  fits(value: unknown): boolean;
  issues(value: unknown): readonly Issue[];
  /** A value that fits; undefined where none was found. */
  example(): unknown;
}

/** The formats of schemas (`schemaFormat`) that are JSON Schema. */
export const JSON_SCHEMA = /^application\/(vnd\.aai\.asyncapi|schema|vnd\.oai\.openapi)([+;]|$)/;

/**
 * @param format The `schemaFormat` of the document; undefined for its own, which is JSON Schema.
 * @throws {DocumentProblem} when the schema is wrong, or its language is not understood.
 */
export function payloadCheck(schema: Located, format: string | undefined, schemas: JsonSchemas): PayloadCheck {
  if (format !== undefined && !JSON_SCHEMA.test(format)) {
    throw schema.problem(`has the schemaFormat '${format}', which is not understood: write it in JSON Schema`);
  }
  return jsonSchemaCheck(schema, schemas);
}

function jsonSchemaCheck(located: Located, schemas: JsonSchemas): PayloadCheck {
  const check = schemas.check(located);
  return {
    constants: constantsOf(check.schema),
    enums: enumerationsOf(check.schema),
    schema: check.schema,
    fits: (value) => check.fits(value),
    issues: (value) => check.issues(value),
    example: () => check.example(),
  };
}

/** A message without a schema may be anything. */
export const anyPayload: PayloadCheck = {
  constants: new Map(),
  enums: new Map(),
  schema: undefined,
  fits: () => true,
  issues: () => [],
  example: () => undefined,
};

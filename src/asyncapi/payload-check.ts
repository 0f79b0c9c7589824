import { oneLine } from '../text/show';
import type { JsonSchemas } from './ajv';
import { avroCheck } from './avro';
import { constantsOf } from './constants';
import { enumerationsOf } from './enumerations';
import { jsonSchemaParts } from './json-schema-parts';
import type { Located } from './located';
import type { PayloadCheck } from './payload';
import { protobufCheck } from './protobuf';
import { JSON_SCHEMA } from './wrapped-schema';

const AVRO = /^application\/vnd\.apache\.avro([+;]|$)/;
/** The `schemaFormat`s of protobuf. */
export const PROTOBUF = /^application\/vnd\.google\.protobuf([+;]|$)/;

/**
 * @param format The `schemaFormat` of the document; undefined for the default, which is JSON Schema.
 * @throws {DocumentProblem} when the schema is wrong, or its language is not understood.
 */
export function payloadCheck(located: Located, format: string | undefined, schemas: JsonSchemas): PayloadCheck {
  if (format === undefined || JSON_SCHEMA.test(format)) return jsonSchemaCheck(located, format, schemas);
  const schema = located.followed();
  if (AVRO.test(format)) return avroCheck(schema);
  if (PROTOBUF.test(format)) return protobufCheck(schema);
  throw schema.problem(
    `has the schemaFormat '${oneLine(format)}', which is not understood: write it in JSON Schema, Avro or protobuf`,
  );
}

function jsonSchemaCheck(located: Located, format: string | undefined, schemas: JsonSchemas): PayloadCheck {
  const check = schemas.check(located, format);
  return {
    constants: constantsOf(check.schema),
    get enums() {
      return enumerationsOf<unknown>(check.schema, (part) => jsonSchemaParts(part, check.schema));
    },
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

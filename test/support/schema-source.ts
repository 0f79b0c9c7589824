import Ajv from 'ajv';
import addFormats from 'ajv-formats';
import { accepting } from '../../commands/check/accepting';
import type { SchemaSource } from '../../commands/check/schema-part';
import type { JsonSchema } from '../../src/asyncapi/json-schema-bundle';

const ajv = () => {
  const made = new Ajv({ strict: false, logger: false, ownProperties: true, validateSchema: false });
  addFormats(made);
  return made;
};

/** A schema that stands in no document. */
export function sourceOf(schema: JsonSchema): SchemaSource & { fits(value: unknown): boolean } {
  const accepts = accepting(schema, (part) => ajv().compile(part));
  return { schema, accepts, fits: ajv().compile(schema), where: () => ({ file: 'schema.json', line: 1, pointer: '' }) };
}

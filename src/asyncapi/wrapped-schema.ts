import { isRecord } from '../text/options';
import type { Located } from './located';

/** The formats of schemas (`schemaFormat`) that are JSON Schema. */
export const JSON_SCHEMA = /^application\/(vnd\.aai\.asyncapi|schema|vnd\.oai\.openapi)([+;]|$)/;

/** A schema, and the language that it is written in. */
export interface WrappedSchema {
  readonly format: string;
  /** May be a reference. */
  readonly schema: Located;
}

/**
 * The schema within `{ schemaFormat, schema }` (3.x); undefined for one that stands by itself.
 * @throws {DocumentProblem} when there is none within.
 */
export function wrappedSchema(at: Located): WrappedSchema | undefined {
  const { value } = at;
  if (!isRecord(value) || !Object.hasOwn(value, 'schemaFormat')) return undefined;
  const [format, schema] = [at.text('schemaFormat'), at.child('schema')];
  if (format === undefined) return undefined;
  if (!schema) throw at.problem('has a schemaFormat and no schema: write { schemaFormat, schema }');
  return { format, schema };
}

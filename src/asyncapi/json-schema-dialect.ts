import type { Located } from './located';

/** The versions of JSON Schema, the oldest first. */
const DIALECTS = ['draft-07', '2019-09', '2020-12'] as const;

/** Which version of JSON Schema a schema is written in. */
export type Dialect = (typeof DIALECTS)[number];

/** Schemas of OpenAPI 3.1 and later are JSON Schema of 2020-12. */
const OPENAPI = /^application\/vnd\.oai\.openapi\b.*version=(3\.[1-9]|[4-9])/;

/**
 * The version that a schema says itself (`$schema`), else its format.
 * @param format The `schemaFormat` of the document: `application/schema+json;version=2020-12`.
 */
export function saidDialect(schema: Located, format: string | undefined): Dialect | undefined {
  for (const said of [schema.text('$schema'), format]) {
    const found = DIALECTS.find((dialect) => said?.includes(dialect));
    if (found) return found;
  }
  return format !== undefined && OPENAPI.test(format) ? '2020-12' : undefined;
}

/** Whether keywords count that stand beside a reference: draft 7, and with it AsyncAPI, ignores them; later versions do not. */
export function looksBesideRefs(schema: Located, format: string | undefined): boolean {
  const dialect = saidDialect(schema, format);
  return dialect !== undefined && dialect !== 'draft-07';
}

/** The version that its keywords need: draft 7 unless they are younger. */
export function neededDialect(schema: unknown): Dialect {
  const text = JSON.stringify(schema);
  if (/"prefixItems":/.test(text)) return '2020-12';
  return /"(unevaluated(Items|Properties)|dependent(Required|Schemas)|(min|max)Contains)":/.test(text) ? '2019-09' : 'draft-07';
}

export const youngest = (dialects: readonly Dialect[]): Dialect =>
  DIALECTS.findLast((dialect) => dialects.includes(dialect)) ?? 'draft-07';

import { isRecord } from '../text/options';
import { LISTS, MAPS, SCHEMAS } from './json-schema-keywords';
import type { Located } from './located';

/** The versions of JSON Schema, the oldest first. */
const DIALECTS = ['draft-07', '2019-09', '2020-12'] as const;

/** Which version of JSON Schema a schema is written in. */
export type Dialect = (typeof DIALECTS)[number];

/** Schemas of OpenAPI 3.1 and later are JSON Schema of 2020-12. */
const OPENAPI = /^application\/vnd\.oai\.openapi\b.*version=(3\.[1-9]|[4-9])/;

/**
 * The version that a schema names itself (`$schema`), otherwise that of its format.
 * @param format The `schemaFormat` of the document: `application/schema+json;version=2020-12`.
 */
export function saidDialect(schema: Located, format: string | undefined): Dialect | undefined {
  for (const said of [schema.text('$schema'), format]) {
    const found = DIALECTS.find((dialect) => said?.includes(dialect));
    if (found) return found;
  }
  return format !== undefined && OPENAPI.test(format) ? '2020-12' : undefined;
}

/**
 * Whether all keywords count that stand beside references: draft 7, and with it AsyncAPI, ignores them; later versions do not.
 */
export function looksBesideRefs(schema: Located, format: string | undefined): boolean {
  const dialect = saidDialect(schema, format);
  return dialect !== undefined && dialect !== 'draft-07';
}

/** Keywords that only later versions than draft 7 have. */
const YOUNGER = new Map<string, Dialect>([
  ['prefixItems', '2020-12'],
  ['unevaluatedItems', '2019-09'],
  ['unevaluatedProperties', '2019-09'],
  ['dependentRequired', '2019-09'],
  ['dependentSchemas', '2019-09'],
  ['minContains', '2019-09'],
  ['maxContains', '2019-09'],
]);

/** Whether a keyword beside a reference is of a later version, in which such keywords count, even if no version is named. */
export const isYoungBesideRef = (schema: object): boolean => Object.keys(schema).some((keyword) => YOUNGER.has(keyword));

/** The schema itself; or the other one, if it is nothing but a reference to that. */
export function schemaRoot(schema: Located, format: string | undefined): Located {
  const { value } = schema;
  if (!isRecord(value) || !Object.hasOwn(value, '$ref') || Object.keys(value).length === 1) return schema.followed();
  return looksBesideRefs(schema, format) || isYoungBesideRef(value) ? schema : schema.followed();
}

/** The version that its keywords need: draft 7 unless some are of a later one. */
export function neededDialect(schema: unknown): Dialect {
  if (Array.isArray(schema)) return youngest(schema.map(neededDialect));
  if (!isRecord(schema)) return 'draft-07';
  return youngest(
    Object.entries(schema).flatMap(([keyword, value]) => [
      YOUNGER.get(keyword) ?? 'draft-07',
      ...(keyword === 'definitions' || MAPS.has(keyword) ? Object.values(value ?? {}).map(neededDialect) : []),
      ...(SCHEMAS.has(keyword) || LISTS.has(keyword) ? [neededDialect(value)] : []),
    ]),
  );
}

export const youngest = (dialects: readonly Dialect[]): Dialect =>
  DIALECTS.findLast((dialect) => dialects.includes(dialect)) ?? 'draft-07';

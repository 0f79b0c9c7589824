import { pointerBelow } from '../contract/pointer';
import { isRecord } from '../text/options';
import type { SchemaParts } from './enumerations';
import { type JsonSchema, targetOf } from './json-schema-bundle';

const NONE: SchemaParts<unknown> = { same: [], below: [] };

/** The values that a part of a JSON Schema takes, and the other parts that restrict the same value or parts of it. */
export function jsonSchemaParts(part: unknown, root: JsonSchema): SchemaParts<unknown> {
  if (!isRecord(part)) return NONE;
  const { $ref, allOf, anyOf, oneOf, then: met, else: otherwise } = part;
  return {
    values: Object.hasOwn(part, 'const') ? [part.const] : part.enum,
    same: [typeof $ref === 'string' ? targetOf(root, $ref) : undefined, allOf, anyOf, oneOf, met, otherwise].flat(),
    below: partsBelow(part),
  };
}

function partsBelow(schema: Record<string, unknown>): [place: string, schema: unknown][] {
  const { properties, patternProperties, additionalProperties, items, prefixItems } = schema;
  const named = isRecord(properties) ? Object.entries(properties).filter(([name]) => name !== '*') : [];
  const mapped = [...(isRecord(patternProperties) ? Object.values(patternProperties) : []), additionalProperties];
  const listed = [prefixItems, items].filter(Array.isArray).flatMap((list) => Object.entries(list as unknown[]));
  return [
    ...[...named, ...listed].map(([name, part]): [string, unknown] => [pointerBelow('', name), part]),
    ...[...mapped, Array.isArray(items) ? undefined : items].map((part): [string, unknown] => ['/*', part]),
  ];
}

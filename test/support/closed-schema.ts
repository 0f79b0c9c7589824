/**
 * A JSON schema that allows no field that it does not name. Readers must allow those of later releases; what this release writes
 * has none.
 */
export function closed(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(closed);
  if (typeof schema !== 'object' || schema === null) return schema;
  const parts = Object.fromEntries(Object.entries(schema).map(([name, part]) => [name, closed(part)]));
  return parts.type === 'object' ? { ...parts, additionalProperties: false } : parts;
}

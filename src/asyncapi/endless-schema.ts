import { isRecord } from '../text/options';
import { type JsonSchema, nameIn } from './json-schema-bundle';

/** Keywords whose schemas are for the same value as the schema itself. */
const SAME_VALUE = ['allOf', 'anyOf', 'oneOf', 'not', 'if', 'then', 'else', 'dependencies', 'dependentSchemas'];

/**
 * The name of a definition that refers to itself for the same value, so that a check would never end. Recursion through a
 * field or an item is fine: it ends with the value.
 * @param ended The definitions that are known to end. Others that do are added.
 */
export function endlessDefinition(
  names: readonly string[],
  definition: (name: string) => JsonSchema,
  ended: Set<string>,
): string | undefined {
  const follow = (name: string, around: readonly string[]): string | undefined => {
    if (ended.has(name)) return undefined;
    if (around.includes(name)) return name;
    const found = look(definition(name), [...around, name]);
    if (found === undefined) ended.add(name);
    return found;
  };
  const look = (part: unknown, around: readonly string[]): string | undefined => {
    if (!isRecord(part)) return undefined;
    if (typeof part.$ref === 'string') {
      const found = follow(nameIn(part.$ref), around);
      if (found !== undefined) return found;
    }
    for (const keyword of SAME_VALUE) {
      const value = part[keyword];
      const parts = Array.isArray(value) || /^depend/.test(keyword) ? Object.values(value ?? {}) : [value];
      for (const below of parts) {
        const found = look(below, around);
        if (found !== undefined) return found;
      }
    }
    return undefined;
  };
  for (const name of names) {
    const found = follow(name, []);
    if (found !== undefined) return found;
  }
  return undefined;
}

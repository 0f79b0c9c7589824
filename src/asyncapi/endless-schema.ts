import { isRecord } from '../text/options';
import { targetOf } from './constants';
import type { JsonSchema } from './json-schema-bundle';

/** Keywords whose schemas are about the very value that the schema is about. */
const SAME_VALUE = ['allOf', 'anyOf', 'oneOf', 'not', 'if', 'then', 'else', 'dependencies', 'dependentSchemas'];

/**
 * A reference by which a schema asks the same question of the same value again: to check that would take forever.
 * Recursion by way of a field or an item ends with the value.
 */
export function endlessReference(root: JsonSchema): string | undefined {
  const ended = new Set<string>();
  const look = (part: unknown, around: readonly string[]): string | undefined => {
    if (!isRecord(part)) return undefined;
    const { $ref } = part;
    if (typeof $ref === 'string' && !ended.has($ref)) {
      if (around.includes($ref)) return $ref;
      const found = look(targetOf(root, $ref), [...around, $ref]);
      if (found !== undefined) return found;
      ended.add($ref);
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
  const { definitions = {} } = root as { readonly definitions?: Record<string, unknown> };
  for (const name of Object.keys(definitions)) {
    const found = look({ $ref: `#/definitions/${name}` }, []);
    if (found !== undefined) return found;
  }
  return undefined;
}

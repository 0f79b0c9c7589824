import { isRecord } from '../../src/text/options';
import type { Part } from './schema-part';

/** Keywords whose lists have no order. */
const SETS = new Set(['allOf', 'anyOf', 'enum', 'oneOf', 'required', 'type']);

/** A text that is the same for schemas which differ only in orders, or in the names of references. */
export function canonicalSchema(value: unknown, { source }: Part): string {
  const text = (part: unknown, keyword: string, refs: readonly string[]): string => {
    if (Array.isArray(part)) {
      const items = part.map((item) => text(item, '', refs));
      return `[${(SETS.has(keyword) ? items.sort() : items).join()}]`;
    }
    if (!isRecord(part)) return JSON.stringify(part) ?? 'null';
    const { $ref } = part;
    if (typeof $ref === 'string') {
      if (refs.includes($ref)) return `"up ${refs.length - refs.indexOf($ref)}"`;
      const name = $ref.slice('#/definitions/'.length);
      const target =
        $ref === '#' ? source.schema : (source.schema as { definitions?: Record<string, unknown> }).definitions?.[name];
      const { $ref: _, ...siblings } = part;
      return `[${text(target, '', [...refs, $ref])},${text(siblings, '', refs)}]`;
    }
    const names = Object.keys(part).sort();
    return `{${names.map((name) => `${JSON.stringify(name)}:${text(part[name], name, refs)}`).join()}}`;
  };
  return text(value, '', []);
}

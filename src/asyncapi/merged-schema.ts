import { isDeepStrictEqual } from 'node:util';
import { isRecord } from '../text/options';
import { EXAMPLES, type JsonSchema, targetOf } from './json-schema-bundle';

type Keywords = Record<string, unknown> & { [EXAMPLES]?: readonly unknown[] };

/** A schema whose references and `allOf` at its root have been merged into it. */
export interface MergedSchema extends Keywords {
  /** Of each of these lists, one schema must fit too. */
  readonly choices: readonly (readonly unknown[])[];
  /** The references that led to it. */
  readonly refs: readonly string[];
}

/** One schema for several that must all fit; undefined if they obviously exclude each other. */
export function mergedSchema(parts: readonly unknown[], root: JsonSchema, refs: readonly string[]): MergedSchema | undefined {
  let merged: Keywords = {};
  const choices: unknown[][] = [];
  const followed: string[] = [];
  const left = [...parts];
  for (let part = left.shift(); part !== undefined; part = left.shift()) {
    if (part === true) continue;
    if (!isRecord(part) || followed.length > 100) return undefined;
    const { $ref, allOf, anyOf, oneOf, choices: more, refs: _, ...own } = part;
    if (typeof $ref === 'string') {
      followed.push($ref);
      left.push(targetOf(root, $ref));
    }
    if (Array.isArray(allOf)) left.push(...allOf);
    choices.push(...[anyOf, oneOf].filter(Array.isArray), ...((more as unknown[][] | undefined) ?? []));
    merged = bothOf(merged, own);
  }
  if (Array.isArray(merged.enum) && merged.enum.length === 0) return undefined;
  if (Array.isArray(merged.type) && merged.type.length === 0) return undefined;
  return { ...merged, choices, refs: [...refs, ...followed] };
}

function bothOf(one: Keywords, other: Keywords): Keywords {
  const both: Keywords = { ...one, [EXAMPLES]: [...(one[EXAMPLES] ?? []), ...(other[EXAMPLES] ?? [])] };
  for (const [keyword, value] of Object.entries(other)) {
    if (keyword === 'const') both.enum = commonTo(both.enum, [value]);
    else both[keyword] = both[keyword] === undefined ? value : combined(keyword, both[keyword], value);
  }
  return both;
}

function combined(keyword: string, one: unknown, other: unknown): unknown {
  if (keyword === 'enum') return commonTo(one, other);
  if (keyword === 'type') return typesOf(one, other);
  if (keyword === 'required') return [...new Set([one, other].flat())];
  if (/^(minimum|exclusiveMinimum|minLength|minItems|minProperties)$/.test(keyword))
    return Math.max(one as number, other as number);
  if (/^(maximum|exclusiveMaximum|maxLength|maxItems|maxProperties)$/.test(keyword))
    return Math.min(one as number, other as number);
  if (keyword === 'properties' && isRecord(one) && isRecord(other)) {
    const names = [...new Set([...Object.keys(one), ...Object.keys(other)])];
    return Object.fromEntries(
      names.map((name) => [name, { allOf: [one, other].flatMap((map) => (Object.hasOwn(map, name) ? [map[name]] : [])) }]),
    );
  }
  if (/^(items|additionalProperties|contains)$/.test(keyword) && !Array.isArray(one) && !Array.isArray(other))
    return { allOf: [one, other] };
  return one; // whether that is right shows when the whole example is checked
}

const commonTo = (one: unknown, other: unknown): unknown[] => {
  if (!Array.isArray(one)) return other as unknown[];
  return one.filter((value) => (other as unknown[]).some((also) => isDeepStrictEqual(value, also)));
};

function typesOf(one: unknown, other: unknown): unknown[] {
  const [ones, others] = [[one].flat(), [other].flat()];
  const isAlso = (type: unknown, types: unknown[]) => types.includes(type) || (type === 'integer' && types.includes('number'));
  return [...new Set([...ones.filter((type) => isAlso(type, others)), ...others.filter((type) => isAlso(type, ones))])];
}

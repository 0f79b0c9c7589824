import { isPlain } from '../runtime/literal';

const DEEPEST = 100;

/** A value and its JSON, where JSON says all of it; fields that are undefined are left out. */
export function jsonOf(value: unknown): { readonly value: unknown; readonly text: string } | undefined {
  if (!isJson(value, 0)) return undefined;
  const text = JSON.stringify(value);
  return { value: JSON.parse(text) as unknown, text };
}

function isJson(value: unknown, depth: number): boolean {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return true;
  if (typeof value === 'number') return Number.isFinite(value);
  if (typeof value !== 'object' || depth > DEEPEST) return false;
  if (Array.isArray(value)) return value.every((item) => isJson(item, depth + 1));
  return isPlain(value) && Object.values(value).every((part) => part === undefined || isJson(part, depth + 1));
}

/** What may tell kinds of messages apart: no text that people write. */
const WORD = /^(?=.{1,40}$)[A-Za-z_$@][\w$@.:/#-]*( [\w$@.:/#-]+){0,3}$/;
const MOST_FIELDS = 50;
const MOST_ITEMS = 3;

/** The fields of a value, their types, and the words in its first levels: messages of one shape are of one kind. */
export function shapeOf(value: unknown, depth = 0): string {
  if (typeof value === 'string') return depth < 2 && WORD.test(value) ? JSON.stringify(value) : 'string';
  if (typeof value !== 'object' || value === null) return value === null ? 'null' : typeof value;
  if (depth > 3) return Array.isArray(value) ? '[]' : '{}';
  if (Array.isArray(value)) return `[${value.slice(0, MOST_ITEMS).map((item) => shapeOf(item, depth + 1))}]`;
  const fields = Object.entries(value).slice(0, MOST_FIELDS);
  return `{${fields.map(([name, part]) => `${JSON.stringify(name)}:${shapeOf(part, depth + 1)}`).sort()}}`;
}

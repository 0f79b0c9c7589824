import { pointerBelow } from '../contract/pointer';
import { bytesOf } from '../runtime/bytes';
import { isPlain } from '../runtime/literal';

const DEEPEST = 100;

/** A value as JSON says it. */
export interface JsonValue {
  readonly value: unknown;
  readonly text: string;
  /** Where bytes stand in it, of which JSON knows nothing, as JSON pointers: it has null there. */
  readonly bytes: readonly string[];
}

/** A value as JSON says it; undefined where that is not all of it. Fields that are undefined are left out. */
export function jsonOf(value: unknown): JsonValue | undefined {
  const bytes: string[] = [];
  if (!isJson(value, '', 0, bytes)) return undefined;
  const text = bytes.length === 0 ? JSON.stringify(value) : JSON.stringify(withoutBytes(value));
  return { value: JSON.parse(text) as unknown, text, bytes };
}

function isJson(value: unknown, pointer: string, depth: number, bytes: string[]): boolean {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return true;
  if (typeof value === 'number') return Number.isFinite(value);
  if (typeof value !== 'object' || depth > DEEPEST) return false;
  if (bytesOf(value)) {
    bytes.push(pointer);
    return true;
  }
  if (!Array.isArray(value) && !isPlain(value)) return false;
  return Object.entries(value).every(
    ([key, part]) => part === undefined || isJson(part, pointerBelow(pointer, key), depth + 1, bytes),
  );
}

function withoutBytes(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (bytesOf(value)) return null;
  if (Array.isArray(value)) return value.map(withoutBytes);
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, withoutBytes(part)]));
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

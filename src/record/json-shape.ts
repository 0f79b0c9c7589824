import { pointerBelow } from '../contract/pointer';
import { bytesOf } from '../runtime/bytes';
import { isPlain } from '../runtime/literal';
import { formatOf } from './text-formats';

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

/** What may tell kinds of messages apart, or be one of a few: no text that people write. */
const WORD = /^[A-Za-z_$@][\w$@.:/#-]{0,59}$/;
/** The name of an event may have several words: `chat message`. */
const EVENT = /^(?=.{1,60}$)[A-Za-z_$@][\w$@.:/#-]*( [\w$@.:/#-]+){0,3}$/;
/** So many items of a message that is a list may each have a meaning of their own. */
const POSITIONS = 6;

/**
 * All of a message that a document can say: its fields and their types, formats, and words. Whatever is learnt from some
 * messages holds for each that has the shape of one of them.
 */
export function shapeOf(message: unknown): string {
  if (!Array.isArray(message)) return partShape(message);
  const [first, ...others] = message as unknown[];
  const positions = others.slice(0, POSITIONS - 1).map(partShape);
  return `${message.length}[${[headShape(first), ...positions]}]${itemsShape(others.slice(POSITIONS - 1))}`;
}

/** What stands first in a list may be its name, or its number. */
function headShape(first: unknown): string {
  const isName = typeof first === 'string' && EVENT.test(first);
  return isName || Number.isInteger(first) ? JSON.stringify(first) : partShape(first);
}

function partShape(value: unknown): string {
  if (typeof value === 'string') return formatOf([value]) ?? (WORD.test(value) ? JSON.stringify(value) : 'string');
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number';
  if (typeof value !== 'object' || value === null) return value === null ? 'null' : typeof value;
  if (Array.isArray(value)) return itemsShape(value);
  const fields = Object.entries(value).map(([name, part]) => `${JSON.stringify(name)}:${partShape(part)}`);
  return `{${fields.sort()}}`;
}

/** All items of a list are of one schema, whatever their order and number. */
const itemsShape = (items: readonly unknown[]): string => `[${[...new Set(items.map(partShape))].sort()}]`;

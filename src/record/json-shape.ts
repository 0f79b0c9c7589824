import { pointerBelow } from '../contract/pointer';
import { bytesOf } from '../runtime/bytes';
import { isPlain } from '../runtime/literal';
import { formatOf } from './text-formats';

const DEEPEST = 100;

/** A value as JSON says it. */
export interface JsonValue {
  readonly value: unknown;
  readonly text: string;
  /** Where bytes were, which JSON does not have, as JSON pointers: the value has null there. */
  readonly bytes: readonly string[];
}

/** A value as JSON; undefined if that would lose a part of it. Fields that are undefined are left out. */
export function jsonValueOf(value: unknown): JsonValue | undefined {
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

/** A text that may tell kinds of messages apart, or be a value of an enumeration: not a text that people write. */
const WORD = /^[A-Za-z_$@][\w$@.:/#-]{0,59}$/;
/** The name of an event may have several words: `chat message`. */
const EVENT = /^(?=.{1,60}$)[A-Za-z_$@][\w$@.:/#-]*( [\w$@.:/#-]+){0,3}$/;
/** In a message that is a list, this many items may each have a meaning by their position. */
const POSITIONS = 6;

/**
 * All that a learnt document can say about a message: its fields with their types, formats, and words. So what is learnt from
 * some messages also holds for any other message of the same shape.
 */
export function shapeOf(message: unknown): string {
  if (!Array.isArray(message)) return partShape(message);
  const [first, ...others] = message as unknown[];
  const positions = others.slice(0, POSITIONS - 1).map(partShape);
  return `${message.length}[${[headShape(first), ...positions]}]${itemsShape(others.slice(POSITIONS - 1))}`;
}

/** The shape of the first item of a list: it may be the name of an event, or a number. */
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

/** The shape of a list's items, whose order and number do not matter: all have one schema. */
const itemsShape = (items: readonly unknown[]): string => `[${[...new Set(items.map(partShape))].sort()}]`;

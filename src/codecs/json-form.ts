import { isPlain } from '../runtime/literal';
import { PrintsItself } from '../runtime/prints-itself';
import type { Realm } from '../runtime/realm';
import { isPromise, tagOf } from '../runtime/tag';
import { firstPart, WHOLE } from '../text/first-part';
import { nameOf } from '../text/name-of';
import { keysText } from '../text/path-text';
import { UsageError } from '../text/usage-error';

/**
 * A message as JSON, with nothing lost.
 * @throws {UsageError} for a value that JSON cannot express, would leave out, or would turn into `{}` or `null`.
 */
export function jsonOf(message: unknown, realm: Realm): string {
  refuseLost(message);
  const text = realm.stringify(message);
  if (text !== undefined) return text;
  const why = message === undefined ? 'JSON has no form for undefined' : 'its toJSON() returned nothing that JSON has a form for';
  throw new TypeError(why);
}

/** Values deeper than this, and cyclic ones, are left to `JSON.stringify()`, whose own error says what is wrong. */
const DEEPEST = 1000;

/**
 * @param isKept Whether a value is sent otherwise than as JSON, such as bytes. Defaults to none.
 * @throws {UsageError} for what JSON cannot express, would leave out, or would turn into `{}` or `null`.
 */
export function refuseLost(message: unknown, isKept?: (value: object) => boolean): void {
  const found = firstPart(message, isKept ? askUnless(isKept) : ask, Object.keys);
  if (!found) return;
  const { wrong, keys } = found;
  const at = keys.length === 0 ? '' : ` at ${keysText(keys)}`;
  throw new UsageError(`${wrong.what}${at}: ${wrong.advice}.`);
}

const askUnless =
  (isKept: (value: object) => boolean): typeof ask =>
  (part, depth) =>
    typeof part === 'object' && part !== null && isKept(part) ? WHOLE : ask(part, depth);

function ask(part: unknown, depth: number): Lost | typeof WHOLE | undefined {
  if (typeof part === 'string' || typeof part === 'boolean' || part === null || part === undefined) return WHOLE;
  const lost = lostOf(part);
  if (lost) return lost;
  return typeof part !== 'object' || hasForm(part) || depth > DEEPEST ? WHOLE : undefined;
}

/** Whether it has a JSON form of its own, as a Date or a Buffer has. */
const hasForm = (value: object): boolean => typeof (value as { toJSON?: unknown }).toJSON === 'function';

interface Lost {
  readonly what: string;
  readonly advice: string;
}

/** If JSON would lose the value: what it is, and what to send instead. */
function lostOf(value: {}): Lost | undefined {
  switch (typeof value) {
    case 'number':
      if (Number.isFinite(value)) return undefined;
      return { what: `${value}`, advice: 'JSON makes null of it. Write null, or text' };
    case 'bigint':
      if (hasForm(Object(value))) return undefined;
      return { what: `${value}n`, advice: 'JSON has no form for it. Write String(n) or Number(n)' };
    case 'function':
    case 'symbol':
      if (hasForm(Object(value))) return undefined;
      return { what: `a ${typeof value}`, advice: `JSON has no form for ${typeof value}s. Write a value` };
    default:
      return lostObject(value);
  }
}

function lostObject(value: object): Lost | undefined {
  if (PrintsItself.isOne(value)) return { what: String(value), advice: 'it is not a message' };
  if (hasForm(value)) return undefined;
  if (isPromise(value)) return { what: 'a promise', advice: 'await it first' };
  const tag = tagOf(value);
  const instead = Object.hasOwn(INSTEAD, tag) ? INSTEAD[tag] : undefined;
  if (tag === 'Error') return { what: 'an error', advice: 'JSON leaves out its message. Write { message: error.message }' };
  const isEmpty = !Array.isArray(value) && !isPlain(value) && Object.keys(value).length === 0;
  if (!instead && (!isEmpty || isBoxed(tag))) return undefined;
  return { what: nameOf(value), advice: `JSON makes {} of it. Write ${instead ?? 'the values that it holds'}` };
}

const INSTEAD: Readonly<Record<string, string>> = {
  Map: '[...map] or Object.fromEntries(map)',
  Set: '[...set]',
  RegExp: 'String(regexp)',
  URLSearchParams: 'String(params)',
  Headers: 'Object.fromEntries(headers)',
  FormData: 'Object.fromEntries(data)',
  Blob: 'Buffer.from(await blob.arrayBuffer())',
  ArrayBuffer: '[...new Uint8Array(buffer)]',
  SharedArrayBuffer: '[...new Uint8Array(buffer)]',
  DataView: '[...new Uint8Array(view.buffer)]',
};

/** Whether it is a boxed value, such as `Object(1)`: JSON writes what is in the box. */
const isBoxed = (tag: string): boolean => ['Number', 'String', 'Boolean', 'BigInt'].includes(tag);

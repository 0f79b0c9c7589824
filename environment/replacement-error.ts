import type { Realm } from '../src/runtime/realm';
import { show, withoutFrames } from '../src/text/show';
import type { Test } from './jest-internals';

/** What Jest reads, unguarded, from something thrown; a getter or proxy that throws there would fail the whole file. */
const READ = ['message', 'stack', 'name', 'code', 'cause', 'errors', '$$typeof', 'asymmetricMatch'];

/** Whether Jest can read what was thrown, and send it from a worker. */
export function isReadable(thrown: unknown): boolean {
  if ((typeof thrown !== 'object' && typeof thrown !== 'function') || thrown === null) return true;
  try {
    const fields = thrown as Record<string, unknown>;
    for (const key of [...READ, ...Object.keys(thrown)]) void fields[key];
    if (typeof fields.toJSON === 'function') fields.toJSON();
    return !hasEndlessCause(thrown);
  } catch {
    return false;
  }
}

/** More causes than any error has: they are made anew each time that one is read, by a getter or a proxy. */
const MOST_CAUSES = 1000;

/** Jest 29 follows a cycle of causes for ever, and so does every Jest where each cause is made when it is read. */
function hasEndlessCause(thrown: unknown): boolean {
  const seen = new Set<unknown>();
  for (let one = thrown; one; one = read(one, 'cause')) {
    if (seen.has(one) || seen.size === MOST_CAUSES) return true;
    seen.add(one);
  }
  return false;
}

/**
 * An error of ours instead of something thrown: with the same text, name, frames, cause and fields, and more text after its
 * own. What users throw is never changed: it may be frozen, made of getters, or thrown by two tests.
 * @param asyncError Has the frames of the test, in case the thrown value has none.
 */
export function replacementError(realm: Realm, thrown: unknown, asyncError?: Error, more?: string): Error {
  const own = read(thrown, 'message');
  const isError = typeof own === 'string';
  const said = isError ? own : described(thrown);
  const stack = read(thrown, 'stack');
  // Jest puts the stack of an error of node:assert into its message
  const inside = isError && typeof stack !== 'string' ? framesOf(own) : '';
  const head = said.slice(0, said.length - inside.length).trimEnd();
  const frames =
    (typeof stack === 'string' ? framesOf(behind(stack, said)) : inside) || framesOf(textOf(read(asyncError, 'stack')));
  const text = withoutFrames(head);
  const message = more === undefined ? text : `${text}\n\n${more}`;
  const name = (isError && textOf(read(thrown, 'name'))) || 'Error';
  const error = new realm.Error(message);
  if (isError) copyFields(thrown, error);
  define(error, 'name', name);
  define(error, 'message', message);
  define(error, 'stack', `${inside === '' ? `${name}: ` : ''}${message}\n\n${frames}`);
  return error;
}

/** An error of a test, as jest-circus holds it, with more text after its own. */
export function withMore(given: Test['errors'][number], realm: Realm, more: string): Test['errors'][number] {
  const [thrown, asyncError] = partsOf(given);
  const error = replacementError(realm, thrown, asyncError, more);
  return (Array.isArray(given) ? [error, asyncError] : error) as Test['errors'][number];
}

/** Something thrown, and an error that was made where the test is written, if there is one. */
export const partsOf = (given: Test['errors'][number]): [thrown: unknown, asyncError: Error | undefined] =>
  Array.isArray(given) ? (given as [unknown, Error | undefined]) : [given, undefined];

/** A stack without its message, which may have lines that look like frames. */
function behind(stack: string, message: string): string {
  const start = message === '' ? -1 : stack.indexOf(message);
  return start === -1 ? stack : stack.slice(start + message.length);
}

/** Something thrown that is not an error, or Jest's own timeout, which is a string with the test's position beside it. */
function described(thrown: unknown): string {
  if (typeof thrown === 'string' && thrown.startsWith('Exceeded timeout')) return thrown;
  try {
    return `thrown: ${show(thrown)}`;
  } catch {
    return 'thrown: something that cannot be shown';
  }
}

function copyFields(thrown: unknown, error: Error): void {
  const endless = hasEndlessCause(thrown);
  for (const key of new Set(['cause', 'errors', ...keysOf(thrown)])) {
    const value = read(thrown, key);
    const isOwn = !(key in error) && !(key === 'cause' && endless);
    if (isOwn && value !== undefined && typeof value !== 'function')
      define(error, key, value, key !== 'cause' && key !== 'errors');
  }
}

function keysOf(thrown: unknown): string[] {
  if (typeof thrown !== 'object' || thrown === null) return [];
  try {
    return Object.keys(thrown);
  } catch {
    return [];
  }
}

function define(error: Error, key: string, value: unknown, enumerable = false): void {
  Object.defineProperty(error, key, { value, enumerable, writable: true, configurable: true });
}

/** A field of something thrown; undefined where it cannot be read. */
export function read(from: unknown, key: string): unknown {
  try {
    return (from as Record<string, unknown> | null | undefined)?.[key];
  } catch {
    return undefined;
  }
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

/** Jest takes such a line, and everything after it, for frames. */
const FRAME = /^\s*at .*:\d+:\d+/m;

/** The frames of a stack, without its message. */
export function framesOf(stack = ''): string {
  const start = stack.search(FRAME);
  return start === -1 ? '' : stack.slice(start).replace(/^\n+/, '');
}

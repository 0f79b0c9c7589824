import type { Realm } from '../src/runtime/realm';
import { show, withoutFrames } from '../src/text/show';

/** What Jest reads of something thrown, unguarded; a getter or a proxy that throws there would cost the whole file. */
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

/** Jest 29 follows causes for ever. */
function hasEndlessCause(thrown: unknown): boolean {
  const seen = new Set<unknown>();
  for (let one = thrown; one; one = read(one, 'cause')) {
    if (seen.has(one)) return true;
    seen.add(one);
  }
  return false;
}

/**
 * An error of ours in the place of something thrown: with its text, name, frames, cause and own fields, and with more
 * text behind its own. What users throw is never written to: it may be frozen, made of getters, or thrown by two tests.
 * @param asyncError Has the frames of the test, for something without frames of its own.
 */
export function replacementError(realm: Realm, thrown: unknown, asyncError?: Error, more?: string): Error {
  const own = read(thrown, 'message');
  const isError = typeof own === 'string';
  const said = isError ? own : described(thrown);
  const stack = read(thrown, 'stack');
  // what Jest makes of an error of node:assert has its stack in the message
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

/** A stack without its message, in which there may be lines that look like frames. */
function behind(stack: string, message: string): string {
  const start = message === '' ? -1 : stack.indexOf(message);
  return start === -1 ? stack : stack.slice(start + message.length);
}

/** Something thrown that is no error, or Jest's own timeout, which is a string with the place of the test beside it. */
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

function read(from: unknown, key: string): unknown {
  try {
    return (from as Record<string, unknown> | null | undefined)?.[key];
  } catch {
    return undefined;
  }
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

/** Jest takes for a frame what begins so, and all behind it. */
const FRAME = /^\s*at .*:\d+:\d+/m;

/** The frames of a stack, without its message. */
export function framesOf(stack = ''): string {
  const start = stack.search(FRAME);
  return start === -1 ? '' : stack.slice(start).replace(/^\n+/, '');
}

import { bytesOf } from '../runtime/bytes';
import { fieldsOf } from '../runtime/fields';
import { isPlain } from '../runtime/literal';
import { isAsymmetric, isPromise, isRegExp, tagOf } from '../runtime/tag';
import { nameOf } from '../text/name-of';
import { keyIn, keysText } from '../text/path-text';
import { show } from '../text/show';
import { UsageError } from '../text/usage-error';
import { holdsUndecodable, isUndecodable } from './undecodable';

/** The deepest expected value: values are compared and printed recursively, and the stack is limited. */
const DEEPEST = 500;

/**
 * Refuses an expected value with a part that no message can match, or that would match any message by accident.
 * @param extended Whether the user's own equality testers may know better.
 * @throws {UsageError} that says what to write instead.
 */
export function refuseUnmatchable(source: unknown, extended: boolean): void {
  const keys: (string | number)[] = [];
  const seen = new Set<unknown>();
  visit(source);

  function visit(value: unknown): void {
    const advice = adviceAgainst(value, keys, extended);
    if (advice) throw new UsageError(`The expected message ${keys.length === 0 ? 'is' : 'has'} ${advice}`);
    if (!isObject(value) || isAsymmetric(value) || seen.has(value) || bytesOf(value)) return;
    if (keys.length > DEEPEST) {
      throw new UsageError(`The expected message is more than ${DEEPEST} levels deep. Write a part of it, or a predicate.`);
    }
    seen.add(value);
    for (const key of fieldsOf(value)) {
      keys.push(keyIn(value, key));
      visit((value as Record<PropertyKey, unknown>)[key]);
      keys.pop();
    }
  }
}

/** Those of Jest's own matchers that hold further expected values. Others may do with theirs what they like. */
const HOLDING = ['ArrayContaining', 'ArrayOf', 'ObjectContaining'];

/**
 * Refuses, also inside of matchers, an `undecodable()`, and a matcher such as `expect.stringMatching(/a/g)`: its RegExp goes on
 * where it matched last, so that it matches only every other time.
 * @throws {UsageError} that says what to write instead.
 */
export function refuseInMatchers(source: unknown, seen = new Set<unknown>()): void {
  if (!isObject(source) || seen.has(source) || bytesOf(source)) return;
  seen.add(source);
  if (holdsUndecodable(source)) {
    throw new UsageError(
      'The expected message has undecodable() in a matcher, which stands for a whole message. Write it alone.',
    );
  }
  if (!isAsymmetric(source)) {
    for (const key of fieldsOf(source)) refuseInMatchers((source as never)[key], seen);
    return;
  }
  const { sample } = source as { sample?: unknown };
  if (isRegExp(sample) && (sample.global || sample.sticky)) {
    const flag = sample.global ? 'g' : 'y';
    throw new UsageError(
      `The expected message has a matcher of ${sample}, which matches only every other time because of its flag '${flag}'. Leave that out.`,
    );
  }
  if (HOLDING.includes(source.constructor?.name)) refuseInMatchers(sample, seen);
}

/** Values that a message may contain though they may have no fields of their own; some only with a user's codec. */
const COMPARED = ['Array', 'Date', 'Map', 'Set'];

/**
 * If the value cannot be a part of an expected value: what it is, and what to write instead.
 * @param keys They lead to it, the outermost first.
 */
function adviceAgainst(value: unknown, keys: readonly (string | number)[], extended: boolean): string | undefined {
  const isTop = keys.length === 0;
  const where = () => (isTop ? '' : ` at ${keysText(keys)}`);
  if (hasSchema(value) && (isTop || !isAsymmetric(value))) {
    return `a schema${where()}. Expect the whole message by one schema, or its parts by withPath(${show(keysText(keys))}, …).`;
  }
  if (typeof value === 'function') return `a function${where()}. Expect one predicate for the whole message.`;
  if (typeof value === 'symbol') return `a symbol${where()}, which no message holds.`;
  if (!isObject(value) || isAsymmetric(value)) return undefined;
  const tag = tagOf(value);
  if (tag === 'RegExp') return `a RegExp${where()}. Write expect.stringMatching(${value}) there.`;
  if (isPromise(value)) return `a promise${where()}. Await it first.`;
  if (isUndecodable(value)) return `undecodable()${where()}, which stands for a whole message. Write it alone.`;
  if (isBoxed(tag)) return `a ${tag} object${where()}. Write ${show(value.valueOf())} there.`;
  if (tag === 'Error') {
    return `an error${where()}, which no message is. Write { message: ${show((value as Error).message)} } there.`;
  }
  if (COMPARED.includes(tag) || isPlain(value) || bytesOf(value) || extended || Object.keys(value).length > 0) return undefined;
  const instead = ['URL', 'URLSearchParams'].includes(tag) ? `Write ${show(String(value))}` : 'Write the values that you expect';
  return `${nameOf(value)}${where()}, which has no fields of its own to compare. ${instead} there.`;
}

const isBoxed = (tag: string): boolean => ['Number', 'String', 'Boolean', 'BigInt', 'Symbol'].includes(tag);

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

/** Whether it is a Standard Schema; those of arktype are functions. */
const hasSchema = (value: unknown): boolean =>
  (isObject(value) || typeof value === 'function') && isObject((value as { '~standard'?: unknown })['~standard']);

import { handedOut, textOf } from '../log/messages';
import type { ReceivedMessage } from '../log/transcript';
import { bytesOf } from '../runtime/bytes';
import { literal } from '../runtime/literal';
import { isAsymmetric, isPromise, isRegExp, neglect } from '../runtime/tag';
import { UsageError } from '../text/usage-error';
import { Alternatives } from './any-of';
import { Trouble, unnoted } from './trouble';
import { fits, isUndecodable } from './undecodable';
import { refuseInMatchers, refuseUnmatchable } from './unmatchable';

/** How values are compared. Jest's own comparisons are passed in, since this folder knows nothing of Jest. */
export interface Equality {
  /** As `toEqual` does. */
  equal(received: unknown, expected: unknown): boolean;
  /** As `toMatchObject` does: objects by subset, recursively. */
  contain(received: unknown, expected: unknown): boolean;
  /** Whether the user has added equality testers, so that no comparison may be shortened. */
  readonly extended: boolean;
}

/** A message of either direction, or something else that is matched like one, such as a body. */
export type MatchableMessage = Pick<ReceivedMessage, 'payload' | 'value'> & {
  readonly problem?: string | undefined;
  readonly number?: number;
};

/** An expected message, prepared once so that each comparison costs little. */
export interface Expected {
  readonly form: 'anything' | 'value' | 'text' | 'predicate' | 'schema' | 'bytes' | 'undecodable' | 'alternatives';
  /** What the user wrote. */
  readonly source: unknown;
  readonly matches: (message: MatchableMessage) => boolean;
  /** How its parts are compared. If the user's own code throws in a comparison, the two are not the same. */
  readonly equality: Equality;
  /** Whether objects must be equal, instead of being contained. */
  readonly exact: boolean;
  /** What the user's own code (a predicate, a schema, a matcher) threw; undefined if there is no such code. */
  readonly trouble?: Trouble;
  /** The alternatives of `anyOf()`. */
  readonly alternatives?: readonly Expected[];
  /** What a schema finds wrong with a message; undefined where it throws. */
  readonly issues?: (message: MatchableMessage) => readonly SchemaIssue[] | undefined;
  /** What `receive()` hands out: the message, or a schema's output. */
  readonly valueOf: (message: MatchableMessage) => unknown;
}

/** The part of a Standard Schema (standardschema.dev, version 1) that is used here. */
export interface StandardSchema<Output = unknown> {
  readonly '~standard': {
    readonly validate: (value: unknown) => SchemaResult<Output> | Promise<SchemaResult<Output>>;
    readonly types?: { readonly output: Output } | undefined;
  };
}

/** The vendor of our own schemas, which judge a value with the text of which it was made, if it was. */
export const OWN_VENDOR = 'jest-websocket';

/** A user's schema is never given the text. */
interface OwnSchema {
  readonly vendor?: unknown;
  readonly validate: (value: unknown, text?: string) => SchemaResult<unknown> | Promise<SchemaResult<unknown>>;
}

/** What a schema makes of a value: its output, or what is wrong with it. */
type SchemaResult<Output> = { readonly value: Output; readonly issues?: undefined } | { readonly issues: readonly SchemaIssue[] };

interface SchemaIssue {
  readonly message: string;
  readonly path?: readonly unknown[] | undefined;
}

/**
 * Makes an expected message of what the user wrote.
 * @param exact Whether objects must be equal, instead of being contained.
 * @throws {UsageError} when it can never match.
 */
export function understand(source: unknown, equality: Equality, exact = false): Expected {
  const made = matcherOf(source, equality, exact);
  return { source, equality: unfailing(equality), exact, valueOf: handedOut, ...made };
}

/** For those who explain a failure: that a matcher of the user's has thrown is told as `trouble`. */
function unfailing({ equal, contain, extended }: Equality): Equality {
  const attempt = (compare: Equality['equal']) => (received: unknown, expected: unknown) => {
    try {
      return compare(received, expected);
    } catch {
      return false;
    }
  };
  return { equal: attempt(equal), contain: attempt(contain), extended };
}

/** Whether a message matches; false if the predicate throws. For looking back, when nobody waits any more. */
export function wouldMatch(expected: Expected, message: MatchableMessage): boolean {
  try {
    return unnoted(() => expected.matches(message));
  } catch {
    return false; // a predicate that returned nothing, or a promise
  }
}

type Made = Pick<Expected, 'form' | 'matches'> & Partial<Expected>;

function matcherOf(source: unknown, equality: Equality, exact: boolean): Made {
  if (isUndecodable(source)) return { form: 'undecodable', matches: ({ problem }) => fits(source, problem) };
  const made = decoded(source, equality, exact);
  const { matches } = made;
  // a payload that the codec could not decode matches nothing else
  return { ...made, matches: (message) => message.problem === undefined && matches(message) };
}

function decoded(source: unknown, equality: Equality, exact: boolean): Made {
  if (source === undefined) return { form: 'anything', matches: () => true };
  const alternatives = Alternatives.of(source);
  if (alternatives) return either(alternatives.map((one) => understand(one, equality, exact)));
  if (isSchema(source)) return schema(source);
  if (typeof source === 'function') return predicate(source as (value: unknown) => unknown);
  if (isRegExp(source)) return text(source);
  const bytes = bytesOf(source);
  if (bytes) return { form: 'bytes', matches: ({ value }) => bytesOf(value)?.equals(bytes) ?? false };
  return value(source, equality, exact);
}

function either(alternatives: readonly Expected[]): Made {
  const first = (message: MatchableMessage) => alternatives.find(({ matches }) => matches(message));
  return {
    form: 'alternatives',
    alternatives,
    matches: (message) => first(message) !== undefined,
    valueOf: (message) => {
      const fitting = first(message);
      return fitting ? fitting.valueOf(message) : handedOut(message);
    },
  };
}

function value(source: unknown, equality: Equality, exact: boolean): Made {
  refuseUnmatchable(source, equality.extended);
  const quick = exact || equality.extended ? undefined : literal(source);
  if (quick) return { form: 'value', matches: (message) => quick(message.value) };
  refuseInMatchers(source);
  if (exact) return { form: 'value', ...told((message) => equality.equal(message.value, source)) };
  return { form: 'value', ...told((message) => equality.contain(message.value, source)) };
}

/** For what may call the user's own code. */
function told(matches: Expected['matches']): Pick<Made, 'matches' | 'trouble'> {
  const trouble = new Trouble();
  return { trouble, matches: (message) => trouble.asking(() => matches(message), message.number) };
}

function text(source: RegExp): Made {
  const matches = ({ payload }: MatchableMessage) => {
    source.lastIndex = 0;
    return typeof payload === 'string' && source.test(payload);
  };
  return { form: 'text', matches };
}

function predicate(source: (value: unknown) => unknown): Made {
  const written = Function.prototype.toString.call(source);
  if (/^class\b/.test(written) || (/^[A-Z]/.test(source.name) && /\[native code\]/.test(written))) {
    throw new UsageError(`${source.name} is a class, not a predicate. Write expect.any(${source.name}) instead.`);
  }
  const matches = (message: MatchableMessage) => {
    const verdict = source(handedOut(message));
    if (verdict === undefined || isPromise(verdict)) {
      neglect(verdict);
      const given = verdict === undefined ? 'nothing' : 'a promise';
      throw new UsageError(`The predicate ${source.name || 'given'} returned ${given}. Return true or false from it.`);
    }
    if (typeof verdict === 'function' || isAsymmetric(verdict)) {
      throw new UsageError(`The predicate ${source.name || 'given'} returned a matcher. Expect that itself, or call it.`);
    }
    return Boolean(verdict);
  };
  return { form: 'predicate', ...told(matches) };
}

function schema(source: StandardSchema): Made {
  const validate = (message: MatchableMessage) => {
    const standard: OwnSchema = source['~standard'];
    const text = standard.vendor === OWN_VENDOR ? textOf(message) : undefined;
    const result = text === undefined ? standard.validate(handedOut(message)) : standard.validate(handedOut(message), text);
    if (isPromise(result)) {
      neglect(result); // where a schema's own code throws, some libraries return a rejected promise
      throw new UsageError('The schema validates asynchronously. Expect a schema that answers at once.');
    }
    return result;
  };
  return {
    form: 'schema',
    ...told((message) => validate(message).issues === undefined),
    issues: (message) => {
      try {
        return validate(message).issues ?? [];
      } catch {
        return undefined; // `trouble` says why
      }
    },
    valueOf: (message) => {
      const result = validate(message);
      return result.issues === undefined ? result.value : handedOut(message);
    },
  };
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

function isSchema(value: unknown): value is StandardSchema {
  if (!isObject(value) && typeof value !== 'function') return false;
  const standard = (value as Partial<StandardSchema>)['~standard'];
  return isObject(standard) && typeof standard.validate === 'function';
}

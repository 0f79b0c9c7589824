import { bytesOf } from './codec';
import { literal } from './literal';
import { Mistake } from './mistake';
import { show } from './show';
import type { ReceivedMessage } from './transcript';

/** How values are compared: Jest's own ways, handed in, since this folder knows nothing of Jest. */
export interface Equality {
  /** As `toEqual` does. */
  equal(received: unknown, expected: unknown): boolean;
  /** As `toMatchObject` does: objects by subset, recursively. */
  contain(received: unknown, expected: unknown): boolean;
  /** Whether the user has added equality testers, so that no comparison may be shortened. */
  readonly extended: boolean;
}

/** What an expectation looks at: a message of either direction. */
type Recorded = Pick<ReceivedMessage, 'payload' | 'value'>;

/** An expectation about one message, understood once so that each message costs little. */
export interface Expected {
  readonly form: 'anything' | 'value' | 'text' | 'predicate' | 'schema' | 'bytes';
  /** What the user wrote. */
  readonly source: unknown;
  readonly matches: (message: Recorded) => boolean;
  /** How its parts are compared. */
  readonly equality: Equality;
  /** Whether objects must be equal, instead of being contained. */
  readonly exact: boolean;
  /** What a schema finds wrong with a message. */
  readonly issues?: (message: Recorded) => readonly SchemaIssue[];
  /** What `receive()` hands out: the message, or a schema's output. */
  readonly valueOf: (message: Recorded) => unknown;
}

/** The part of a Standard Schema (standardschema.dev, version 1) that is used here. */
export interface StandardSchema<Output = unknown> {
  readonly '~standard': {
    readonly validate: (value: unknown) => SchemaResult<Output> | Promise<SchemaResult<Output>>;
    readonly types?: { readonly output: Output } | undefined;
  };
}

type SchemaResult<Output> = { readonly value: Output; readonly issues?: undefined } | { readonly issues: readonly SchemaIssue[] };

interface SchemaIssue {
  readonly message: string;
  readonly path?: readonly unknown[] | undefined;
}

/**
 * Understands what a user expects of a message.
 * @param exact Whether objects must be equal, instead of being contained.
 * @throws {Mistake} when it can never match.
 */
export function understand(source: unknown, equality: Equality, exact = false): Expected {
  const made = matcherOf(source, equality, exact);
  return { source, equality, exact, valueOf: ({ value }) => value, ...made };
}

/** Whether it matches; not, where it cannot be asked. For looking back at what nobody waits for any more. */
export function wouldMatch(expected: Expected, message: Recorded): boolean {
  try {
    return expected.matches(message);
  } catch {
    return false; // a predicate without a verdict
  }
}

type Made = Pick<Expected, 'form' | 'matches'> & Partial<Expected>;

function matcherOf(source: unknown, equality: Equality, exact: boolean): Made {
  if (source === undefined) return { form: 'anything', matches: () => true };
  if (isSchema(source)) return schema(source);
  if (typeof source === 'function') return predicate(source as (value: unknown) => unknown);
  if (isRegExp(source)) return text(source);
  const bytes = bytesOf(source);
  if (bytes) return { form: 'bytes', matches: ({ value }) => bytesOf(value)?.equals(bytes) ?? false };
  return value(source, equality, exact);
}

function value(source: unknown, equality: Equality, exact: boolean): Made {
  refuseUnmatchable(source);
  if (exact) return { form: 'value', matches: (message) => equality.equal(message.value, source) };
  const quick = equality.extended ? undefined : literal(source);
  if (quick) return { form: 'value', matches: (message) => quick(message.value) };
  const needsObject = isObject(source) && !isAsymmetric(source);
  return {
    form: 'value',
    matches: (message) => (!needsObject || isObject(message.value)) && equality.contain(message.value, source),
  };
}

function text(source: RegExp): Made {
  const matches = ({ payload }: Recorded) => {
    source.lastIndex = 0;
    return typeof payload === 'string' && source.test(payload);
  };
  return { form: 'text', matches };
}

function predicate(source: (value: unknown) => unknown): Made {
  const written = Function.prototype.toString.call(source);
  if (/^class\b/.test(written) || (/^[A-Z]/.test(source.name) && /\[native code\]/.test(written))) {
    throw new Mistake(`${source.name} is a class, not a predicate. Write expect.any(${source.name}) instead.`);
  }
  const matches = (message: Recorded) => {
    let verdict: unknown;
    try {
      verdict = source(message.value);
    } catch {
      return false; // such as reading a field of a message that is no object
    }
    if (verdict === undefined || isPromise(verdict)) {
      const given = verdict === undefined ? 'nothing' : 'a promise';
      throw new Mistake(`The predicate ${source.name || 'given'} returned ${given}. Return true or false from it.`);
    }
    return Boolean(verdict);
  };
  return { form: 'predicate', matches };
}

function schema(source: StandardSchema): Made {
  const validate = (message: Recorded) => {
    const result = source['~standard'].validate(message.value);
    if (isPromise(result)) {
      throw new Mistake('The schema validates asynchronously. Expect a schema that answers at once.');
    }
    return result;
  };
  return {
    form: 'schema',
    matches: (message) => validate(message).issues === undefined,
    issues: (message) => validate(message).issues ?? [],
    valueOf: (message) => {
      const result = validate(message);
      return result.issues === undefined ? result.value : message.value;
    },
  };
}

/** Expected values that can never equal a message, which would otherwise end in a timeout. */
function refuseUnmatchable(source: unknown, path = '', seen = new Set<unknown>()): void {
  if (isSchema(source)) {
    throw new Mistake(
      `The expected message has a schema at ${path}. Expect the whole message by one schema, or its parts by withPath(${show(path)}, …).`,
    );
  }
  if (typeof source === 'function') {
    throw new Mistake(`The expected message has a function at ${path}. Expect one predicate for the whole message.`);
  }
  if (!isObject(source) || isAsymmetric(source) || seen.has(source)) return;
  if (isRegExp(source)) {
    const where = path === '' ? '' : ` at ${path}`;
    throw new Mistake(`The expected message has a RegExp${where}. Write expect.stringMatching(${source}) there.`);
  }
  seen.add(source);
  for (const [key, part] of Object.entries(source)) refuseUnmatchable(part, path ? `${path}.${key}` : key, seen);
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

const isRegExp = (value: unknown): value is RegExp => Object.prototype.toString.call(value) === '[object RegExp]';

const isPromise = (value: unknown): value is Promise<unknown> =>
  isObject(value) && typeof (value as { then?: unknown }).then === 'function';

const isAsymmetric = (value: object): boolean => typeof (value as { asymmetricMatch?: unknown }).asymmetricMatch === 'function';

function isSchema(value: unknown): value is StandardSchema {
  if (!isObject(value) && typeof value !== 'function') return false;
  const standard = (value as Partial<StandardSchema>)['~standard'];
  return isObject(standard) && typeof standard.validate === 'function';
}

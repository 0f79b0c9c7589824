import { understand } from '../src/expectations/expected';
import { isPlain } from '../src/runtime/literal';
import { isPromise, neglect } from '../src/runtime/tag';
import { refuseMore } from '../src/text/options';
import { oneLine, show } from '../src/text/show';
import { UsageError } from '../src/text/usage-error';
import { resultOf } from './failure-message';
import { type Call, equalityOf, type MatcherResult } from './matcher';
import { hint } from './printing';
import type { OnRefusals } from './types';
import { refused, until } from './waiting';

/** How a refusal must look. */
export interface ExpectedRefusal {
  /** The HTTP status. */
  readonly status?: number | { asymmetricMatch(other: unknown): boolean };
  readonly headers?: Readonly<Record<string, unknown>>;
  /** Text, a RegExp, or what the JSON of the body must contain. */
  readonly body?: unknown;
}

declare module './types' {
  interface WebSocketMatchers<R, T> {
    /** On the promise of `connect()`: the server refuses the upgrade, with this status, headers and body if given. */
    toFailHandshake(this: OnRefusals<R, T>, expected?: number | ExpectedRefusal): Promise<void>;
  }
}

interface Refusal {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, unknown>>;
  readonly body?: string;
  readonly message?: string;
}

const fields = ['status', 'headers', 'body'];

/**
 * RFC 6455 §4.2.2.
 * @internal
 */
export function toFailHandshake(call: Call, subject: unknown, expected?: unknown, ...more: unknown[]): Promise<MatcherResult> {
  try {
    refuseMore(more, call.name, 1);
    if (!isPromise(subject)) {
      const given = `expect() was given ${show(subject)}`;
      throw new UsageError(`${given}, not the promise of connect(). Write await expect(connect(…)).toFailHandshake(401).`);
    }
    neglect(subject); // what follows may be a mistake
    const wanted = wantedOf(expected);
    const { context } = call;
    const asked = Object.keys(wanted).length === 0 ? 'any refusal' : context.utils.printExpected(wanted);
    const failure = {
      hint: hint(context, call.name, [{ name: 'connect()' }]),
      expected: `${context.isNot ? 'not ' : ''}${asked}`,
    };
    return until<Refusal | 'accepted'>(call, {
      failure,
      start: (done) => {
        subject.then(() => done('accepted'), done);
        return undefined;
      },
      result: (came) => {
        const refusal = came === 'accepted' ? undefined : came;
        const pass = refusal?.status !== undefined && fits(refusal, wanted, call);
        return resultOf(call, pass, () => ({
          ...failure,
          received: [received(refusal)],
          values: { expected: wanted, actual: actualOf(refusal) },
        }));
      },
    });
  } catch (error) {
    return refused(call, error);
  }
}

function wantedOf(expected: unknown): ExpectedRefusal {
  if (expected === undefined || typeof expected === 'number') return expected === undefined ? {} : { status: expected };
  if (isPlain(expected) && Object.keys(expected).every((key) => fields.includes(key))) return expected;
  throw new UsageError(`toFailHandshake() takes a status, or { status, headers, body }, not ${show(expected)}.`);
}

function fits(refusal: Refusal, { status, headers, body }: ExpectedRefusal, call: Call): boolean {
  const { contain } = equalityOf(call.context);
  if (status !== undefined && !contain(refusal.status, status)) return false;
  if (headers !== undefined && !contain(refusal.headers, lowerCased(headers))) return false;
  if (body === undefined) return true;
  const text = refusal.body ?? '';
  return understand(body, equalityOf(call.context)).matches({
    payload: text,
    value: typeof body === 'string' ? text : json(text),
  });
}

/** Node gives the names of headers in lower case. */
const lowerCased = (headers: object) =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function received(refusal: Refusal | undefined): string {
  if (!refusal) return 'the server accepted the upgrade with 101';
  return oneLine(String(refusal.message ?? refusal), 500);
}

/** For reporters: where it was not a refusal, what happened instead. */
const actualOf = (refusal: Refusal | undefined): unknown => {
  if (refusal?.status === undefined) return received(refusal);
  const { status, headers, body } = refusal;
  return { status, headers, body };
};

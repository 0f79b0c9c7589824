import { type Expected, understand } from '../src/expectations/expected';
import { troubleLines, undecided } from '../src/expectations/trouble';
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
  /** Headers that it must have, by names in any case; values may be matchers. */
  readonly headers?: Readonly<Record<string, unknown>>;
  /** The whole text, a RegExp, or what the JSON of the body must contain. */
  readonly body?: unknown;
}

declare module './types' {
  interface WebSocketMatchers<R, T> {
    /** On the promise of `connect()`: the server refuses the upgrade, with this status, headers and body if given. */
    toFailHandshake(this: OnRefusals<R, T>, expected?: number | ExpectedRefusal): Promise<void>;
  }
}

/** What became of the promise of `connect()`. */
type HandshakeOutcome = { readonly isRefused: false } | { readonly isRefused: true; readonly reason: unknown };

/** What a refused `connect()` rejects with. */
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
    neglect(subject); // in case the checks below throw
    const wanted = wantedOf(expected);
    const { context } = call;
    const body = wanted.body === undefined ? [] : [understand(wanted.body, equalityOf(context))];
    const asked = Object.keys(wanted).length === 0 ? 'any refusal' : context.utils.printExpected(wanted);
    const failure = {
      hint: hint(context, call.name, [{ name: 'connect()' }]),
      expected: `${context.isNot ? 'not ' : ''}${asked}`,
    };
    return until<HandshakeOutcome>(call, {
      failure,
      start: (done) => {
        subject.then(
          () => done({ isRefused: false }),
          (reason: unknown) => done({ isRefused: true, reason }),
        );
        return undefined;
      },
      result: (outcome) => {
        const refusal = refusalIn(outcome);
        const isSo = refusal !== undefined && fits(refusal, wanted, body, call);
        const isNoAnswer = outcome?.isRefused === true && refusal === undefined;
        // for .not, both leave open whether the server would refuse
        const pass = isSo || (context.isNot === true && (isNoAnswer || undecided(body) !== undefined));
        return resultOf(call, pass, () => ({
          ...failure,
          received: [received(outcome)],
          details: [troubleLines(body)],
          hints: isNoAnswer ? [context.isNot ? NOT_CONNECTED : NO_STATUS] : [],
          values: { expected: wanted, actual: refusal ? actualOf(refusal) : received(outcome) },
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

/** The refusal; undefined if there was none, since the upgrade was accepted, or the server did not answer. */
function refusalIn(outcome: HandshakeOutcome | undefined): Refusal | undefined {
  const reason = outcome?.isRefused ? (outcome.reason as Refusal | null | undefined) : undefined;
  return reason?.status === undefined ? undefined : reason;
}

/** @param body The expected body; empty if any will do. */
function fits(refusal: Refusal, { status, headers }: ExpectedRefusal, body: readonly Expected[], call: Call): boolean {
  const { contain } = equalityOf(call.context);
  if (status !== undefined && !contain(refusal.status, status)) return false;
  if (headers !== undefined && !contain(refusal.headers, lowerCased(headers))) return false;
  const text = refusal.body ?? '';
  return body.every(({ matches, source }) => {
    return matches({ payload: text, value: typeof source === 'string' ? text : json(text) });
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

function received(outcome: HandshakeOutcome | undefined): string {
  if (!outcome?.isRefused) return 'the server accepted the upgrade with 101';
  const { message } = Object(outcome.reason) as Refusal;
  return typeof message === 'string' ? oneLine(message, 500) : `the promise rejected with ${show(outcome.reason, 500)}`;
}

const NO_STATUS =
  'This is no answer with an HTTP status: a failed connection, and the refusal of a protocol behind the upgrade, is expected with rejects.toThrow().';

const NOT_CONNECTED =
  'connect() failed without an answer with an HTTP status, so whether the server refuses the upgrade is unknown. Where that is meant, expect it with rejects.toThrow().';

/** The refusal, for reporters. */
const actualOf = ({ status, headers, body }: Refusal): object => ({ status, headers, body });

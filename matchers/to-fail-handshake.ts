import { understand } from '../src/expectations/expected';
import { isPlain } from '../src/runtime/literal';
import { refuseMore } from '../src/text/options';
import { oneLine, show } from '../src/text/show';
import { UsageError } from '../src/text/usage-error';
import { type Call, equalityOf, type Verdict } from './context';
import { isPromise, leaveAlone } from './subject';
import { refused, watched } from './waiting';

/** How a refusal must look. */
export interface ExpectedRefusal {
  /** The HTTP status. */
  readonly status?: number | { asymmetricMatch(other: unknown): boolean };
  readonly headers?: Readonly<Record<string, unknown>>;
  /** Text, a RegExp, or what the JSON of the body must contain. */
  readonly body?: unknown;
}

interface Refusal {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, unknown>>;
  readonly body?: string;
  readonly message?: string;
}

const fields = ['status', 'headers', 'body'];

/** The server refuses the upgrade (RFC 6455 §4.2.2), with this status, headers and body where they are given. */
export function toFailHandshake(call: Call, subject: unknown, expected?: unknown, ...more: unknown[]): Promise<Verdict> {
  try {
    refuseMore(more, call.name, 1);
    if (!isPromise(subject)) {
      const given = `expect() was given ${show(subject)}`;
      throw new UsageError(`${given}, not the promise of connect(). Write await expect(connect(…)).toFailHandshake(401).`);
    }
    leaveAlone(subject); // what follows may be a mistake
    const wanted = wantedOf(expected);
    return watched(call, call.engine.host.caller(), async () => {
      const refusal = await subject.then(
        () => undefined,
        (error: Refusal) => error,
      );
      const pass = refusal?.status !== undefined && fits(refusal, wanted, call);
      return { pass, message: () => words(call, refusal, wanted), name: call.name };
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

function words({ context, name }: Call, refusal: Refusal | undefined, wanted: ExpectedRefusal): string {
  const { isNot, promise, utils } = context;
  const header = utils.matcherHint(name, 'connect()', undefined, { isNot: isNot ?? false, promise: promise ?? '' });
  const asked = Object.keys(wanted).length === 0 ? 'any refusal' : utils.printExpected(wanted);
  return [header, '', `Expected: ${isNot ? 'not ' : ''}${asked}`, `Received: ${received(refusal)}`].join('\n');
}

function received(refusal: Refusal | undefined): string {
  if (!refusal) return 'the server accepted the upgrade with 101';
  return oneLine(String(refusal.message ?? refusal), 500);
}

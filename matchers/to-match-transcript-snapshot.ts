import type { Connection } from '../src/connection/connection';
import { understand } from '../src/expectations/expected';
import { refuseForCodec } from '../src/expectations/given-by-codec';
import type { ExpectedMessage } from '../src/expectations/pattern';
import { one } from '../src/expectations/requirement';
import { streamText } from '../src/explain/stream-text';
import { CallLocation } from '../src/runtime/call-location';
import { isPlain } from '../src/runtime/literal';
import { errorAt } from '../src/text/error-at';
import * as check from '../src/text/option-checks';
import { UsageError } from '../src/text/usage-error';
import { untilEnded, untilQuiet } from '../src/waiting/fence';
import type { Outcome } from '../src/waiting/outcome';
import { type Caller, waitTime } from '../src/waiting/scope';
import { type Wait, waitFor } from '../src/waiting/wait';
import { type Call, equalityOf, usageErrorVerdict, type Verdict } from './context';
import { placeholdersOf, TranscriptText } from './serializer';
import { connectionsOf } from './subject';
import { refused, usualTimeout, watched } from './waiting';
import { explain, hint } from './words';

/** What of the stream is stored, and what ends it. */
export interface TranscriptSnapshotOptions<Message = any> {
  /** Waits for a message that matches, and stores the stream up to it. */
  readonly until?: ExpectedMessage<Message>;
  /** Waits until nothing has come for so many ms, and stores all that has come. */
  readonly quiet?: number;
  /** Waits for the end of the connection, and stores all that has come. */
  readonly closed?: boolean;
  /** How long to wait, in ms. Defaults to the client's timeout. */
  readonly timeout?: number;
  /** Whether only what was received is stored. Defaults to `false`. */
  readonly received?: boolean;
  /** Of the messages, only those that match; no opening, closing or heartbeat. */
  readonly only?: ExpectedMessage<Message>;
  /** Whether the lines of each client are sorted, for a stream whose order is free. Defaults to `false`. */
  readonly sorted?: boolean;
  /** Whether pings and pongs are stored, and what a codec sends by a clock. Defaults to `false`. */
  readonly heartbeats?: boolean;
  /** Paths whose values differ from run to run: `body.seq`, `items[*].id`, `..at` (at any depth). */
  readonly volatile?: readonly string[];
}

const any: check.Check = { expects: 'an expected message', accepts: () => true };
const paths: check.Check = {
  expects: 'an array of paths',
  accepts: (value) => Array.isArray(value) && value.every(check.isString),
};

const checks: check.Checks = {
  until: any,
  quiet: check.duration,
  closed: check.boolean,
  timeout: check.milliseconds,
  received: check.boolean,
  only: any,
  sorted: check.boolean,
  heartbeats: check.boolean,
  volatile: paths,
};

/** What of the received messages is written. */
type Extent = 'read' | 'all';

type Compare = (view: TranscriptText) => Verdict;

/** The stream equals the stored one. */
export function toMatchTranscriptSnapshot(call: Call, subject: unknown, ...args: readonly unknown[]) {
  const [options, name] = optionsAndRest(args);
  return matched(call, subject, options, 'toMatchSnapshot', (context) => (view) => {
    return jestMatcher(call, 'toMatchSnapshot').call(context, view, ...(name === undefined ? [] : [name])) as Verdict;
  });
}

/** The stream equals the one in the test's own code. */
export function toMatchTranscriptInlineSnapshot(call: Call, subject: unknown, ...args: readonly unknown[]) {
  const [options, stored] = optionsAndRest(args);
  return matched(call, subject, options, 'toMatchInlineSnapshot', (context) => (view) => {
    return jestMatcher(call, 'toMatchInlineSnapshot').call(context, view, ...(stored === undefined ? [] : [stored])) as Verdict;
  });
}

function optionsAndRest([first, second]: readonly unknown[]): [options: TranscriptSnapshotOptions, rest: unknown] {
  return isPlain(first) ? [first, second] : [{}, first];
}

function matched(
  call: Call,
  subject: unknown,
  options: TranscriptSnapshotOptions,
  theirs: string,
  comparison: (context: object) => Compare,
): Verdict | Promise<Verdict> {
  const { until, quiet, closed } = options;
  const endings = [until, quiet, closed || undefined].filter((ending) => ending !== undefined);
  try {
    const connections = connectionsOf(subject);
    check.checkOptions(options, checks, call.name);
    // taken now: where the snapshot stands cannot be seen when the stream has settled. Jest keeps a failure for the end
    // of the test by dontThrow(), and charges it to whoever ends first: not so ours
    const error = errorAt(call.engine.realm, new CallLocation(call.callee), '');
    const compare = comparison({ ...call.context, error, dontThrow: () => {} });
    const compared = (extent: Extent): Verdict => {
      const text = textOf(call, connections, options, extent);
      const verdict = compare(new TranscriptText(text));
      return { ...verdict, message: () => verdict.message().replaceAll(theirs, call.name) };
    };
    if (endings.length > 1) throw new UsageError(`${call.name} takes one of { until }, { quiet } and { closed }.`);
    if (endings.length === 0) return compared('read');
    const caller = call.engine.host.caller();
    return watched(call, caller, async () => {
      try {
        const problem = await settled(call, connections, options, caller);
        if (problem) return { pass: call.context.isNot ?? false, message: () => problem };
        return compared(until === undefined ? 'all' : 'read');
      } catch (error) {
        return usageErrorVerdict(call, error); // such as a volatile path that matches nothing of what has come
      }
    });
  } catch (error) {
    return endings.length > 0 ? refused(call, error) : usageErrorVerdict(call, error);
  }
}

function textOf(call: Call, connections: readonly Connection[], options: TranscriptSnapshotOptions, extent: Extent): string {
  const { received = false, only, sorted = false, heartbeats = false, volatile = [] } = options;
  const understood = only === undefined ? undefined : understand(only, equalityOf(call.context));
  if (understood) refuseForCodec([understood], connections, false);
  const placeholders = placeholdersOf(call.engine.host.caller().scope);
  return streamText(connections, placeholders, { received, only: understood, sorted, heartbeats, volatile, extent });
}

/** Waits for what ends the stream. Returns what is wrong, if that did not come. */
async function settled(
  call: Call,
  connections: readonly Connection[],
  { until, quiet, timeout = usualTimeout(connections) }: TranscriptSnapshotOptions,
  caller: Caller,
): Promise<string | undefined> {
  if (until !== undefined) return reached(call, connections, until, timeout, caller);
  const left = waitTime(timeout, caller);
  const wait = (connection: Connection) =>
    quiet === undefined ? untilEnded(connection, left) : untilQuiet(connection, quiet, left);
  const came = await Promise.all(connections.map(wait));
  for (const connection of connections) connection.endSeen ||= connection.ending !== undefined;
  const late = connections.filter((_, index) => !came[index]).map(({ name }) => name);
  if (late.length === 0) return undefined;
  const what = quiet === undefined ? 'did not close' : `was not quiet for ${quiet} ms`;
  const head = hint(call.context, call.name, connections, '');
  return `${head}\n\n${late.join(', ')} ${what} within ${Math.round(left)} ms.`;
}

function reached(call: Call, connections: readonly Connection[], until: unknown, timeout: number | undefined, caller: Caller) {
  const reader = { name: call.name, position: new CallLocation(call.callee).position };
  const expected = understand(until, equalityOf(call.context));
  refuseForCodec([expected], connections, false);
  const requirement = one(expected);
  const wait: Wait = { connections, requirement, negated: false, timeout, reader, caller };
  return new Promise<string | undefined>((resolve) => {
    const settle = (outcome: Outcome) => resolve(outcome.kind === 'satisfied' ? undefined : explain(call.context, wait, outcome));
    waitFor(wait, settle);
  });
}

type JestMatcher = (this: object, received: unknown, ...args: unknown[]) => unknown;

/** Jest's own: what it knows of files, flags and obsolete snapshots holds. */
const jestMatcher = (call: Call, name: string): JestMatcher => call.jestMatcher?.(name) as JestMatcher;

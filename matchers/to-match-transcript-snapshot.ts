import type { Connection } from '../src/connection/connection';
import { understand } from '../src/expectations/expected';
import { refuseForCodec } from '../src/expectations/given-by-codec';
import type { ExpectedMessage } from '../src/expectations/pattern';
import { one } from '../src/expectations/requirement';
import { streamText } from '../src/explain/stream-text';
import { CallLocation } from '../src/runtime/call-location';
import { isPlain } from '../src/runtime/literal';
import { errorAt } from '../src/text/error-at';
import { failureText } from '../src/text/failure-text';
import { anything, boolean, check, duration, isString, milliseconds } from '../src/text/option-checks';
import { checkOptions, type OptionsOf, refuseMore } from '../src/text/options';
import { plainData } from '../src/text/plain-data';
import { show } from '../src/text/show';
import { UsageError } from '../src/text/usage-error';
import { waitTime } from '../src/waiting/caller';
import { untilEnded, untilQuiet } from '../src/waiting/fence';
import { type Wait, waitFor } from '../src/waiting/wait';
import { explainWait } from './explain-wait';
import { failed, usageErrorResult } from './failure-message';
import { type Call, equalityOf, type MatcherResult } from './matcher';
import { hint } from './printing';
import { placeholdersOf, TranscriptText } from './serializer';
import { connectionsOf } from './subject';
import type { IncomingOf, OnClients } from './types';
import { awaited, calledFrom, refused, until, usualTimeout } from './waiting';

const message = anything<ExpectedMessage>('an expected message');

const paths = check<readonly string[]>('an array of paths', (value) => Array.isArray(value) && value.every(isString));

const snapshotOptions = {
  /** Waits for a message that matches, and stores the stream up to it. */
  until: message,
  /** Waits until no message has come for this time, in ms, and stores all that has come. */
  quiet: duration,
  /** Waits for the end of the connection, and stores all that has come. */
  closed: boolean,
  /** How long to wait, in ms. Defaults to the client's timeout. */
  timeout: milliseconds,
  /** Whether only what was received is stored. Defaults to `false`. */
  received: boolean,
  /** Stores only messages that match; no opening, closing or heartbeat. */
  only: message,
  /** Whether the lines of each client are sorted, for a stream whose order is free. Defaults to `false`. */
  sorted: boolean,
  /** Whether pings and pongs are stored. Defaults to `false`. */
  heartbeats: boolean,
  /** Whether what the codec's protocol says by itself is stored: its handshake, acknowledgements. Defaults to `false`. */
  protocol: boolean,
  /** Paths whose values differ from run to run: `body.seq`, `items[*].id`, `..at` (at any depth). */
  volatile: paths,
};

/** Which part of the stream is stored, and what ends it. */
export interface TranscriptSnapshotOptions<Message = any> extends OptionsOf<typeof snapshotOptions> {
  readonly until?: ExpectedMessage<Message>;
  readonly only?: ExpectedMessage<Message>;
}

/** Options with an end of the stream, for which the matcher waits. */
type Settling<Message> = TranscriptSnapshotOptions<Message> &
  ({ readonly until: ExpectedMessage<Message> } | { readonly quiet: number } | { readonly closed: true });

declare module './types' {
  interface WebSocketMatchers<R, T> {
    /**
     * The messages both ways equal the stored ones, apart from values that differ from run to run. Without an option, only
     * messages that have been read are compared, while the connection is open; with `until`, `quiet` or `closed`, the matcher
     * waits for that end first.
     */
    toMatchTranscriptSnapshot(this: OnClients<R, T>, options: Settling<IncomingOf<T>>, hint?: string): Promise<void>;
    toMatchTranscriptSnapshot(this: OnClients<R, T>, options?: TranscriptSnapshotOptions<IncomingOf<T>>, hint?: string): R;
    toMatchTranscriptSnapshot(this: OnClients<R, T>, hint?: string): R;
    /** Like `toMatchTranscriptSnapshot()`, with the snapshot as an argument, which Jest writes into the test file. */
    toMatchTranscriptInlineSnapshot(this: OnClients<R, T>, options: Settling<IncomingOf<T>>, stored?: string): Promise<void>;
    toMatchTranscriptInlineSnapshot(this: OnClients<R, T>, options: TranscriptSnapshotOptions<IncomingOf<T>>, stored?: string): R;
    toMatchTranscriptInlineSnapshot(this: OnClients<R, T>, stored?: string): R;
  }
}

/** @internal */
export const toMatchTranscriptSnapshot = (call: Call, subject: unknown, ...args: readonly unknown[]) =>
  matched(call, subject, 'toMatchSnapshot', args);

/** @internal */
export const toMatchTranscriptInlineSnapshot = (call: Call, subject: unknown, ...args: readonly unknown[]) =>
  matched(call, subject, 'toMatchInlineSnapshot', args);

type Result = MatcherResult | Promise<MatcherResult>;

/** @param theirs The name of the matcher of Jest that compares. */
function matched(call: Call, subject: unknown, theirs: string, args: readonly unknown[]): Result {
  const { options, text, more } = readArguments(args);
  const { until, quiet, closed } = options;
  const endings = [until, quiet, closed || undefined].filter((ending) => ending !== undefined);
  try {
    if (call.context.isNot) throw new UsageError(`${call.name} cannot be used with .not.`);
    const connections = connectionsOf(subject);
    checkOptions(options, snapshotOptions, call.name);
    const second = theirs === 'toMatchSnapshot' ? 'a hint' : 'the stored snapshot';
    if (isString(text) && more.some(isPlain)) throw new UsageError(`${call.name} takes options first, and ${second} after them.`);
    if (text !== undefined && !isString(text)) {
      throw new UsageError(`${call.name} takes options, and ${second} as text, not ${show(text)}.`);
    }
    refuseMore(more, call.name, 2);
    const compare = comparison(call, theirs, text);
    const compared = (extent: Extent) => compare(textOf(call, connections, options, extent));
    if (endings.length > 1) throw new UsageError(`${call.name} takes one of { until }, { quiet } and { closed }.`);
    if (endings.length === 0) return compared('read');
    return until === undefined
      ? onceSettled(call, connections, options, () => compared('all'))
      : onceReached(call, connections, options, () => compared('read'));
  } catch (error) {
    return endings.length > 0 ? refused(call, error) : usageErrorResult(call, error);
  }
}

/** The arguments of a call: the options may be left out. */
function readArguments(args: readonly unknown[]) {
  const [first, ...others] = args;
  const hasOptions = first === undefined || isPlain(first);
  const [text, ...more] = hasOptions ? others : args;
  const options: TranscriptSnapshotOptions = hasOptions ? (first ?? {}) : {};
  return { options, text, more };
}

type JestMatcher = (this: object, received: unknown, ...args: unknown[]) => unknown;

/** Compares a text with the stored one by Jest's own matcher, which handles files, flags and obsolete snapshots. */
function comparison(call: Call, theirs: string, hintOrStored: string | undefined): (text: string) => MatcherResult {
  const { engine, context, callee, name, jestMatcher } = call;
  // the error is made now, since later the stack does not show where the snapshot is written. dontThrow() is disabled: Jest
  // would keep the failure for the end of a test, and charge it to whichever test ends first
  const error = errorAt(engine.realm, new CallLocation(callee), '');
  const self = { ...context, error, dontThrow: () => {} };
  const matcher = jestMatcher?.(theirs) as JestMatcher;
  return (text) => {
    const result = matcher.call(
      self,
      new TranscriptText(text),
      ...(hintOrStored === undefined ? [] : [hintOrStored]),
    ) as MatcherResult;
    return {
      ...result,
      ...('expected' in result && { expected: plainData(result.expected, engine.realm) }),
      ...('actual' in result && { actual: plainData(result.actual, engine.realm) }),
      message: () => failureText(result.message().replaceAll(theirs, name)),
    };
  };
}

/** Which received messages are part of the text. */
type Extent = 'read' | 'all';

function textOf(call: Call, connections: readonly Connection[], options: TranscriptSnapshotOptions, extent: Extent): string {
  const { received = false, only, sorted = false, heartbeats = false, protocol = false, volatile = [] } = options;
  const understood = only === undefined ? undefined : understand(only, equalityOf(call.context));
  if (understood) refuseForCodec([understood], connections, false);
  const placeholders = placeholdersOf(call.engine);
  return streamText(connections, placeholders, { received, only: understood, sorted, heartbeats, protocol, volatile, extent });
}

/** Some mistakes only show at the comparison: for example a volatile path that matches nothing in the messages. */
function guarded(call: Call, compared: () => MatcherResult): MatcherResult {
  try {
    return compared();
  } catch (error) {
    return usageErrorResult(call, error);
  }
}

/** Waits until the stream is quiet or has ended. */
function onceSettled(
  call: Call,
  connections: readonly Connection[],
  { quiet, timeout = usualTimeout(connections) }: TranscriptSnapshotOptions,
  compared: () => MatcherResult,
): Promise<MatcherResult> {
  const left = waitTime(timeout, call.engine.host.caller());
  const failure = { hint: hint(call.context, call.name, connections, '') };
  return until<readonly boolean[]>(call, {
    failure,
    start: (done, fail) => {
      const settled = (one: Connection) => (quiet === undefined ? untilEnded(one, left) : untilQuiet(one, quiet, left));
      Promise.all(connections.map(settled)).then(done, fail);
      return undefined;
    },
    result: (came = []) => {
      for (const connection of connections) connection.closing.look();
      const late = connections.filter((_, index) => !came[index]).map(({ name }) => name);
      if (late.length === 0) return guarded(call, compared);
      const what = quiet === undefined ? 'did not close' : `was not quiet for ${quiet} ms`;
      return failed(call, () => ({ ...failure, cause: `${late.join(', ')} ${what} within ${Math.round(left)} ms.` }));
    },
  });
}

/** Waits for the message up to which the stream is compared. */
function onceReached(
  call: Call,
  connections: readonly Connection[],
  { until, timeout = usualTimeout(connections) }: TranscriptSnapshotOptions,
  compared: () => MatcherResult,
): Promise<MatcherResult> {
  const from = calledFrom(call);
  const expected = understand(until, equalityOf(call.context));
  refuseForCodec([expected], connections, false);
  const reader = { name: call.name, position: from.location.position };
  const wait: Wait = { connections, requirement: one(expected), negated: false, timeout, reader, caller: from.caller };
  return awaited(call, from, (settle, fail) => {
    waitFor(wait, (outcome) => {
      if (outcome.kind !== 'satisfied') settle(failed(call, () => explainWait(call.context, wait, outcome)));
      // a microtask later, when the message counts as read
      else
        Promise.resolve()
          .then(() => settle(guarded(call, compared)))
          .catch(fail);
    });
  });
}

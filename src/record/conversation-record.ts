import type { Connection } from '../connection/connection';
import type { TranscriptEntry } from '../log/transcript';
import { literal } from '../runtime/literal';
import { maskUrl } from '../text/mask';
import { oneLine, show } from '../text/show';
import type { SettledWait } from '../waiting/outcome';
import type { HttpExchange } from '../waiting/recording';
import type { Scope } from '../waiting/scope';
import { EventRecorder } from './event-record';
import { ofFailed, ofPassed, type RecordLimits } from './limits';
import { PositionsRecorder } from './positions';
import type { ClientRecord, ConversationRecord, EventRecord, HttpRecord, OutputRecord, WaitRecord } from './test-record';

/** A server in a process of its own, and what it has printed. */
export interface PrintingServer {
  readonly name: string;
  linesSince(since: number): readonly { readonly at: number; readonly text: string }[];
}

export interface RecordedTest {
  /** The scopes of the test, then those around it. */
  readonly scopes: readonly Scope[];
  /** When it began, on the clock of `performance.now()`. */
  readonly began: number;
  readonly failed: boolean;
  readonly servers: readonly PrintingServer[];
  readonly positions?: PositionsRecorder;
}

/** How many characters of an expected message, and of a body, are kept. */
const LONGEST_EXPECTED = 500;
const LONGEST_BODY = 4096;
/** How many lines of a server's output. */
const LINES = 1000;

/** What the clients of a test have sent and received, what it has waited for, and what else happened meanwhile. */
export function conversationRecord(test: RecordedTest): ConversationRecord {
  const { scopes, began, failed, servers, positions = new PositionsRecorder() } = test;
  const [own] = scopes;
  const since = Math.min(began, own?.began ?? began);
  const when = (at: number) => Math.round((at - began) * 100) / 100;
  const waits = scopes
    .flatMap(({ recording, failedWaits }) => recording?.waits ?? failedWaits)
    .filter(({ ended }) => ended >= since);
  const waited = new Set(waits.flatMap(({ connections }) => connections));
  const involved = scopes
    .flatMap(({ connections }) => connections)
    .map((connection) => ({ connection, entries: entriesSince(connection, since) }))
    .filter(({ connection, entries }) => entries.length > 0 || waited.has(connection));
  const indexes = new Map(involved.map(({ connection }, index) => [connection, index]));
  const limits = failed ? ofFailed : ofPassed;
  return {
    clients: involved.map(({ connection }) => clientRecord(connection)),
    ...eventsOf(involved, limits, (entries) => {
      const recorder = new EventRecorder(limits, positions);
      return entries.map(({ entry, client, isPlain }) => recorder.one(entry, when(entry.at), client, isPlain));
    }),
    waits: waits.map((wait) => waitRecord(wait, indexes, when, positions)),
    requests: scopes.flatMap(({ recording }) => recording?.requests ?? []).flatMap((one) => requestRecord(one, involved, when)),
    output: outputOf(servers, since, when),
  };
}

interface Involved {
  readonly connection: Connection;
  readonly entries: readonly TranscriptEntry[];
}

/** Those of this test: the client of a block has those of others before them. */
function entriesSince(connection: Connection, since: number): readonly TranscriptEntry[] {
  const entries = connection.entriesOfTest;
  const before = entries.findLastIndex(({ at }) => at < since);
  return before === -1 ? entries : entries.slice(before + 1);
}

function clientRecord({ name, url, log }: Connection): ClientRecord {
  return { name, url, ...(log.forgotten > 0 && { forgotten: log.forgotten }) };
}

/** An event of one of the clients. */
interface Told {
  readonly entry: TranscriptEntry;
  readonly client: number;
  readonly isPlain: boolean;
}

function eventsOf(
  involved: readonly Involved[],
  { first, last }: RecordLimits,
  recorded: (entries: readonly Told[]) => EventRecord[],
): Pick<ConversationRecord, 'events' | 'omitted'> {
  const all = involved.flatMap(({ connection, entries }, client) => {
    const isPlain = connection.codec !== undefined;
    return entries.map((entry): Told => ({ entry, client, isPlain }));
  });
  all.sort((a, b) => a.entry.at - b.entry.at);
  if (all.length <= first + last) return { events: recorded(all) };
  const events = recorded([...all.slice(0, first), ...all.slice(-last)]);
  return { events, omitted: { events: all.length - first - last, behind: first } };
}

function waitRecord(
  wait: SettledWait,
  indexes: ReadonlyMap<Connection, number>,
  when: (at: number) => number,
  positions: PositionsRecorder,
): WaitRecord {
  const { name, connections, expected, negated, timeout, began, ended, outcome, position } = wait;
  return {
    name,
    clients: connections.flatMap((connection) => indexes.get(connection) ?? []),
    began: when(began),
    ended: when(ended),
    ...(Number.isFinite(timeout) && { timeout: Math.round(timeout) }),
    ...(negated && { negated }),
    expected: expectedText(expected ?? []),
    outcome: outcome.kind,
    position: positions.of(position),
  };
}

function expectedText(expected: readonly { readonly form: string; readonly source: unknown }[]): string {
  const [first, ...more] = expected;
  if (!first) return '';
  const text = first.form === 'anything' ? 'any message' : sourceText(first.source);
  return more.length === 0 ? text : `${text} and ${more.length} more`;
}

/** What JSON says whole, as most waits expect, is said five times as fast. */
function sourceText(source: unknown): string {
  const isJson = typeof source === 'object' && literal(source) !== undefined;
  return isJson ? oneLine(JSON.stringify(source), LONGEST_EXPECTED) : show(source, LONGEST_EXPECTED);
}

function requestRecord(
  { at, user, method, url, sent, answer }: HttpExchange,
  involved: readonly Involved[],
  when: (at: number) => number,
): HttpRecord {
  const client = involved.findIndex(({ connection }) => connection.givenName === user);
  return {
    at: when(at),
    ...(client !== -1 && { client }),
    method,
    url: maskUrl(url),
    ...(sent !== undefined && { sent: oneLine(sent, LONGEST_BODY) }),
    ...(answer && {
      status: answer.status,
      ended: when(answer.at),
      received: typeof answer.body === 'string' ? oneLine(answer.body, LONGEST_BODY) : show(answer.body, LONGEST_BODY),
    }),
  };
}

function outputOf(servers: readonly PrintingServer[], since: number, when: (at: number) => number): OutputRecord[] {
  return servers
    .flatMap((server) =>
      server.linesSince(since).map(({ at, text }) => ({ at: when(at), server: server.name, text: oneLine(text, LONGEST_BODY) })),
    )
    .sort((a, b) => a.at - b.at)
    .slice(-LINES);
}

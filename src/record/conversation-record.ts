import type { Connection } from '../connection/connection';
import type { TranscriptEntry } from '../log/transcript';
import { maskUrl } from '../text/mask';
import { withoutKeys } from '../text/private-keys';
import { oneLine } from '../text/show';
import type { HttpExchange } from '../waiting/recording';
import type { Scope } from '../waiting/scope';
import { EventRecorder } from './event-record';
import { ofFailed, ofPassed, type RecordLimits } from './limits';
import { PositionsRecorder } from './positions';
import { safeText } from './safe-text';
import type { ClientRecord, ConversationRecord, EventRecord, HttpRecord, OutputRecord } from './test-record';
import { indexesOf, keptWaits, waitRecord } from './wait-record';

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
  /** Earlier events belong to other tests, and are left out. Defaults to `began`. */
  readonly since?: number;
  readonly failed: boolean;
  readonly servers: readonly PrintingServer[];
  readonly positions?: PositionsRecorder;
}

/** How many characters of a body, and of a line, are kept. */
const LONGEST_BODY = 4096;
const LONGEST_LINE = 4096;
/** How many lines of a server's output. */
const LINES = 1000;

/** What the clients of a test have sent and received, its waits, its HTTP requests, and the output of its servers. */
export function conversationRecord(test: RecordedTest): ConversationRecord {
  const { scopes, began, since = began, failed, servers, positions = new PositionsRecorder() } = test;
  const when = (at: number) => Math.round((at - began) * 100) / 100;
  const waits = scopes
    .flatMap(({ recording, failedWaits }) => recording?.waits ?? failedWaits)
    .filter(({ ended }) => ended >= since);
  const kept = keptWaits(waits, failed);
  const omittedWaits = scopes.reduce((sum, { recording }) => sum + (recording?.omittedWaits ?? 0), waits.length - kept.length);
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
      const recorder = new EventRecorder(limits, positions, indexesOf(kept));
      return entries.map(({ entry, client, isPlain }) => {
        const breach = involved[client]?.connection.contract?.breaches.of(entry);
        return recorder.one(entry, when(entry.at), client, isPlain, breach?.isWarning ? undefined : breach);
      });
    }),
    waits: kept.map((wait) => waitRecord(wait, indexes, when, positions)),
    requests: scopes
      .flatMap(({ recording }) => recording?.requests ?? [])
      .filter(({ at, answer }) => (answer?.at ?? at) >= since)
      .map((one) => requestRecord(one, involved, when)),
    output: outputOf(servers, since, when),
    ...(omittedWaits > 0 && { omittedWaits }),
  };
}

interface Involved {
  readonly connection: Connection;
  readonly entries: readonly TranscriptEntry[];
}

/** The events of this test: the log of a client that belongs to a block also has those of earlier tests. */
function entriesSince(connection: Connection, since: number): readonly TranscriptEntry[] {
  const entries = connection.entriesOfTest;
  if (entries[0] === undefined || entries[0].at >= since) return entries;
  const before = entries.findLastIndex(({ at }) => at < since);
  return entries.slice(before + 1);
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
  const count = involved.reduce((sum, { entries }) => sum + entries.length, 0);
  const most = first + last;
  const all = involved.flatMap(({ connection, entries }, client) => {
    const isPlain = connection.codec !== undefined;
    // the first (and last) events of all clients are among the first (and last) of each client
    const ends = entries.length <= most ? entries : [...entries.slice(0, first), ...entries.slice(-last)];
    return ends.map((entry): Told => ({ entry, client, isPlain }));
  });
  if (involved.length > 1) all.sort((a, b) => a.entry.at - b.entry.at);
  if (count <= most) return { events: recorded(all) };
  const events = recorded([...all.slice(0, first), ...all.slice(-last)]);
  return { events, omitted: { events: count - most, behind: first } };
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
    ...(sent !== undefined && { sent: safeText(sent, LONGEST_BODY) }),
    ...(answer && {
      status: answer.status,
      ended: when(answer.at),
      received: safeText(answer.body, LONGEST_BODY),
    }),
  };
}

function outputOf(servers: readonly PrintingServer[], since: number, when: (at: number) => number): OutputRecord[] {
  return servers
    .flatMap((server) => {
      const lines = server.linesSince(since);
      const texts = withoutKeys(lines.map(({ text }) => text));
      return lines.map(({ at }, index) => ({
        at: when(at),
        server: server.name,
        text: oneLine(texts[index] as string, LONGEST_LINE),
      }));
    })
    .sort((a, b) => a.at - b.at)
    .slice(-LINES);
}

import type { Settings } from '../src/client/config';
import { wouldMatch } from '../src/expectations/expected';
import { breachesIn } from '../src/explain/breaches';
import { conversation, noPaint, type Paint } from '../src/explain/conversation';
import type { Moment } from '../src/explain/moment';
import { nearestMiss } from '../src/explain/nearest-miss';
import { lineWidth } from '../src/explain/terminal';
import type { ReceivedMessage } from '../src/log/transcript';
import { shownPosition } from '../src/runtime/call-location';
import type { Realm } from '../src/runtime/realm';
import { count } from '../src/text/count';
import { distinctNames } from '../src/text/distinct-names';
import type { SettledWait } from '../src/waiting/outcome';
import type { Scope } from '../src/waiting/scope';
import type { Test } from './jest-internals';
import { read, withMore } from './replacement-error';

/** How much of the conversation a failing test shows. */
type Shown = Settings['conversation'];

type Errors = Test['errors'];

interface Extras {
  readonly paint?: Paint | undefined;
  /** Sentences that may help. */
  readonly hints?: readonly string[];
  /** What the servers that the test used have printed. */
  readonly output?: readonly string[];
}

/** Appends the conversation of the test's clients to the first of its errors, so that Jest prints it once. */
export function appendConversation(
  errors: Errors,
  scopes: readonly Scope[],
  realm: Realm,
  shown: Shown,
  { paint = noPaint, hints = [], output = [] }: Extras = {},
): void {
  const text = shown === 'off' ? undefined : conversationOf(scopes, shown, paint);
  const parts = [...hints, text, ...output].filter((part) => part !== undefined);
  if (parts.length === 0) return;
  errors[0] = withMore(errors[0] as Errors[number], realm, parts.join('\n\n'));
}

/** What the clients of a test have sent and received, without colours. */
export const conversationText = (scopes: readonly Scope[]): string | undefined => conversationOf(scopes, 'all', noPaint);

function conversationOf(scopes: readonly Scope[], shown: Shown, paint: Paint): string | undefined {
  const connections = scopes.flatMap((scope) => scope.connections);
  const names = distinctNames(connections.map(({ name }) => name));
  const speakers = connections.map((connection, index) => ({
    name: names[index] as string,
    entries: connection.entriesOfTest,
    forgotten: connection.log.forgotten,
  }));
  const marks = scopes.flatMap(({ failedWaits }) => {
    const isPending = ({ outcome }: SettledWait) => outcome.kind === 'abandoned';
    const failed = failedWaits.filter((wait) => !isPending(wait));
    return [...failed.slice(-MARKED), ...failedWaits.filter(isPending).slice(-MARKED)].flatMap(marksOf);
  });
  const [own] = scopes;
  const since = own?.began ?? 0;
  const broken = breachesIn(connections);
  const breach = [...broken.keys()].find(({ at }) => at >= since);
  const telling = new Set<unknown>([breach, ...scopes.flatMap(({ failedWaits }) => failedWaits.flatMap(tellingOf))]);
  const lines = shown === 'all' ? { lines: Number.POSITIVE_INFINITY } : {};
  const look = { width: lineWidth(), paint, telling, broken, ...lines };
  const ofTest = conversation(speakers, marks, { since, ...look });
  if (ofTest !== undefined) return ofTest;
  // after a `beforeAll` that failed, for example, everything happened before the test
  const first = Math.min(...speakers.flatMap(({ entries }) => entries[0]?.at ?? []));
  return conversation(speakers, marks, { since: first, ...look });
}

const milliseconds = (time: number): string => `${Math.round(time)} ms`; // a comma is where a line may be broken

/** How many of the failed waits are marked in the conversation. */
const MARKED = 3;

function marksOf({ name, position, connections, began, ended, outcome }: SettledWait): Moment[] {
  const who = connections.length > 3 ? count(connections.length, 'client') : connections.map(({ name }) => name).join(', ');
  const end = outcome.kind === 'timed-out' ? `timed out for ${who} after ${milliseconds(ended - began)}` : `failed for ${who}`;
  const mark = (at: number, text: string): Moment => ({ at, client: undefined, what: { kind: 'mark', text } });
  const begin = mark(began, `▸ ${name} waits for ${who} (${shownPosition(position)})`);
  if (outcome.kind === 'abandoned') return [begin]; // it was still waiting when the test ended
  return [begin, mark(ended, `▪ ${name} ${end} (${shownPosition(position)})`)];
}

/** The messages that a failed wait is about: the one that made it impossible, or the nearest to what it waited for. */
function tellingOf({ outcome }: SettledWait): ReceivedMessage[] {
  if (outcome.kind === 'broken') return [outcome.by];
  const [part] = outcome.kind === 'timed-out' ? outcome.parts : outcome.kind === 'ended' ? [outcome] : [];
  const nearest = part && nearestMiss(part.connection.log.unread, part.lacks);
  return nearest ? [nearest.message as ReceivedMessage] : [];
}

/**
 * Hints about clients and servers that were not awaited, for a test that has failed with a TypeError: a promise has none of
 * their methods.
 */
export function promiseHints(scopes: readonly Scope[], thrown: unknown): string[] {
  if (read(thrown, 'name') !== 'TypeError') return [];
  const forgotten = scopes.flatMap(({ pardoned, unawaited }) => [...pardoned, ...unawaited.items]);
  return forgotten
    .filter(({ name }) => OPENING.has(name))
    .map(({ name, location }) => `Hint: ${name} at ${shownPosition(location.position)} was not awaited: it returned a promise.`);
}

/** The functions that promise something with methods of its own. */
const OPENING = new Set(['connect()', 'connectAll()', 'reconnect()', 'serve()']);

/** Hints about messages that came only after the wait for them had timed out. */
export function lateHints(scopes: readonly Scope[]): string[] {
  return scopes.flatMap(({ failedWaits }) => failedWaits.flatMap(lateHint));
}

function lateHint({ name, ended, outcome }: SettledWait): string[] {
  if (outcome.kind !== 'timed-out') return [];
  return outcome.parts.flatMap(({ connection, lacks }) => {
    const late = connection.log.received.find(
      (message) => message.at > ended && lacks.some((expected) => expected.form !== 'anything' && wouldMatch(expected, message)),
    );
    if (!late) return [];
    const after = Math.max(1, Math.round(late.at - ended));
    return `Hint: A message that matches, #${late.number}, arrived at ${connection.name} ${after} ms after ${name} had timed out.`;
  });
}

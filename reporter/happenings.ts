import type { ConversationRecord, EventRecord, HttpRecord, OmittedEvents, WaitRecord } from '../src/record/test-record';
import { hasFailed } from './page/outcomes';
import { isRoutine } from './page/routine';

/** Something that happened in a conversation, with its time in ms since the test began. */
export type Happening = { readonly at: number } & (
  | { readonly kind: 'event'; readonly event: EventRecord }
  | { readonly kind: 'routine'; readonly clients: readonly number[]; readonly events: readonly EventRecord[] }
  | { readonly kind: 'omitted'; readonly omitted: OmittedEvents }
  | { readonly kind: 'failed wait'; readonly wait: WaitRecord }
  | { readonly kind: 'request' | 'answer'; readonly request: HttpRecord }
);

/** What has happened, in the order of time. Pings and protocol traffic in a row are one happening. */
export function happeningsOf({ events, waits, requests, omitted }: ConversationRecord): Happening[] {
  const all = events.map((event): Happening => ({ at: event.at, kind: 'event', event }));
  if (omitted)
    all.splice(omitted.behind, 0, { at: events[omitted.behind]?.at ?? Number.POSITIVE_INFINITY, kind: 'omitted', omitted });
  for (const wait of waits) if (hasFailed(wait)) all.push({ at: wait.ended, kind: 'failed wait', wait });
  for (const request of requests) {
    all.push({ at: request.at, kind: 'request', request });
    if (request.ended !== undefined) all.push({ at: request.ended, kind: 'answer', request });
  }
  return folded(all.sort((one, other) => (one.at < other.at ? -1 : one.at > other.at ? 1 : 0)));
}

function folded(all: readonly Happening[]): Happening[] {
  const shown: Happening[] = [];
  let routine: EventRecord[] = [];
  const fold = () => {
    const [first] = routine;
    if (first)
      shown.push({ at: first.at, kind: 'routine', clients: [...new Set(routine.map(({ client }) => client))], events: routine });
    routine = [];
  };
  for (const one of all) {
    if (one.kind === 'event' && isRoutine(one.event)) routine.push(one.event);
    else {
      fold();
      shown.push(one);
    }
  }
  fold();
  return shown;
}

/** The first and the last of a long list, and how many are left out between them. */
export function ends<One>(all: readonly One[], most: number): { first: readonly One[]; omitted: number; last: readonly One[] } {
  if (all.length <= most) return { first: all, omitted: 0, last: [] };
  const first = Math.floor(most / 3);
  return { first: all.slice(0, first), omitted: all.length - most, last: all.slice(all.length - (most - first)) };
}

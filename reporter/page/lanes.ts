import type { ConversationRecord } from '../../src/record/test-record';

/** A vertical line of the diagram: for a client, for all clients without a line of their own, or for a server. */
interface Lane {
  readonly kind: 'client' | 'others' | 'server';
  readonly name: string;
  /** Indexes in `clients`: the clients that it stands for; for a server, those that are connected to it. */
  readonly clients: readonly number[];
}

export interface Lanes {
  readonly lanes: readonly Lane[];
  /** For each client, the index of its lane, and of its server's. */
  readonly ofClient: readonly number[];
  readonly ofServer: readonly number[];
}

const SERVERS = 3;

/**
 * The lanes: clients first, in their order, then servers. With more than `most` clients, the wanted ones have a lane, then
 * those that a failure is about, then those with the most events; the others share one.
 */
export function lanesOf(
  conversation: ConversationRecord,
  most: number,
  wanted: ReadonlySet<number> = new Set(),
  about: readonly number[] = [],
): Lanes {
  const { clients } = conversation;
  const chosen = clients.length <= most ? undefined : new Set(mostTelling(conversation, most, wanted, about));
  const own = clients.map((_, index) => index).filter((index) => chosen?.has(index) ?? true);
  const others = clients.map((_, index) => index).filter((index) => chosen && !chosen.has(index));
  const lanes: Lane[] = own.map((index) => ({ kind: 'client', name: clients[index]?.name ?? '', clients: [index] }));
  if (others.length > 0) lanes.push({ kind: 'others', name: `+${others.length}`, clients: others });
  const servers = serversOf(conversation);
  const first = lanes.length;
  lanes.push(...servers);
  const ofClient = new Array<number>(clients.length);
  const ofServer = new Array<number>(clients.length);
  lanes.forEach((lane, index) => {
    for (const client of lane.clients) (index < first ? ofClient : ofServer)[client] = index;
  });
  return { lanes, ofClient, ofServer };
}

function mostTelling(
  { clients, events }: ConversationRecord,
  most: number,
  wanted: ReadonlySet<number>,
  about: readonly number[],
): number[] {
  const counts = new Array<number>(clients.length).fill(0);
  for (const { client } of events) counts[client] = (counts[client] ?? 0) + 1;
  const failed = new Set(about);
  const rank = (client: number) => (wanted.has(client) ? 0 : failed.has(client) ? 1 : 2);
  const ranked = clients.map((_, index) => index);
  ranked.sort((a, b) => rank(a) - rank(b) || (counts[b] ?? 0) - (counts[a] ?? 0) || a - b);
  return ranked.slice(0, Math.max(most, wanted.size));
}

/** A lane for each host; if there are many, the last one is for all the rest. */
function serversOf({ clients }: ConversationRecord): Lane[] {
  const hosts = new Map<string, number[]>();
  clients.forEach(({ url }, index) => {
    const host = hostOf(url);
    const of = hosts.get(host);
    if (of) of.push(index);
    else hosts.set(host, [index]);
  });
  const all = [...hosts].map(([name, of]): Lane => ({ kind: 'server', name, clients: of }));
  if (all.length === 0) return [{ kind: 'server', name: 'server', clients: [] }];
  if (all.length === 1) return [{ ...(all[0] as Lane), name: 'server' }];
  if (all.length <= SERVERS) return all;
  const left = all.slice(SERVERS - 1);
  const rest: Lane = { kind: 'server', name: `+${left.length} servers`, clients: left.flatMap(({ clients: of }) => of) };
  return [...all.slice(0, SERVERS - 1), rest];
}

export function hostOf(url: string): string {
  try {
    return new URL(url).host || url;
  } catch {
    return url;
  }
}

/** The layout of a diagram of some width, in px. */
export interface Geometry {
  readonly narrow: boolean;
  /** How many clients can have a lane. */
  readonly most: number;
}

const NARROW = 620;

export function geometryOf(width: number): Geometry {
  const narrow = width < NARROW;
  return { narrow, most: narrow ? 4 : Math.max(4, Math.min(10, Math.floor((width * 0.45) / 56))) };
}

/** The x of each lane, then the x where the text begins. */
export function placesOf(width: number, count: number): { readonly xs: readonly number[]; readonly text: number } {
  const { narrow } = geometryOf(width);
  const gutter = narrow ? 40 : 72;
  const each = narrow ? Math.max(18, Math.min(26, (width * 0.3) / count)) : Math.max(30, Math.min(92, (width * 0.4) / count));
  const xs = Array.from({ length: count }, (_, index) => Math.round(gutter + each * (index + 0.5)));
  return { xs, text: Math.round(gutter + each * count + (narrow ? 2 : 12)) };
}

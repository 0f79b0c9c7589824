import type { Direction } from '../../src/contract/definition';
import { count } from '../../src/text/count';
import { addressesOf, type LearntAddress } from './addresses';
import type { Kind } from './kind';
import { kindsOf } from './kinds';
import { pascalCase } from './pascal-case';
import type { LearntTraffic, PathTraffic, Said } from './traffic';

/** A document of AsyncAPI 3, as data, with notes about it. */
export interface LearntDocument {
  readonly data: Record<string, unknown>;
  /** Sentences for its top. */
  readonly notes: readonly string[];
  readonly channels: number;
  readonly messages: number;
  /** The given addresses without any connection. */
  readonly unused: readonly string[];
}

/**
 * The document that is learnt from traffic: the same for the same traffic in any order.
 * @param given The addresses that the user has given.
 */
export function documentOf(traffic: LearntTraffic, title: string, given: readonly string[] = []): LearntDocument {
  const addresses = addressesOf(traffic.paths.keys(), given);
  const learnt = named(addresses).map(([key, address]) => channelOf(key, address, traffic));
  return {
    data: {
      asyncapi: '3.0.0',
      info: { title, version: '0.0.0' },
      channels: new Map(learnt.map(({ key, channel }) => [key, channel])),
      operations: new Map(learnt.flatMap(({ operations }) => operations)),
    },
    notes: [
      `Learnt from ${traffic.tests > 0 ? count(traffic.tests, 'test') : 'a run'}: ${count(traffic.messages, 'message')} over ${count(traffic.connections, 'connection')}.`,
      'It says what these tests have seen, not what the API allows: read it, and correct it.',
      ...(traffic.isWhole ? [] : ['There was more than one worker writes down: what came late is left out, and may not fit.']),
      ...learnt.flatMap(({ notes }) => notes),
    ],
    channels: learnt.length,
    unused: given.filter((one) => !addresses.some(({ address }) => address === one)),
    messages: learnt.reduce((sum, { channel }) => sum + channel.messages.size, 0),
  };
}

/** Each address with a name for its channel: `rooms`, for `/rooms/{roomId}`. */
function named(addresses: readonly LearntAddress[]): [string, LearntAddress][] {
  const taken = new Set<string>();
  return addresses.map((address) => {
    const words = address.address.split(/[^A-Za-z\d{}]+/).filter((word) => word !== '' && !word.startsWith('{'));
    const pascal = pascalCase(words.join(' '));
    const first = words.length === 0 ? 'root' : pascal.charAt(0).toLowerCase() + pascal.slice(1);
    let key = first;
    for (let number = 2; taken.has(key); number++) key = `${first}${number}`;
    taken.add(key);
    return [key, address];
  });
}

function channelOf(key: string, { address, parameters, paths }: LearntAddress, traffic: LearntTraffic) {
  const own = paths.map((path) => traffic.paths.get(path) as PathTraffic);
  const received = kindsIn(own.map((one) => one.received));
  const sent = withoutNames(kindsIn(own.map((one) => one.sent)), received);
  const closes = closeCodesOf(own);
  const channel = {
    address,
    ...(parameters.size > 0 && {
      parameters: new Map(
        [...parameters].map(([name, values]) => [name, values.length > 0 ? { examples: values.slice(0, 3) } : {}]),
      ),
    }),
    messages: new Map([...received, ...sent].map((kind) => [kind.name, messageOf(kind)])),
    ...(closes.size > 0 && { 'x-close-codes': closes }),
  };
  const operations = [
    operationOf(`send${pascalCase(key)}`, 'send', key, received),
    operationOf(`receive${pascalCase(key)}`, 'receive', key, sent),
  ].flat();
  return { key, channel, operations, notes: notesOf(address, own) };
}

function kindsIn(said: readonly Said[]): Kind[] {
  const names = new Set(said.flatMap(({ named }) => [...named.keys()]));
  const named = new Map([...names].map((name) => [name, said.flatMap((one) => one.named.get(name) ?? [])]));
  return kindsOf(
    said.flatMap(({ unnamed }) => unnamed),
    named,
  );
}

/** Renames kinds whose names the other direction has: a message that goes in both directions has two schemas. */
function withoutNames(kinds: readonly Kind[], others: readonly Kind[]): Kind[] {
  const taken = new Set(others.map(({ name }) => name));
  return kinds.map((kind) => {
    let { name } = kind;
    for (let number = 1; taken.has(name); number++) name = `Send${kind.name}${number === 1 ? '' : number}`;
    taken.add(name);
    return { ...kind, name };
  });
}

const messageOf = ({ event, contentType, schema, example }: Kind) => ({
  ...(event !== undefined && { name: event }),
  ...(contentType !== undefined && { contentType }),
  ...(Object.keys(schema).length > 0 && { payload: schema }),
  ...(example !== undefined && { examples: [{ payload: example }] }),
});

/** An operation, from the point of view of the server, as usual in documents. */
function operationOf(name: string, action: 'send' | 'receive', channel: string, kinds: readonly Kind[]): [string, object][] {
  if (kinds.length === 0) return [];
  const messages = kinds.map((kind) => ({ $ref: `#/channels/${channel}/messages/${kind.name}` }));
  return [[name, { action, channel: { $ref: `#/channels/${channel}` }, messages }]];
}

function closeCodesOf(own: readonly PathTraffic[]): Map<number, string> {
  const reasons = new Map<number, Set<string>>();
  for (const { closes } of own) {
    for (const [code, some] of closes) reasons.set(code, new Set([...(reasons.get(code) ?? []), ...some]));
  }
  const sorted = [...reasons].sort(([one], [other]) => one - other);
  return new Map(sorted.map(([code, some]) => [code, [...some].sort().find((reason) => reason !== '') ?? 'not yet described']));
}

function notesOf(address: string, own: readonly PathTraffic[]): string[] {
  return (['received', 'sent'] as const).flatMap((direction: Direction) => {
    const others = own.reduce((sum, { others: some }) => sum + some[direction], 0);
    if (others === 0) return [];
    return [
      `${count(others, 'message')} ${direction} over ${address} ${others === 1 ? 'is' : 'are'} more than JSON can say, or too long: left out.`,
    ];
  });
}

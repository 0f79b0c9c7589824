import { count } from '../../src/text/count';
import { show } from '../../src/text/show';
import { isCovered, parametersAtOnePlace, queryOf, shapeOf } from './addresses';
import type { DescribedChannel, DescribedCloseCode } from './described-api';
import { type MessageChange, messagesChanges } from './message-changes';
import { replyChanges } from './reply-changes';
import { schemaChanges } from './schema-changes';
import { type Change, type Severity, severityOf, type WrittenAt } from './severity';

/** The changes of a channel. */
export function channelChanges(old: DescribedChannel, now: DescribedChannel): Change[] {
  const channel = old.channel.name;
  const messages = (['received', 'sent'] as const).flatMap((direction) =>
    messagesChanges(old[direction], now[direction], direction),
  );
  const changes = [...addressChanges(old, now), ...parameterChanges(old, now), ...handshakeChanges(old, now)];
  return [...changes, ...byOperation(old, now, messages), ...lostReplies(old, now), ...closeCodeChanges(old, now)].map(
    (change) => ({ channel, ...change }),
  );
}

type OfChannel = Omit<Change, 'channel'>;

function addressChanges(old: DescribedChannel, now: DescribedChannel): OfChannel[] {
  const one = (text: string, severity: Severity): OfChannel => ({ severity, text, where: now.where });
  if (old.addresses.length === 0 || now.addresses.length === 0) {
    if (old.addresses.length === now.addresses.length) return [];
    return [
      one(
        now.addresses.length === 0 ? 'has no address any more' : `has the address ${now.addresses.join(', ')} now`,
        'may-break',
      ),
    ];
  }
  if (allOf(old, shapeOf) === allOf(now, shapeOf) && allOf(old, queryOf) === allOf(now, queryOf)) return [];
  // if only the values of parameters have changed, the address is not gone: parameterChanges() tells that
  const shapes = now.addresses.map(shapeOf);
  const gone = old.addresses.filter((address) => !shapes.includes(shapeOf(address)) && !isCovered(address, old, now));
  if (gone.length > 0) return [one(`is not at ${gone.join(', ')} any more, but at ${now.addresses.join(', ')}`, 'breaking')];
  const queries = old.addresses.map(queryOf);
  const isAsked = now.addresses.map(queryOf).some((query) => query !== '' && !queries.includes(query));
  const text = `is at ${now.addresses.join(', ')} now, and was at ${old.addresses.join(', ')}`;
  return [one(text, isAsked ? 'may-break' : 'compatible')];
}

const allOf = ({ addresses }: DescribedChannel, part: (address: string) => string): string =>
  [...new Set(addresses.map(part))].sort().join(' ');

/** Changes of parameters count like changes of what the client sends, since the client chooses their values. */
function parameterChanges(old: DescribedChannel, now: DescribedChannel): OfChannel[] {
  return parametersAtOnePlace(old, now).flatMap(({ name, before, after }) =>
    schemaChanges(before, after).map((change) => ({
      severity: severityOf('sent', change),
      text: `{${name}} ${change.text}`,
      where: (change.at.side === 'old' ? before : after).where(change.at.pointer),
    })),
  );
}

/** Changes of the handshake count like changes of what the client sends. */
function handshakeChanges(old: DescribedChannel, now: DescribedChannel): OfChannel[] {
  return (['query', 'headers'] as const).flatMap((part) => {
    const [before, after] = [old.handshake[part], now.handshake[part]];
    return schemaChanges(before, after).map((change) => ({
      severity: severityOf('sent', change),
      text: `the ${part} of the handshake: ${change.pointer === '' ? 'it' : change.pointer} ${change.text}`,
      where: (change.at.side === 'old' ? before : after).where(change.at.pointer),
    }));
  });
}

/** If an operation is gone with all its messages, that is told once. */
function byOperation(old: DescribedChannel, now: DescribedChannel, messages: readonly MessageChange[]): OfChannel[] {
  const names = new Set(now.channel.operations.map(({ name }) => name));
  const told = new Set<MessageChange>();
  const gone = old.channel.operations.flatMap((operation): OfChannel[] => {
    if (names.has(operation.name)) return [];
    const own = operation.messages.map(({ name }) => name);
    const isGone = ({ message, direction, severity, pointer }: MessageChange) =>
      direction === operation.direction && own.includes(message ?? '') && pointer === undefined && severity !== 'compatible';
    const lost = messages.filter((change) => isGone(change) && isLost(change, old, now));
    if (own.length === 0 || lost.length < new Set(own).size) return [];
    for (const change of lost) told.add(change);
    const severity = lost.some((change) => change.severity === 'breaking') ? 'breaking' : 'may-break';
    const [first] = lost;
    const text = `has no operation ${show(operation.name)} any more, with ${own.join(', ')}`;
    return [{ severity, direction: operation.direction, text, where: (first as MessageChange).where }];
  });
  return [...gone, ...messages.filter((change) => !told.has(change))];
}

const isLost = ({ message, direction }: MessageChange, old: DescribedChannel, now: DescribedChannel): boolean => {
  const has = (channel: DescribedChannel) =>
    channel[direction as 'received' | 'sent'].some(({ definition }) => definition.name === message);
  return has(old) && !has(now);
};

const lostReplies = (old: DescribedChannel, now: DescribedChannel): OfChannel[] =>
  replyChanges(old, now).map(({ isAnswered, text }) => ({
    severity: isAnswered ? 'may-break' : 'breaking',
    text,
    where: now.where,
  }));

function closeCodeChanges(old: DescribedChannel, now: DescribedChannel): OfChannel[] {
  const [before, after] = [old.closeCodes, now.closeCodes];
  const one = (text: string, severity: Severity, where: WrittenAt): OfChannel => ({ severity, text, where });
  if (!before || !after) {
    if (before)
      return [one(`lists no close codes any more, and had ${count(before.size, 'code')}`, 'may-break', firstOf(before, old))];
    return after ? [one(`lists its close codes now: ${[...after.keys()].join(', ')}`, 'compatible', firstOf(after, now))] : [];
  }
  const added = [...after].filter(([code]) => !before.has(code));
  const gone = [...before].filter(([code]) => !after.has(code));
  const other = [...after].filter(([code, { meaning }]) => before.has(code) && before.get(code)?.meaning !== meaning);
  return [
    ...added.map(([code, { meaning, where }]) => one(`may be closed with ${code} now: ${show(meaning)}`, 'may-break', where)),
    ...gone.map(([code, { where }]) => one(`is not closed with ${code} any more`, 'compatible', where)),
    ...other.map(([code, { meaning, where }]) =>
      one(`${code} means ${show(meaning)} now, and meant ${show(before.get(code)?.meaning)}`, 'may-break', where),
    ),
  ];
}

const firstOf = (codes: ReadonlyMap<number, DescribedCloseCode>, { where }: DescribedChannel): WrittenAt =>
  [...codes.values()][0]?.where ?? where;

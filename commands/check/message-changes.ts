import { placeText } from '../../src/contract/correlation';
import type { Constant, Direction } from '../../src/contract/definition';
import { type Discriminator, discriminatorOf, TYPE } from '../../src/contract/discriminator';
import { type Change, type Severity, severityOf } from './change';
import type { DescribedMessage } from './described-api';
import { isSafe, narrows, nothing, replaces, type SchemaChange, widens } from './schema-change';
import { schemaChanges } from './schema-changes';
import type { SchemaSource } from './schema-part';

/** A change of the messages that go one way over a channel. */
export type MessageChange = Omit<Change, 'channel'>;

/** What is different between the messages that go one way: each is compared with the one that it was. */
export function messagesChanges(
  old: readonly DescribedMessage[],
  now: readonly DescribedMessage[],
  direction: Direction,
): MessageChange[] {
  const { pairs, gone, added } = paired(old, now);
  return [
    ...pairs.flatMap(([one, other]) => messageChanges(one, other, direction)),
    ...gone.map((one) => goneChange(one, now, direction)),
    ...added.map((one) => addedChange(one, old, direction)),
  ];
}

type Pair = readonly [old: DescribedMessage, now: DescribedMessage];

/** Those of one name belong together, then those of one constant that tells messages apart, then those that are the same. */
function paired(old: readonly DescribedMessage[], now: readonly DescribedMessage[]) {
  const added = [...now];
  const pairs: Pair[] = [];
  const take = (one: DescribedMessage, isIt: (other: DescribedMessage) => boolean): boolean => {
    const index = added.findIndex(isIt);
    if (index === -1) return false;
    pairs.push([one, added.splice(index, 1)[0] as DescribedMessage]);
    return true;
  };
  const unnamed = old.filter((one) => !take(one, ({ definition }) => definition.name === one.definition.name));
  const discriminator = discriminatorOf([...old, ...now].map(({ definition }) => definition));
  const others = unnamed.filter((one) => !take(one, (other) => haveOneConstant(one, other, discriminator)));
  const gone = others.filter((one) => !take(one, (other) => payloadChanges(one, other).length === 0));
  return { pairs, gone, added };
}

function haveOneConstant(one: DescribedMessage, other: DescribedMessage, discriminator: Discriminator | undefined): boolean {
  const [constants, others] = [one, other].map(({ definition }) => definition.constants.get(discriminator?.place ?? ''));
  return constants !== undefined && others !== undefined && [...constants].some((value: Constant) => others.has(value));
}

/** Whether a constant in both says that they are the same. */
const hasOneConstant = (one: DescribedMessage, other: DescribedMessage): boolean =>
  [...one.definition.constants].some(
    ([place, values]) => place !== TYPE && [...(other.definition.constants.get(place) ?? [])].some((value) => values.has(value)),
  );

/** What is different between a message and what it was. */
function messageChanges(old: DescribedMessage, now: DescribedMessage, direction: Direction): MessageChange[] {
  const { name } = old.definition;
  const one = (text: string, severity: Severity): MessageChange => ({
    severity,
    direction,
    message: name,
    text,
    where: now.where,
  });
  const changes: MessageChange[] = [];
  // a codec may tell messages by their names, where nothing in them does
  if (name !== now.definition.name) {
    changes.push(one(`is called ${now.definition.name} now`, hasOneConstant(old, now) ? 'compatible' : 'may-break'));
  }
  if (old.contentType !== now.contentType) {
    changes.push(one(`has ${contentText(now)} now, and had ${contentText(old)}`, contentSeverity(old, now)));
  }
  const [before, after] = [old, now].map(({ definition }) => definition.correlation && placeText(definition.correlation));
  if (before !== undefined && before !== after) {
    const text = `has its correlation id ${after === undefined ? 'nowhere' : `at ${after}`} now, and had it at ${before}`;
    changes.push(one(text, 'breaking'));
  } else if (before !== after) {
    changes.push(one(`has a correlation id at ${after} now`, direction === 'sent' ? 'may-break' : 'compatible'));
  }
  const told = (change: SchemaChange, sources: readonly [SchemaSource, SchemaSource], inside = ''): MessageChange => ({
    severity: severityOf(direction, change),
    direction,
    message: name,
    pointer: `${inside}${change.pointer}`,
    text: change.text,
    where: sources[change.at.side === 'old' ? 0 : 1].where(change.at.pointer),
  });
  return [
    ...changes,
    ...payloadChanges(old, now).map(({ change, sources }) =>
      sources ? told(change, sources) : { ...one(change.text, severityOf(direction, change)) },
    ),
    ...headerChanges(old, now).map(({ change, sources }) => told(change, sources, 'headers')),
  ];
}

const contentText = ({ contentType }: DescribedMessage): string =>
  contentType === undefined ? 'no content type' : `the content type ${contentType}`;

/** A type that was not said may well be what it is now. */
const contentSeverity = (old: DescribedMessage, now: DescribedMessage): Severity =>
  old.contentType === undefined || now.contentType === undefined ? 'may-break' : 'breaking';

function payloadChanges(old: DescribedMessage, now: DescribedMessage) {
  const [before, after] = [old.payload, now.payload];
  if (typeof before !== 'string' && typeof after !== 'string') {
    return schemaChanges(before, after).map((change) => ({ change, sources: [before, after] as const }));
  }
  if (before === after) return [];
  const text = 'has another schema, in a language that is not compared';
  return [{ change: { pointer: '', text, ...replaces('maybe'), at: { side: 'new', pointer: '' } } as const, sources: undefined }];
}

const ANY: SchemaSource = { schema: true, accepts: () => true, where: () => ({ file: '', line: 1 }) };

/** Headers of traits must hold too: each is compared with the one that stood in its place. */
function headerChanges(old: DescribedMessage, now: DescribedMessage) {
  const most = Math.max(old.headers.length, now.headers.length);
  return Array.from({ length: most }, (_, index) => [old.headers[index] ?? ANY, now.headers[index] ?? ANY] as const).flatMap(
    (sources) => {
      const [before, after] = sources;
      const side = after === ANY ? ('old' as const) : undefined;
      return schemaChanges(before, after).map((change) => ({
        change: side ? { ...change, at: { side, pointer: '' } } : change,
        sources,
      }));
    },
  );
}

/** Whether each message of one kind fits another one. */
function isCovered(one: DescribedMessage, other: DescribedMessage): boolean {
  const [before, after] = [other.payload, one.payload];
  if (typeof before === 'string' || typeof after === 'string') return before === after;
  return before.schema !== true && isSafe(schemaChanges(before, after), 'admits');
}

/** A message that is not documented any more. */
function goneChange(one: DescribedMessage, now: readonly DescribedMessage[], direction: Direction): MessageChange {
  const { name } = one.definition;
  const covering = now.find((other) => isCovered(one, other))?.definition.name;
  const text = direction === 'received' ? 'is not sent by the server any more' : 'is not taken by the server any more';
  const change = { direction, message: name, where: one.where };
  if (covering !== undefined) return { ...change, severity: 'compatible', text: `is gone, and is a ${covering} now` };
  // whoever waits for it waits in vain
  return { ...change, severity: direction === 'received' ? 'may-break' : severityOf(direction, narrows()), text };
}

/** A message that was not documented before. */
function addedChange(one: DescribedMessage, old: readonly DescribedMessage[], direction: Direction): MessageChange {
  const { name } = one.definition;
  const change = { direction, message: name, where: one.where };
  if (direction === 'sent') return { ...change, severity: severityOf(direction, nothing), text: 'is new' };
  const covering = old.find((other) => isCovered(one, other))?.definition.name;
  if (covering !== undefined) return { ...change, severity: 'compatible', text: `is new, and was a ${covering} before` };
  // clients should ignore what they do not know, and not all do
  return { ...change, severity: severityOf(direction, widens('maybe')), text: 'is new, and not known to clients' };
}

import { placeText } from '../../src/contract/correlation';
import type { Constant, Direction } from '../../src/contract/definition';
import { type Discriminator, discriminatorOf, TYPE } from '../../src/contract/discriminator';
import { narrows, nothing, replaces, widens } from './certainty';
import type { DescribedMessage } from './described-api';
import { schemaChanges } from './schema-changes';
import type { SchemaSource } from './schema-part';
import { type Change, type Severity, severityOf, type WrittenAt } from './severity';
import { takenTogether } from './split-messages';

/** A change of the messages of one direction of a channel. */
export type MessageChange = Omit<Change, 'channel'>;

/** The changes of the messages of one direction. Each message is compared with the old one that it is paired with. */
export function messagesChanges(
  old: readonly DescribedMessage[],
  now: readonly DescribedMessage[],
  direction: Direction,
): MessageChange[] {
  const { pairs, gone, added } = pairedMessages(old, now);
  return [
    ...pairs.flatMap(([one, other]) => {
      const changes = messageChanges(one, other, direction);
      const isSplit = direction === 'sent' ? splitInto(one, now) : splitInto(other, old);
      return isSplit ? changes.map(withoutHarmInPayload) : changes;
    }),
    ...gone.map((one) => goneChange(one, now, direction)),
    ...added.map((one) => addedChange(one, old, direction)),
  ];
}

type Pair = readonly [old: DescribedMessage, now: DescribedMessage];

/** Pairs messages: first by name, then by a constant that tells messages apart, then those with equal contents. */
export function pairedMessages(old: readonly DescribedMessage[], now: readonly DescribedMessage[]) {
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

/** Whether both have the same constant at some place. */
const hasOneConstant = (one: DescribedMessage, other: DescribedMessage): boolean =>
  [...one.definition.constants].some(
    ([place, values]) => place !== TYPE && [...(other.definition.constants.get(place) ?? [])].some((value) => values.has(value)),
  );

/** The changes of one message. */
function messageChanges(old: DescribedMessage, now: DescribedMessage, direction: Direction): MessageChange[] {
  const [{ name }, { name: newName }] = [old.definition, now.definition];
  const changes = partChanges(old, now, direction);
  if (name === newName) return changes;
  // if no constant tells the messages apart, a codec may do so by their names
  const severity = hasOneConstant(old, now) ? 'compatible' : 'may-break';
  return [{ severity, direction, message: name, text: `is called ${newName} now`, where: now.where }, ...changes];
}

function partChanges(old: DescribedMessage, now: DescribedMessage, direction: Direction): MessageChange[] {
  const { name } = old.definition;
  const one = (text: string, severity: Severity): MessageChange => ({
    severity,
    direction,
    message: name,
    text,
    where: now.where,
  });
  const changes: MessageChange[] = [];
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
  const told = (inside: string, { change, sources }: ReturnType<typeof sourceChanges>[number]): MessageChange => {
    const severity = severityOf(direction, change);
    if (!sources) return { ...one(change.text, severity), ...(inside === '' ? {} : { pointer: inside }) };
    const where = sources[change.at.side === 'old' ? 0 : 1].where(change.at.pointer);
    return { severity, direction, message: name, pointer: `${inside}${change.pointer}`, text: change.text, where };
  };
  return [
    ...changes,
    ...payloadChanges(old, now).map((change) => told('', change)),
    ...headerChanges(old, now).map((change) => told('headers', change)),
  ];
}

const contentText = ({ contentType }: DescribedMessage): string =>
  contentType === undefined ? 'no content type' : `the content type ${contentType}`;

/** A content type that was not given before may have been the same as now. */
const contentSeverity = (old: DescribedMessage, now: DescribedMessage): Severity =>
  old.contentType === undefined || now.contentType === undefined ? 'may-break' : 'breaking';

const payloadChanges = (old: DescribedMessage, now: DescribedMessage) => sourceChanges(old.payload, now.payload);

function sourceChanges(before: SchemaSource | string, after: SchemaSource | string) {
  if (typeof before !== 'string' && typeof after !== 'string') {
    return schemaChanges(before, after).map((change) => ({ change, sources: [before, after] as const }));
  }
  if (before === after) return [];
  const text = 'has another schema, in a language that is not compared';
  return [{ change: { pointer: '', text, ...replaces('maybe'), at: { side: 'new', pointer: '' } } as const, sources: undefined }];
}

/** The changes of headers. Schemas of traits count too: each is compared with the one at the same place. */
function headerChanges(old: DescribedMessage, now: DescribedMessage) {
  const most = Math.max(old.headers.length, now.headers.length);
  return Array.from({ length: most }, (_, index) =>
    sourceChanges(old.headers[index] ?? anyAt(old.where), now.headers[index] ?? anyAt(now.where)),
  ).flat();
}

const anyAt = (where: WrittenAt): SchemaSource => ({ schema: true, accepts: () => true, where: () => where });

/** Another kind that every message of this kind also belongs to, by payload, headers and content type. */
export const coveringOf = (one: DescribedMessage, others: readonly DescribedMessage[]): DescribedMessage | undefined =>
  others.find((other) => {
    if (typeof other.payload !== 'string' && other.payload.schema === true) return false;
    return partChanges(one, other, 'sent').every(({ severity }) => severity === 'compatible');
  });

/** The messages that one has been split into, or that were joined into one: together they take the same values. */
export const splitInto = (one: DescribedMessage, others: readonly DescribedMessage[]): readonly DescribedMessage[] | undefined =>
  takenTogether(
    one,
    others.filter((other) => {
      const changes = partChanges(one, other, 'sent');
      return changes.every((change) => change.severity === 'compatible' || isInPayload(change));
    }),
  );

const isInPayload = ({ pointer }: MessageChange): boolean => pointer !== undefined && !pointer.startsWith('headers');

const withoutHarmInPayload = (change: MessageChange): MessageChange =>
  isInPayload(change) ? { ...change, severity: 'compatible' } : change;

/** The change for a message that is not documented any more. */
function goneChange(one: DescribedMessage, now: readonly DescribedMessage[], direction: Direction): MessageChange {
  const { name } = one.definition;
  const covering = coveringOf(one, now)?.definition.name;
  const text = direction === 'received' ? 'is not sent by the server any more' : 'is not taken by the server any more';
  const change = { direction, message: name, where: one.where };
  if (covering !== undefined) return { ...change, severity: 'compatible', text: `is gone, and is a ${covering} now` };
  // a client that waits for it would wait in vain
  return { ...change, severity: direction === 'received' ? 'may-break' : severityOf(direction, narrows()), text };
}

/** The change for a message that was not documented before. */
function addedChange(one: DescribedMessage, old: readonly DescribedMessage[], direction: Direction): MessageChange {
  const { name } = one.definition;
  const change = { direction, message: name, where: one.where };
  if (direction === 'sent') return { ...change, severity: severityOf(direction, nothing), text: 'is new' };
  const covering = coveringOf(one, old)?.definition.name;
  if (covering !== undefined) return { ...change, severity: 'compatible', text: `is new, and was a ${covering} before` };
  // clients should ignore messages that they do not know, but not all do
  return { ...change, severity: severityOf(direction, widens('maybe')), text: 'is new, and not known to clients' };
}

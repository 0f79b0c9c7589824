import { isRecord } from '../../src/text/options';
import { isKindName } from './discriminating';
import { exampleOf } from './example';
import { sortedGroups } from './grouping';
import type { Kind } from './kind';
import { pascalCase } from './pascal-case';
import { type LearntSchema, schemaOf } from './schema-of';

type List = readonly unknown[];

/**
 * The kinds of messages that are lists: events, which begin with a name (Socket.IO, Phoenix), or lists that begin with a
 * number and may have a name further on (OCPP, WAMP).
 */
export function listKinds(lists: readonly List[], otherName: string): Kind[] {
  const events = lists.filter(([first]) => isEventName(first));
  if (!areEvents(events, lists.length)) return numberedKinds(lists, new Map(), otherName);
  const groups = sortedGroups(events, ([first]) => first as string);
  const kinds = [...groups].map(([name, own]) => kindOf(pascalCase(name), own, new Map([[0, { const: name }]])));
  const others = lists.filter(([first]) => !isEventName(first));
  return [...kinds, ...numberedKinds(others, new Map([[0, { not: { enum: [...groups.keys()].sort() } }]]), otherName)];
}

/** The name of an event may have several words: `chat message`. */
const isEventName = (value: unknown): value is string =>
  typeof value === 'string' && /^\S+( \S+){0,3}$/.test(value) && isKindName(value.replaceAll(' ', '-'));

/** Whether lists are events: other values than texts follow the names, or names occur more than once. */
function areEvents(events: readonly List[], all: number): boolean {
  if (events.length === 0 || events.length < all / 2) return false;
  const names = new Set(events.map(([first]) => first));
  return events.some((list) => list.slice(1).some((item) => typeof item !== 'string')) || events.length >= 2 * names.size;
}

const MOST_NUMBERS = 10;
/** The positions after the number at which a name may be. */
const POSITIONS = [1, 2, 3];

/** @param known The schemas of positions that are known already. */
function numberedKinds(lists: readonly List[], known: ReadonlyMap<number, LearntSchema>, otherName: string): Kind[] {
  if (lists.length === 0) return [];
  const numbers = new Set(lists.map(([first]) => first));
  const isNumbered = lists.every(([first, ...rest]) => Number.isInteger(first) && rest.some((item) => typeof item !== 'number'));
  if (!isNumbered || numbers.size > MOST_NUMBERS) return [otherKind(lists, known, otherName)];
  return [...sortedGroups(lists, ([first]) => first as number)].flatMap(([number, own]) => {
    const first = new Map<number, LearntSchema>([[0, { const: number }]]);
    const position = POSITIONS.find((at) => own.every((list) => isKindName(list[at]) && isRecord(list[at + 1])));
    if (position === undefined) return [kindOf(`Message${number}`, own, first)];
    return [...sortedGroups(own, (list) => list[position] as string)].map(([name, some]) =>
      kindOf(pascalCase(name), some, new Map([...first, [position, { const: name }]])),
    );
  });
}

const otherKind = (lists: readonly List[], known: ReadonlyMap<number, LearntSchema>, name: string): Kind =>
  known.size === 0 ? { name, schema: schemaOf(lists), example: exampleOf(lists) } : kindOf(name, lists, known);

const kindOf = (name: string, lists: readonly List[], known: ReadonlyMap<number, LearntSchema>): Kind => ({
  name,
  schema: tupleOf(lists, known),
  example: exampleOf(lists),
});

/** With more items than this, those after the last known position are a list of similar items. */
const MOST_POSITIONS = 6;

function tupleOf(lists: readonly List[], known: ReadonlyMap<number, LearntSchema>): LearntSchema {
  const least = Math.min(...lists.map(({ length }) => length));
  const most = Math.max(...lists.map(({ length }) => length));
  const positions = most > MOST_POSITIONS ? Math.max(...known.keys()) + 1 : most;
  const items = Array.from({ length: positions }, (_, index) => {
    const own = known.get(index);
    if (own && Object.hasOwn(own, 'const')) return own;
    return { ...schemaOf(lists.flatMap((list) => (list.length > index ? [list[index]] : []))), ...own };
  });
  const rest = lists.flatMap((list) => list.slice(positions));
  return {
    type: 'array',
    ...(least > 0 && { minItems: least }),
    ...(items.length > 0 && { items }),
    ...(rest.length > 0 && { additionalItems: schemaOf(rest) }),
  };
}

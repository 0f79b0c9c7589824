import { formatOf } from '../../src/record/text-formats';
import { typeOf, valuesAt } from './schema-of';

type Fields = Record<string, unknown>;

/** Names of fields that usually tell messages apart. */
const NAMED =
  /^[@_$]*(type|event|op|kind|action|cmd|command|method|t|typename|(message|msg|event|action)[_-]?(type|name|kind))$/i;
/** A word as programs use it: not an id, a time, or a text that a person wrote. */
const WORD = /^[A-Za-z_$@][\w$@.:/#-]{0,59}$/;
const MOST_DIGITS = 0.3;

/** Whether a value may be the name of a kind of message. */
export function isKindName(value: unknown): value is string {
  if (typeof value !== 'string' || !WORD.test(value) || formatOf([value]) !== undefined) return false;
  return value.replace(/\D/g, '').length / value.length <= MOST_DIGITS;
}

/** The least share of objects that must have the field: for a field with such a name, and for any other. */
const LEAST_NAMED = 0.2;
const LEAST = 0.5;
/** A field with another name must tell shapes apart: each value occurs a few times, and hardly any shape has two values. */
const OFTEN = 2;
const LEAST_GAIN = 0.9;
const MOST_KINDS = 100;

/**
 * The field whose text tells kinds of objects apart: its name says so, or objects with the same text have the same fields, and
 * others have other fields. Undefined if there is none.
 */
export function discriminatingField(objects: readonly Fields[], besides: readonly string[] = []): string | undefined {
  const names = new Set(objects.flatMap((object) => Object.keys(object)));
  const scored = [...names]
    .filter((name) => !besides.includes(name))
    .map((name) => ({ name, score: scoreOf(name, objects) }))
    .filter(({ score }) => score > 0)
    .sort((one, other) => other.score - one.score || (one.name < other.name ? -1 : 1));
  return scored[0]?.name;
}

function scoreOf(name: string, objects: readonly Fields[]): number {
  const having = objects.filter((object) => Object.hasOwn(object, name) && isKindName(object[name]));
  const share = having.length / objects.length;
  const isNamed = NAMED.test(name);
  if (having.length === 0 || share < (isNamed ? LEAST_NAMED : LEAST)) return 0;
  const kinds = new Set(valuesAt(having, name)).size;
  if (kinds > MOST_KINDS) return 0;
  const gain = gainOf(name, having);
  if (isNamed) return 2 + gain + share / 2;
  return kinds > 1 && having.length >= OFTEN * kinds && gain >= LEAST_GAIN ? gain + share / 2 : 0;
}

/** How much the value of a field tells about the other fields of an object: from 0, nothing, to 1, all. */
function gainOf(name: string, objects: readonly Fields[]): number {
  const shapes = objects.map((object) => shapeOf(object, name));
  const whole = entropyOf(shapes);
  if (whole === 0) return 0;
  const byKind = new Map<unknown, string[]>();
  objects.forEach((object, index) => {
    byKind.set(object[name], [...(byKind.get(object[name]) ?? []), shapes[index] as string]);
  });
  const left = [...byKind.values()].reduce((sum, own) => sum + (own.length / objects.length) * entropyOf(own), 0);
  return 1 - left / whole;
}

const shapeOf = (object: Fields, without: string): string =>
  Object.entries(object)
    .filter(([name]) => name !== without)
    .map(([name, value]) => `${name}:${typeOf(value)}`)
    .sort()
    .join();

/** In bits. */
function entropyOf(texts: readonly string[]): number {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  // sorted, so that the sum of these fractions is the same whatever the order
  return [...counts.values()]
    .sort((one, other) => one - other)
    .reduce((sum, count) => sum - (count / texts.length) * Math.log2(count / texts.length), 0);
}

import { canonicalSchema } from './canonical-schema';
import { type Certainty, type Compare, narrows, replaces, type SchemaChange, widens } from './certainty';
import type { typesOf } from './domain';
import { below, type Conjunction, has, type Part } from './schema-part';

type Types = ReturnType<typeof typesOf>;

/** Keywords that belong together and are compared as a whole, and the types of values that they restrict. */
interface Rule {
  readonly keywords: readonly string[];
  readonly types?: readonly string[];
  /** Its name in a sentence. */
  readonly noun: string;
  /** How certain it is that a rule refuses some values, if it is added. Defaults to `'maybe'`. */
  certainty?(value: unknown): Certainty;
}

/** The formats that validators know: others do not restrict values. */
const FORMATS =
  /^(date|time|date-time|duration|uri|uri-reference|uri-template|url|email|hostname|ipv4|ipv6|regex|uuid|json-pointer|byte|int32)$/;
/** The formats of numbers; all others are of texts. Each integer in JSON may be an int64. */
const OF_NUMBERS = /^(int32|int64|float|double)$/;

const certainly = (): Certainty => 'yes';

const RULES: readonly Rule[] = [
  { keywords: ['format'], noun: 'format', certainty: (value) => (FORMATS.test(String(value)) ? 'yes' : 'maybe') },
  { keywords: ['pattern'], types: ['string'], noun: 'pattern', certainty: certainly },
  { keywords: ['multipleOf'], types: ['integer', 'fraction'], noun: 'multipleOf' },
  { keywords: ['uniqueItems'], types: ['array'], noun: 'uniqueItems', certainty: certainly },
  { keywords: ['contains', 'minContains', 'maxContains'], types: ['array'], noun: 'rule of what it contains' },
  { keywords: ['propertyNames'], types: ['object'], noun: 'rule of its names' },
  {
    keywords: ['dependencies', 'dependentRequired', 'dependentSchemas'],
    types: ['object'],
    noun: 'rule of what belongs together',
  },
  { keywords: ['if', 'then', 'else'], noun: 'condition (if, then, else)' },
];

/** The changes of rules that are only compared for equality. */
export function ruleChanges(
  old: Conjunction,
  now: Conjunction,
  types: Types,
  at: SchemaChange['at'],
  compare: Compare,
): SchemaChange[] {
  const changes = RULES.flatMap((rule) => {
    if (rule.types && !rule.types.some((type) => types.has(type as never))) return [];
    const [before, after] = [textsOf(old, rule, types), textsOf(now, rule, types)];
    const effect = effectOf(before, after, rule);
    return effect ? [{ pointer: '', ...effect, at }] : [];
  });
  return [...changes, ...notChanges(old, now, at, compare)];
}

function textsOf(parts: Conjunction, { keywords }: Rule, types: Types): Map<string, unknown> {
  const texts = new Map<string, unknown>();
  for (const part of parts) {
    const own = keywords.filter((keyword) => has(part, keyword) && !saysNothing(keyword, valueOf(part, keyword), types));
    const value = Object.fromEntries(own.map((keyword) => [keyword, valueOf(part, keyword)]));
    if (own.length > 0) texts.set(canonicalSchema(value, part), own.length === 1 ? value[own[0] as string] : value);
  }
  return texts;
}

/** Whether a rule does not restrict values of these types. */
function saysNothing(keyword: string, value: unknown, types: Types): boolean {
  if (keyword === 'uniqueItems') return !value;
  if (keyword === 'multipleOf') return value === 1 && !types.has('fraction');
  if (keyword !== 'format') return false;
  if (OF_NUMBERS.test(String(value))) return !types.has('integer') && !types.has('fraction');
  return FORMATS.test(String(value)) && !types.has('string');
}

const valueOf = ({ schema }: Part, keyword: string): unknown => (schema as Record<string, unknown>)[keyword];

function effectOf(
  before: ReadonlyMap<string, unknown>,
  after: ReadonlyMap<string, unknown>,
  { noun, certainty = () => 'maybe' }: Rule,
): Pick<SchemaChange, 'text' | 'admits' | 'refuses'> | undefined {
  const gone = [...before].filter(([text]) => !after.has(text));
  const added = [...after].filter(([text]) => !before.has(text));
  const [[, oldValue] = [], [, newValue] = []] = [gone[0], added[0]];
  if (gone.length > 0 && added.length > 0) {
    if (noun === 'multipleOf' && gone.length + added.length === 2) return ofMultiples(oldValue as number, newValue as number);
    if (oldValue === 'int32' && newValue === 'int64' && gone.length + added.length === 2) {
      return { text: 'has the format "int64" now, and had "int32"', ...widens() };
    }
    const isCertain = noun === 'format' && certainty(oldValue) === 'yes' && certainty(newValue) === 'yes';
    return {
      text: `has the ${noun}${shown(newValue)} now, and had${shown(oldValue) || ' another'}`,
      ...replaces(isCertain ? 'yes' : 'maybe'),
    };
  }
  if (added.length > 0) return { text: `has the ${noun}${shown(newValue)} now, and had none`, ...narrows(certainty(newValue)) };
  if (gone.length > 0)
    return { text: `has no ${noun} any more, and had${shown(oldValue) || ' one'}`, ...widens(certainty(oldValue)) };
  return undefined;
}

const shown = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' ? ` ${JSON.stringify(value)}` : '';

function ofMultiples(old: number, now: number): Pick<SchemaChange, 'text' | 'admits' | 'refuses'> {
  const text = `must be a multiple of ${now} now, and was one of ${old}`;
  if (!Number.isInteger(old) || !Number.isInteger(now)) return { text, ...replaces('maybe') };
  if (now % old === 0) return { text, ...narrows() };
  return { text, ...(old % now === 0 ? widens() : replaces()) };
}

/** The changes of `not`, with the opposite effect of those of its schema. */
function notChanges(old: Conjunction, now: Conjunction, at: SchemaChange['at'], compare: Compare): SchemaChange[] {
  const [before, after] = [old.filter((part) => has(part, 'not')), now.filter((part) => has(part, 'not'))];
  const one = (text: string, effect: Pick<SchemaChange, 'admits' | 'refuses'>): SchemaChange => ({
    pointer: '',
    text,
    ...effect,
    at,
  });
  const changes: SchemaChange[] = [];
  const left = after.map((part) => below(part, 'not'));
  const gone = before
    .map((part) => below(part, 'not'))
    .filter((forbidden) => {
      const same = left.findIndex((other) => compare(forbidden, other).length === 0);
      if (same !== -1) left.splice(same, 1);
      return same === -1;
    });
  const [first, firstNow] = [gone[0], left[0]];
  if (first && firstNow && gone.length === 1 && left.length === 1) {
    const inner = compare(first, firstNow);
    const some = (which: 'admits' | 'refuses'): Certainty =>
      inner.some((change) => change[which] === 'yes')
        ? 'yes'
        : inner.some((change) => change[which] === 'maybe')
          ? 'maybe'
          : 'no';
    changes.push(one('has another rule of what it must not be', { admits: some('refuses'), refuses: some('admits') }));
  } else {
    if (gone.length > 0) changes.push(one('has no rule any more of what it must not be', widens('maybe')));
    if (left.length > 0) changes.push(one('has a rule now of what it must not be', narrows('maybe')));
  }
  return changes;
}

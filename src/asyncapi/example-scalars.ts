import { textOfPattern } from './pattern-example';

type Keywords = Readonly<Record<string, unknown>>;

/** Texts of the formats of JSON Schema. */
const FORMATS: Readonly<Record<string, string>> = {
  date: '2024-01-31',
  'date-time': '2024-01-31T12:00:00Z',
  duration: 'PT1H',
  email: 'ann@example.com',
  hostname: 'example.com',
  'idn-email': 'ann@example.com',
  'idn-hostname': 'example.com',
  ipv4: '192.0.2.1',
  ipv6: '2001:db8::1',
  iri: 'https://example.com/',
  'iri-reference': '/path',
  'json-pointer': '/path',
  regex: '^a$',
  'relative-json-pointer': '0',
  time: '12:00:00Z',
  uri: 'https://example.com/',
  'uri-reference': '/path',
  'uri-template': '/{path}',
  url: 'https://example.com/',
  uuid: '00000000-0000-4000-8000-000000000000',
};

const LONGEST = 100_000;

const TYPES = ['object', 'array', 'number', 'string', 'boolean', 'null'];

/** The types that a schema allows, `null` last. If it names none, the type that its keywords are for, unless that is excluded. */
export function typeIn(schema: Keywords): unknown[] {
  const likely = guessed(schema);
  const others = schema.not === undefined ? [] : TYPES.filter((type) => type !== likely);
  const types = schema.type === undefined ? [likely, ...others] : [schema.type].flat();
  return [...types.filter((type) => type !== 'null'), ...types.filter((type) => type === 'null')];
}

function guessed(schema: Keywords): string {
  const has = (keywords: RegExp) => Object.keys(schema).some((keyword) => keywords.test(keyword));
  if (has(/^(properties|required|additionalProperties|patternProperties|minProperties|propertyNames)$/)) return 'object';
  if (has(/^(items|prefixItems|minItems|contains)$/)) return 'array';
  return has(/^(minimum|maximum|exclusiveM|multipleOf)/) ? 'number' : 'string';
}

/** Texts that may fit, the likeliest first. */
export function* textOf({ format, pattern, minLength = 0, maxLength = LONGEST }: Keywords, salt: number): Iterable<string> {
  const [least, most] = [Math.min(Number(minLength), LONGEST), Number(maxLength)];
  const end = salt === 0 ? '' : String(salt);
  const fixed = typeof format === 'string' ? FORMATS[format] : undefined;
  if (fixed !== undefined) yield salt === 0 ? fixed : fixed.replace(/\d(?=\D*$)|(?<=^[a-z:/]*)[a-z](?=[./@])/, end);
  const matching = typeof pattern === 'string' ? textOfPattern(pattern, least) : undefined;
  if (matching !== undefined) yield matching;
  yield `${'text'.slice(0, Math.max(0, most - end.length))}${end}`.padEnd(least, 'x').slice(0, most);
  yield 'x'.repeat(Math.min(least, most));
  yield '1'.repeat(Math.max(1, least));
}

/** Numbers that may fit, the likeliest first. */
export function* numberOf(schema: Keywords, isInteger: boolean, salt: number): Iterable<number> {
  const {
    minimum,
    maximum,
    exclusiveMinimum: over,
    exclusiveMaximum: below,
    multipleOf,
  } = schema as Record<string, number | undefined>;
  const step = multipleOf ?? (isInteger ? 1 : undefined);
  const least = Math.max(minimum ?? Number.NEGATIVE_INFINITY, over ?? Number.NEGATIVE_INFINITY);
  const most = Math.min(maximum ?? Number.POSITIVE_INFINITY, below ?? Number.POSITIVE_INFINITY);
  const isWithin = (value: number) =>
    value >= least && value <= most && value !== over && value !== below && (!isInteger || Number.isInteger(value));
  const start = [1 + salt, least, most, (least + most) / 2, least + 1 + salt, most - 1 - salt, 0].filter(Number.isFinite);
  const onStep = (value: number) =>
    step === undefined ? [value] : [Math.ceil(value / step) * step, Math.floor(value / step) * step];
  for (const value of start.flatMap(onStep)) if (isWithin(value)) yield value;
  for (const value of [least, most].filter(Number.isFinite).flatMap(onStep)) {
    for (const next of [value + (step ?? 1), value - (step ?? 1)]) if (isWithin(next)) yield next;
  }
}

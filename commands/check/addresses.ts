import { pathMatcher } from '../../src/asyncapi/address';
import { isSafe } from './certainty';
import type { DescribedChannel } from './described-api';
import { accept, listedValues } from './domain';
import { schemaChanges } from './schema-changes';
import { type SchemaSource, wholeOf } from './schema-part';

/** The addresses of a channel, and its parameters. A parameter that is not listed (that of a server) may have any value. */
type Addressed = Pick<DescribedChannel, 'addresses' | 'parameters' | 'where'>;

const PARAMETER = /\{([^{}]*)\}/;

/** An address without the names of its parameters, which clients do not use, and without its query. */
export const shapeOf = (address: string): string => `/${segmentsOf(address).map(unnamed).join('/')}`;

/** The query of an address. */
export const queryOf = (address: string): string => unnamed(address.split('?').slice(1).join('?'));

const unnamed = (text: string): string => text.split(PARAMETER).filter(isLiteral).join('{}');

/** The segments of the path of an address. */
const segmentsOf = (address: string): string[] => (address.split('?')[0] as string).replace(/^\/+|\/+$/g, '').split('/');

const isLiteral = (_: string, index: number): boolean => index % 2 === 0;

const namesIn = (text: string): string[] => text.split(PARAMETER).filter((piece, index) => !isLiteral(piece, index));

/** Whether the client may still connect to every path that an old address stands for. */
export function isCovered(address: string, old: Addressed, now: Addressed): boolean {
  const segments = segmentsOf(address);
  return now.addresses.some((other) => {
    const others = segmentsOf(other);
    return segments.length === others.length && segments.every((one, index) => isWithin(one, old, others[index] as string, now));
  });
}

/** The parameters at the same place in addresses of the same shape. */
export function parametersAtOnePlace(old: Addressed, now: Addressed) {
  const pairs = new Map<string, { readonly name: string; readonly before: SchemaSource; readonly after: SchemaSource }>();
  for (const address of old.addresses) {
    const others = now.addresses.filter((other) => shapeOf(other) === shapeOf(address)).map(namesIn);
    namesIn(address.split('?')[0] as string).forEach((name, index) => {
      for (const names of others) {
        const other = names[index] as string;
        pairs.set(`${name} ${other}`, { name, before: schemaOf(old, name), after: schemaOf(now, other) });
      }
    });
  }
  return [...pairs.values()];
}

/** Whether the other segment stands for everything that the one does. */
function isWithin(one: string, old: Addressed, other: string, now: Addressed): boolean {
  const texts = textsOf(one, old);
  if (texts) {
    const parameters = now.parameters.map(({ name, schema }) => [name, { name, accepts: accepts(schema) }] as const);
    return texts.every(pathMatcher(other, [], new Map(parameters)));
  }
  const names = namesIn(other);
  if (unnamed(one) === unnamed(other)) {
    return namesIn(one).every((name, index) => takesAll(schemaOf(now, names[index] as string), schemaOf(old, name)));
  }
  return unnamed(other) === '{}' && takesAll(schemaOf(now, names[0] as string), TEXT);
}

const schemaOf = ({ parameters, where }: Addressed, name: string): SchemaSource =>
  parameters.find((parameter) => parameter.name === name)?.schema ?? {
    schema: true,
    accepts: () => true,
    where: () => where,
  };

const takesAll = (schema: SchemaSource, old: SchemaSource): boolean => isSafe(schemaChanges(old, schema), 'refuses');

/** The schema of a parameter that may have any value. */
const TEXT: SchemaSource = {
  schema: { type: 'string' },
  accepts: (_, value) => typeof value === 'string',
  where: () => ({ file: '', line: 1, pointer: '' }),
};

const accepts = (schema: SchemaSource) => (text: string) => accept(wholeOf(schema), text);

/** The most texts that are tried one by one. */
const MOST_TEXTS = 1000;

/** All texts that a segment stands for, if they are listed. */
function textsOf(segment: string, old: Addressed): readonly string[] | undefined {
  let texts: string[] = [''];
  for (const [index, piece] of segment.split(PARAMETER).entries()) {
    const values = isLiteral(piece, index) ? [piece] : listedValues(wholeOf(schemaOf(old, piece)))?.map(encoded);
    if (!values || texts.length * values.length > MOST_TEXTS) return undefined;
    texts = texts.flatMap((text) => values.map((value) => `${text}${value}`));
  }
  return texts;
}

const encoded = (value: unknown): string => encodeURIComponent(String(value));

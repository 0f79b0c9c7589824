import { pathMatcher } from '../../src/asyncapi/address';
import { isSafe } from './certainty';
import type { DescribedChannel } from './described-api';
import { accept, listedValues } from './domain';
import { schemaChanges } from './schema-changes';
import { type SchemaSource, wholeOf } from './schema-part';

/** Where a channel is, with what its parameters may be. One that is not among them (of a server) may be anything. */
type Addressed = Pick<DescribedChannel, 'addresses' | 'parameters' | 'where'>;

const PARAMETER = /\{([^{}]*)\}/;

/** How parameters are called says nothing to a client, nor does what stands behind `?` say where it connects. */
export const shapeOf = (address: string): string => `/${segmentsOf(address).map(unnamed).join('/')}`;

/** What an address has behind `?`. */
export const queryOf = (address: string): string => unnamed(address.split('?').slice(1).join('?'));

const unnamed = (text: string): string => text.split(PARAMETER).filter(isLiteral).join('{}');

/** What stands between slashes. */
const segmentsOf = (address: string): string[] => (address.split('?')[0] as string).replace(/^\/+|\/+$/g, '').split('/');

const isLiteral = (_: string, index: number): boolean => index % 2 === 0;

const namesIn = (text: string): string[] => text.split(PARAMETER).filter((piece, index) => !isLiteral(piece, index));

/** Whether the client may connect to any path that the one address stands for, and did for the other. */
export function isCovered(address: string, old: Addressed, now: Addressed): boolean {
  const segments = segmentsOf(address);
  return now.addresses.some((other) => {
    const others = segmentsOf(other);
    return segments.length === others.length && segments.every((one, index) => isWithin(one, old, others[index] as string, now));
  });
}

/** The parameters that stand at one place of addresses of one shape. */
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

/** Whether all that the one segment stands for is something that the other one does. */
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

/** What one that may be anything is. */
const TEXT: SchemaSource = {
  schema: { type: 'string' },
  accepts: (_, value) => typeof value === 'string',
  where: () => ({ file: '', line: 1, pointer: '' }),
};

const accepts = (schema: SchemaSource) => (text: string) => accept(wholeOf(schema), text);

/** Paths of which more are not tried one by one. */
const MOST_TEXTS = 1000;

/** All that a segment stands for, where that is listed. */
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

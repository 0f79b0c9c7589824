import type { Channel, DocumentedCloseCode, Operation } from '../contract/definition';
import { show } from '../text/show';
import { type Parameter, pathMatcher } from './address';
import type { JsonSchemas } from './ajv';
import type { Located } from './located';

/** What a document says about a channel, in any version. */
export interface ChannelSource {
  readonly channel: Located;
  /** Its name in the document. */
  readonly name: string;
  /** Undefined if it is only known when the application runs. */
  readonly address: string | undefined;
  /** The paths of the servers that it is on. */
  readonly bases: readonly string[];
  readonly operations: readonly Operation[];
  /** Whether it has only replies, which come over the connection of their requests. */
  readonly isOfReplies: boolean;
}

/**
 * The channels of a document. A path that is literally the address of one channel does not also match a channel by its
 * parameters, as in OpenAPI: `/rooms/lobby` takes precedence over `/rooms/{room}`.
 */
export function channelsOf(sources: readonly ChannelSource[], schemas: JsonSchemas): readonly Channel[] {
  const all = sources.map((source) => ({ source, matches: matcherOf(source, schemas) }));
  const literal = all.filter(({ source }) => source.address !== undefined && !source.address.includes('{'));
  return all.map(({ source, matches }) => {
    const { channel, name, address, operations } = source;
    return {
      id: name,
      name: address ?? name,
      get where() {
        return channel.where; // which is costly in JSON
      },
      matches: address?.includes('{') ? (path) => matches(path) && !literal.some((one) => one.matches(path)) : matches,
      operations,
      closeCodes: closeCodesOf(channel),
    };
  });
}

function matcherOf({ channel, address, bases, isOfReplies }: ChannelSource, schemas: JsonSchemas): (path: string) => boolean {
  const parameters = new Map(parametersOf(channel, schemas).map((parameter) => [parameter.name, parameter]));
  const otherwise = address?.replace(/(^|\/):(\w+)/g, '$1{$2}');
  if (otherwise !== address) throw channel.problem(`has the address ${show(address)}: write ${show(otherwise)}`);
  if (isOfReplies) return () => false;
  return address === undefined ? () => true : pathMatcher(address, bases, parameters);
}

function parametersOf(channel: Located, schemas: JsonSchemas): Parameter[] {
  return (channel.get('parameters')?.entries() ?? []).map(([name, parameter]) => {
    const schema = parameter.child('schema'); // 2.x
    if (schema) {
      const check = schemas.check(schema);
      const accepts = (text: string) => valuesOfText(text).some((value) => check.fits(value));
      return { name, accepts };
    }
    const values = parameter
      .get('enum')
      ?.items()
      .map(({ value }) => String(value));
    return { name, accepts: (value) => values?.includes(value) ?? true };
  });
}

/** What the text in a path may mean. */
export function valuesOfText(text: string): unknown[] {
  const number = text.trim() === '' ? Number.NaN : Number(text);
  return [text, ...(Number.isFinite(number) ? [number] : []), ...(/^(true|false)$/.test(text) ? [text === 'true'] : [])];
}

/** An extension for close codes, which AsyncAPI has no field for. */
export const CLOSE_CODES = 'x-close-codes';

function closeCodesOf(channel: Located): ReadonlyMap<number, DocumentedCloseCode> | undefined {
  const codes = channel.get(CLOSE_CODES);
  if (!codes) return undefined;
  return new Map(
    Object.keys(codes.record()).map((name) => {
      const code = Number(name);
      if (!Number.isInteger(code) || code < 1000 || code > 4999) {
        throw codes.problem(`has ${show(name)}, which is not a close code: they are 1000 to 4999`);
      }
      return [code, { meaning: String(codes.get(name)?.value ?? ''), where: codes.below(name).where }] as const;
    }),
  );
}

/** A channel without operations: its messages may go either way. */
export const bothWays = (name: string, messages: Operation['messages']): readonly Operation[] =>
  (['received', 'sent'] as const).map((direction) => ({ name, where: undefined, direction, messages, replies: [] }));

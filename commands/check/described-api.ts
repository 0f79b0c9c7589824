import { realpathSync } from 'node:fs';
import { JsonSchemas } from '../../src/asyncapi/ajv';
import { CLOSE_CODES, valuesOfText } from '../../src/asyncapi/channel';
import { Documents } from '../../src/asyncapi/documents';
import { bundled, type JsonSchema } from '../../src/asyncapi/json-schema-bundle';
import { loadDocument } from '../../src/asyncapi/load';
import { Located } from '../../src/asyncapi/located';
import { headersOf } from '../../src/asyncapi/merged-headers';
import { messageSources, placeOf } from '../../src/asyncapi/message';
import { PROTOBUF } from '../../src/asyncapi/payload-check';
import { type Side, serversOf } from '../../src/asyncapi/servers';
import { JSON_SCHEMA, wrappedSchema } from '../../src/asyncapi/wrapped-schema';
import { definitionsOf } from '../../src/contract/contract';
import type { Channel, MessageDefinition } from '../../src/contract/definition';
import { accepting } from './accepting';
import { canonical } from './canonical';
import { protobufText } from './protobuf-text';
import type { SchemaSource } from './schema-part';
import type { WrittenAt } from './severity';

/** A message, with the parts of it that are compared. */
export interface DescribedMessage {
  readonly definition: MessageDefinition;
  /** Its schema; if that is not a JSON Schema, its text. */
  readonly payload: SchemaSource | string;
  /** The schemas of its headers, with those of traits merged into it; empty if there are none. */
  readonly headers: readonly (SchemaSource | string)[];
  readonly contentType: string | undefined;
  readonly where: WrittenAt;
}

export interface DescribedChannel {
  /** Its name among the channels. */
  readonly key: string;
  readonly channel: Channel;
  /** Including the paths of its servers; empty if it has no address. */
  readonly addresses: readonly string[];
  /** The parameters of its address, in the order there, with the schemas of their values. */
  readonly parameters: readonly { readonly name: string; readonly schema: SchemaSource }[];
  /** The schemas of the handshake, by the WebSockets binding. */
  readonly handshake: Readonly<Record<'query' | 'headers', SchemaSource>>;
  readonly received: readonly DescribedMessage[];
  readonly sent: readonly DescribedMessage[];
  /** The documented close codes; undefined if there are none. */
  readonly closeCodes: ReadonlyMap<number, DescribedCloseCode> | undefined;
  readonly where: WrittenAt;
}

export interface DescribedCloseCode {
  readonly meaning: string;
  readonly where: WrittenAt;
}

/**
 * Reads a document of AsyncAPI, to compare it.
 * @param root The folder that its references may not leave.
 * @throws {DocumentProblem} that says where it is wrong.
 */
export function describedApi(path: string, root: string, side: Side): readonly DescribedChannel[] {
  const contract = loadDocument(path, root, side);
  const file = realpathSync(path);
  const document = Located.open(new Documents(file, realpathSync(root)), file);
  const reading = new Reading(document);
  return (document.get('channels')?.entries() ?? []).map(([key, located], index) =>
    reading.channel(key, located, contract.channels[index] as Channel),
  );
}

class Reading {
  readonly #document: Located;
  readonly #schemas = new JsonSchemas();

  constructor(document: Located) {
    this.#document = document;
  }

  get #isVersion2(): boolean {
    return this.#document.text('asyncapi')?.startsWith('2') === true;
  }

  channel(key: string, located: Located, channel: Channel): DescribedChannel {
    const address = this.#isVersion2 ? key : located.text('address');
    const bases = serversOf(this.#document, located).map(({ path }) => path);
    return {
      key,
      channel,
      addresses:
        address === undefined ? [] : [...new Set((bases.length > 0 ? bases : ['']).map((base) => joined(base, address)))],
      parameters: address === undefined ? [] : namesIn(address).map((name) => ({ name, schema: this.#parameter(located, name) })),
      handshake: { query: this.#binding(located, 'query'), headers: this.#binding(located, 'headers') },
      received: definitionsOf([channel], 'received').map((one) => this.#message(one)),
      sent: definitionsOf([channel], 'sent').map((one) => this.#message(one)),
      closeCodes: closeCodesOf(located, channel),
      where: writtenAt(located),
    };
  }

  #parameter(channel: Located, name: string): SchemaSource {
    const parameter = channel.get('parameters')?.get(name);
    const schema = parameter?.child('schema');
    if (schema) return this.#ofText(this.#schema(schema));
    const values = parameter?.get('enum')?.value;
    const at = writtenAt(parameter ?? channel);
    return this.#ofText(this.#plain(Array.isArray(values) ? { enum: values } : true, () => at));
  }

  /** A schema for the text of a parameter in a path: `{ type: string }` does not restrict it, and `{ enum: [1] }` means "1". */
  #ofText(source: SchemaSource): SchemaSource {
    const { schema, where } = this.#plain(textSchema(source.schema), source.where);
    const accepts = accepting(schema, (part) => {
      const check = this.#schemas.compile(part);
      return (value) => (typeof value === 'string' ? valuesOfText(value) : [value]).some(check);
    });
    return { schema, where, accepts };
  }

  #binding(channel: Located, name: string): SchemaSource {
    const schema = channel.get('bindings')?.get('ws')?.child(name);
    return schema ? this.#schema(schema) : this.#plain({ type: 'object' }, () => writtenAt(channel));
  }

  #message(definition: MessageDefinition): DescribedMessage {
    const located = placeOf(definition) as Located;
    const sources = messageSources(located, this.#isVersion2);
    const first = (name: string) => sources.map((source) => source.text(name)).find((text) => text !== undefined);
    return {
      definition,
      payload: this.#payload(located, first('schemaFormat')),
      headers: [headersOf(located, sources)].flatMap((schema) => (schema ? [this.#inItsLanguage(schema, undefined)] : [])),
      contentType: first('contentType') ?? this.#document.text('defaultContentType'),
      where: writtenAt(located),
    };
  }

  #payload(message: Located, formatBeside: string | undefined): SchemaSource | string {
    const payload = message.child('payload');
    if (!payload) return this.#plain(true, () => writtenAt(message));
    return this.#inItsLanguage(payload, formatBeside);
  }

  /** A schema, or its text if it is in another language: in version 3 it may be wrapped together with its format. */
  #inItsLanguage(given: Located, formatBeside: string | undefined): SchemaSource | string {
    const { schema: located, format } = wrappedSchema(given.followed()) ?? { schema: given, format: formatBeside };
    if (format === undefined || JSON_SCHEMA.test(format)) return this.#schema(located, format);
    const schema = located.followed();
    return `${format} ${PROTOBUF.test(format) ? protobufText(schema) : canonical(schema.value)}`;
  }

  #schema(located: Located, format?: string): SchemaSource {
    const { schema, sourceOf } = bundled(located, format);
    return this.#plain(schema, (pointer) => writtenAt(sourceOf(pointer)));
  }

  #plain(schema: JsonSchema, where: SchemaSource['where']): SchemaSource {
    return { schema, where, accepts: accepting(schema, (part) => this.#schemas.compile(part)) };
  }
}

/** The schema for the text of a value: constants become texts, and the type `string`, which any text has, is dropped. */
function textSchema(schema: JsonSchema): JsonSchema {
  if (typeof schema === 'boolean') return schema;
  const { type, ...rest } = schema;
  const listed = Object.hasOwn(rest, 'const') ? [rest.const] : rest.enum;
  if (Array.isArray(listed)) {
    const { const: _, ...more } = rest;
    return { ...more, enum: [...new Set(listed.map(String))] };
  }
  return type === undefined || [type].flat().includes('string') ? rest : schema;
}

function closeCodesOf(located: Located, { closeCodes }: Channel): DescribedChannel['closeCodes'] {
  const listed = located.get(CLOSE_CODES);
  if (!closeCodes || !listed) return undefined;
  return new Map([...closeCodes].map(([code, { meaning }]) => [code, { meaning, where: writtenAt(listed.below(`${code}`)) }]));
}

const joined = (base: string, address: string): string =>
  `/${[base, address]
    .map((path) => path.replace(/^\/+|\/+$/g, ''))
    .filter((path) => path !== '')
    .join('/')}`;

const namesIn = (address: string): string[] => [...address.matchAll(/\{([^{}]*)\}/g)].map(([, name]) => name as string);

const writtenAt = ({ file, place, pointer }: Located): WrittenAt => ({ file: file.name, line: file.lineOf(place), pointer });

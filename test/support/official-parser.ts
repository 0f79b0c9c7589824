import Ajv, { type ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';
import type { Direction } from '../../src/contract/definition';
import { isRecord } from '../../src/text/options';

/** The part of the API of @asyncapi/parser that is used. */
interface List<Item> {
  all(): readonly Item[];
}
interface OfficialMessage {
  id(): string;
  payload(): { json(): unknown } | undefined;
  schemaFormat(): string | undefined;
  examples(): List<{ payload(): unknown }>;
}
interface OfficialOperation {
  isSend(): boolean;
  messages(): List<OfficialMessage>;
  reply?(): { messages(): List<OfficialMessage>; channel(): OfficialChannel | undefined } | undefined;
}
interface OfficialChannel {
  id(): string;
  address(): string | null | undefined;
  operations(): List<OfficialOperation>;
  messages(): List<OfficialMessage>;
}
interface Official {
  readonly Parser: new () => object;
  fromFile(parser: object, path: string): { parse(): Promise<Parsed> };
}
interface Parsed {
  readonly document: { channels(): List<OfficialChannel> } | undefined;
  readonly diagnostics: readonly { readonly severity: number; readonly message: string }[];
}

/** What the official parser and ajv say of the messages that go one way at one address. */
export interface OfficialWay {
  readonly address: string | undefined;
  readonly direction: Direction;
  readonly names: readonly string[];
  readonly examples: readonly unknown[];
  /** The schemas of the payloads, without references. */
  readonly schemas: readonly unknown[];
  fits(payload: unknown): boolean;
}

/** Reads a document with @asyncapi/parser. */
export async function officialWays(path: string): Promise<readonly OfficialWay[]> {
  const { Parser, fromFile } = require('@asyncapi/parser') as Official;
  const { document, diagnostics } = await fromFile(new Parser(), path).parse();
  if (!document) throw new Error(diagnostics.map(({ message }) => message).join('; '));
  const channels = document.channels().all();
  const operations = channels.flatMap((channel) => channel.operations().all());
  const answering = new Set(operations.map((operation) => operation.reply?.()?.channel()?.id()));
  const addresses = [...new Set(channels.map((channel) => channel.address() ?? undefined))];
  return addresses.flatMap((address) =>
    (['received', 'sent'] as const).map((direction) => {
      const own = channels.filter((channel) => (channel.address() ?? undefined) === address);
      return wayOf(
        address,
        direction,
        own.flatMap((channel) => messagesOf(channel, direction, answering.has(channel.id()))),
      );
    }),
  );
}

/** @param isAnswering Whether an operation names the channel for its replies, which nobody sends unasked. */
function messagesOf(channel: OfficialChannel, direction: Direction, isAnswering: boolean): readonly OfficialMessage[] {
  const operations = channel.operations().all();
  if (operations.length === 0) return isAnswering ? [] : channel.messages().all();
  return operations.flatMap((operation) => {
    const isAsked = operation.isSend() === (direction === 'received');
    if (isAsked) return operation.messages().all();
    const reply = operation.reply?.();
    const listed = reply?.messages().all() ?? [];
    return reply && listed.length === 0 ? (reply.channel() ?? channel).messages().all() : listed; // all that it has
  });
}

function wayOf(address: string | undefined, direction: Direction, messages: readonly OfficialMessage[]): OfficialWay {
  const schemas = messages.map((message) => {
    const schema = message.payload()?.json();
    return schema === undefined ? true : withoutCircles(isRecord(schema) && 'schemaFormat' in schema ? schema.schema : schema);
  });
  const checks = schemas.map(compiled);
  return {
    address,
    direction,
    names: messages.map((message) => message.id()),
    examples: messages.flatMap((message) =>
      message
        .examples()
        .all()
        .map((example) => example.payload()),
    ),
    schemas,
    fits: (payload) => checks.some((check) => check(payload)),
  };
}

function compiled(schema: unknown): ValidateFunction {
  const text = JSON.stringify(schema);
  for (const unicodeRegExp of [true, false]) {
    const ajv = new Ajv({ strict: false, logger: false, unicodeRegExp, multipleOfPrecision: 9 });
    addFormats(ajv);
    try {
      return ajv.compile(JSON.parse(text));
    } catch (error) {
      if (!unicodeRegExp) throw error;
    }
  }
  throw new Error('unreachable');
}

/** The official parser makes recursive schemas circles of objects, which no validator reads. */
function withoutCircles(schema: unknown): unknown {
  const names = new Map<object, string>();
  const definitions: Record<string, unknown> = {};
  const visit = (node: unknown, around: readonly object[]): unknown => {
    if (typeof node !== 'object' || node === null) return node;
    if (around.includes(node)) {
      if (!names.has(node)) names.set(node, `circle${names.size}`);
      return { $ref: `#/definitions/${names.get(node)}` };
    }
    const inside = [...around, node];
    if (Array.isArray(node)) return node.map((item) => visit(item, inside));
    const entries = Object.entries(node).filter(([key]) => !/^(\$id|\$schema|x-)/.test(key));
    const copy = Object.fromEntries(entries.map(([key, value]) => [key, visit(value, inside)]));
    const name = names.get(node);
    if (name === undefined) return copy;
    definitions[name] = copy;
    return { $ref: `#/definitions/${name}` };
  };
  const whole = visit(schema, []);
  return Object.keys(definitions).length === 0 ? whole : { allOf: [whole], definitions };
}

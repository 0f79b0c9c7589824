import { type ContractMessage, type MessageDefinition, type MessagePlace, payloadFor } from '../contract/definition';
import { TYPE } from '../contract/discriminator';
import { issuesText } from '../contract/issue-text';
import { keysOf } from '../contract/pointer';
import { UsageError } from '../text/usage-error';
import type { JsonSchemas } from './ajv';
import { refuseMisspeltField } from './known-fields';
import type { Located } from './located';
import { headersOf } from './merged-headers';
import type { PayloadCheck } from './payload';
import { anyPayload, payloadCheck } from './payload-check';
import { wrappedSchema } from './wrapped-schema';

/** What a document says of all its messages. */
export interface MessageRules {
  /** The content type of messages that name none. */
  readonly contentType: string | undefined;
  /** Whether traits take precedence over the message itself: in version 2, they are merged into it (JSON Merge Patch). */
  readonly traitsWin: boolean;
}

/** A message of a document. */
interface LocatedMessage extends MessageDefinition {
  /** Its place in the document. */
  readonly located: Located;
}

/** The place of a message in its document; undefined for a message of another origin. */
export const placeOf = (definition: MessageDefinition): Located | undefined => (definition as Partial<LocatedMessage>).located;

/** The messages of a document, each made once for each name: two channels may give the same message different names. */
export class Messages {
  readonly #rules: MessageRules;
  readonly #schemas: JsonSchemas;
  readonly #made = new Map<string, LocatedMessage>();

  constructor(rules: MessageRules, schemas: JsonSchemas) {
    this.#rules = rules;
    this.#schemas = schemas;
  }

  /**
   * @param name Its name, unless it has one of its own.
   * @throws {DocumentProblem} when it is wrong.
   */
  of(message: Located, name: string): LocatedMessage {
    const key = JSON.stringify([message.id, name]);
    const known = this.#made.get(key);
    if (known) return known;
    const fresh = definitionOf(message, name, this.#rules, this.#schemas);
    const own = JSON.stringify([message.id, fresh.name]);
    const made = this.#made.get(own) ?? fresh;
    this.#made.set(key, made).set(own, made);
    return made;
  }
}

function definitionOf(message: Located, key: string, rules: MessageRules, schemas: JsonSchemas): LocatedMessage {
  const { traitsWin } = rules;
  const sources = messageSources(message, traitsWin);
  for (const source of sources) refuseMisspeltField(source, 'message');
  const field = (name: string) => sources.find((source) => source.get(name))?.get(name);
  const textOf = (name: string) => sources.map((source) => source.text(name)).find((text) => text !== undefined);
  const format = textOf('schemaFormat');
  const payload = payloadOf(message, format, schemas);
  let enums: MessageDefinition['enums'] | undefined;
  const headersSchema = headersOf(message, sources);
  const headers = headersSchema && checkOf(headersSchema, undefined, schemas);
  const name = field('name')?.value ?? field('messageId')?.value ?? key;
  const definition: LocatedMessage = {
    name: String(name),
    located: message,
    get where() {
      return message.where;
    },
    constants: payload.constants,
    isText: isTextual(textOf('contentType') ?? rules.contentType) && payload.constants.get(TYPE)?.has('string') === true,
    correlation: correlationOf(field('correlationId')),
    get enums() {
      enums ??= payload.enums; // which nobody asks for but coverage
      return enums;
    },
    fits: (given) =>
      payload.fits(payloadFor(definition, given)) && (given.headers === undefined || headers?.fits(given.headers) !== false),
    issues: (given) => [...payload.issues(payloadFor(definition, given)), ...headerIssues(headers, given)],
    example: () => exampleOf(field('examples'), payload, String(name)),
  };
  return definition;
}

/** `text/plain; charset=utf-8`, but not `text/json`. */
const isTextual = (contentType: string | undefined): boolean => /^\s*text\/(?!(x-)?json\b)/i.test(contentType ?? '');

/** A message and its traits, in the order of precedence. */
export function messageSources(message: Located, traitsWin: boolean): readonly Located[] {
  const traits = (message.get('traits')?.items() ?? []).reverse(); // the later wins
  return traitsWin ? [...traits, message] : [message, ...traits];
}

function payloadOf(message: Located, format: string | undefined, schemas: JsonSchemas): PayloadCheck {
  const payload = message.child('payload');
  return payload ? checkOf(payload, format, schemas) : anyPayload;
}

/** The check of a schema, which in version 3 may be wrapped together with its format. */
function checkOf(schema: Located, format: string | undefined, schemas: JsonSchemas): PayloadCheck {
  const wrapped = wrappedSchema(schema.followed());
  return wrapped ? payloadCheck(wrapped.schema, wrapped.format, schemas) : payloadCheck(schema, format, schemas);
}

const headerIssues = (check: PayloadCheck | undefined, { headers }: ContractMessage) =>
  headers === undefined || !check
    ? []
    : check.issues(headers).map(({ pointer, text }) => ({ pointer: `headers${pointer}`, text }));

/** A runtime expression: its fragment may be left out (AsyncAPI, "Runtime Expression"). */
const LOCATION = /^\$message\.(payload|header)(?:#((?:\/.*)?))?$/;

function correlationOf(correlation: Located | undefined): MessagePlace | undefined {
  const location = correlation?.text('location');
  if (correlation === undefined || location === undefined) return undefined;
  const match = LOCATION.exec(location);
  if (!match) throw correlation.problem(`has the location '${location}': write '$message.payload#/id', say`);
  return { part: match[1] === 'payload' ? 'payload' : 'headers', keys: keysOf(match[2] ?? '') };
}

/**
 * The first example of the document that fits, else one that is made.
 * @throws {UsageError} when there is none, or those of the document are not as their own schema says.
 */
function exampleOf(examples: Located | undefined, payload: PayloadCheck, name: string): unknown {
  const written = (examples?.items() ?? []).filter((one) => Object.hasOwn(one.record(), 'payload'));
  const payloads = written.map((one) => one.below('payload').followed()); // null, too
  const found = payloads.find(({ value }) => payload.fits(value));
  if (found) return structuredClone(found.value);
  const [first] = payloads;
  if (first) throw first.problem(`is an example that breaks its schema: ${issuesText(payload.issues(first.value))}`);
  const made = payload.example();
  if (made !== undefined) return made;
  throw new UsageError(`No example of ${name} can be made of its schema: add one to the document, under its examples.`);
}

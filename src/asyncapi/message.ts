import type { ContractMessage, MessageDefinition, MessagePlace } from '../contract/definition';
import { issuesText } from '../contract/issue-text';
import { keysOf } from '../contract/pointer';
import { isRecord } from '../text/options';
import { UsageError } from '../text/usage-error';
import type { JsonSchemas } from './ajv';
import type { Located } from './located';
import type { PayloadCheck } from './payload';
import { anyPayload, payloadCheck } from './payload-check';

/** How a version of AsyncAPI says what a message is. */
export interface MessageRules {
  /** Whether a trait goes before the message itself: so in version 2, where traits are merged into it (JSON Merge Patch). */
  readonly traitsWin: boolean;
}

/** A message of a document. */
interface LocatedMessage extends MessageDefinition {
  /** Where it stands. */
  readonly located: Located;
}

/** Where a message stands in its document; undefined for one of another origin. */
export const placeOf = (definition: MessageDefinition): Located | undefined => (definition as Partial<LocatedMessage>).located;

/** The messages of a document, each made once under a name: two channels may call the same one differently. */
export class Messages {
  readonly #rules: MessageRules;
  readonly #schemas: JsonSchemas;
  readonly #made = new Map<string, LocatedMessage>();

  constructor(rules: MessageRules, schemas: JsonSchemas) {
    this.#rules = rules;
    this.#schemas = schemas;
  }

  /**
   * @param name What it is called where it has no name of its own.
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

function definitionOf(message: Located, key: string, { traitsWin }: MessageRules, schemas: JsonSchemas): LocatedMessage {
  message.record();
  const traits = (message.get('traits')?.items() ?? []).reverse(); // the later wins
  const sources = traitsWin ? [...traits, message] : [message, ...traits];
  const field = (name: string) => sources.find((source) => source.get(name))?.get(name);
  const payload = payloadOf(message, schemas);
  const headers = sources.flatMap((source) => source.get('headers') ?? []).map((schema) => checkOf(schema, undefined, schemas));
  const name = field('name')?.value ?? field('messageId')?.value ?? key;
  return {
    name: String(name),
    located: message,
    get where() {
      return message.where;
    },
    constants: payload.constants,
    correlation: correlationOf(field('correlationId')),
    enums: payload.enums,
    fits: (given) =>
      payload.fits(given.payload) && headers.every((check) => given.headers === undefined || check.fits(given.headers)),
    issues: (given) => [...payload.issues(given.payload), ...headers.flatMap((check) => headerIssues(check, given))],
    example: () => structuredClone(exampleOf(field('examples'), payload, String(name))),
  };
}

function payloadOf(message: Located, schemas: JsonSchemas): PayloadCheck {
  const payload = message.get('payload');
  if (!payload) return anyPayload;
  return checkOf(payload, message.text('schemaFormat'), schemas);
}

/** A schema by itself, or with the language that it is written in beside it (3.x). */
function checkOf(schema: Located, format: string | undefined, schemas: JsonSchemas): PayloadCheck {
  const { value } = schema;
  const inner = isRecord(value) && Object.hasOwn(value, 'schemaFormat') ? schema.get('schema') : undefined;
  return inner ? payloadCheck(inner, schema.text('schemaFormat'), schemas) : payloadCheck(schema, format, schemas);
}

const headerIssues = (check: PayloadCheck, { headers }: ContractMessage) =>
  headers === undefined ? [] : check.issues(headers).map(({ pointer, text }) => ({ pointer: `headers${pointer}`, text }));

const LOCATION = /^\$message\.(payload|header)#((?:\/.*)?)$/;

function correlationOf(correlation: Located | undefined): MessagePlace | undefined {
  const location = correlation?.text('location');
  if (correlation === undefined || location === undefined) return undefined;
  const match = LOCATION.exec(location);
  if (!match) throw correlation.problem(`has the location '${location}': write '$message.payload#/id', say`);
  return { part: match[1] === 'payload' ? 'payload' : 'headers', keys: keysOf(match[2] as string) };
}

/**
 * The first example of the document that fits, else one that is made.
 * @throws {UsageError} when there is none, or those of the document are not as their own schema says.
 */
function exampleOf(examples: Located | undefined, payload: PayloadCheck, name: string): unknown {
  const written = (examples?.items() ?? []).flatMap((one) => one.get('payload') ?? []);
  const found = written.find(({ value }) => payload.fits(value));
  if (found) return found.value;
  const [first] = written;
  if (first) throw first.problem(`is an example that breaks its schema: ${issuesText(payload.issues(first.value))}`);
  const made = payload.example();
  if (made !== undefined) return made;
  throw new UsageError(`No example of ${name} can be made of its schema: add one to the document, under its examples.`);
}

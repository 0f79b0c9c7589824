import { said } from '../text/show';
import { UsageError } from '../text/usage-error';
import { Contract } from './contract';
import type { Channel, Direction, Issue, MessageDefinition, Operation } from './definition';
import { pointerBelow } from './pointer';

/** The part of a Standard Schema (standardschema.dev, version 1) that is used here. */
interface Schema {
  readonly '~standard': { readonly validate: (value: unknown) => unknown };
}

/** A contract of two schemas: of what comes, and of what is sent. Where one is missing, anything goes that way. */
export function schemaContract(schemas: { readonly incoming?: Schema; readonly outgoing?: Schema }): Contract {
  const operations = [operation('incoming', 'received', schemas.incoming), operation('outgoing', 'sent', schemas.outgoing)];
  const channel: Channel = {
    id: 'schemas',
    name: 'the contract',
    where: '',
    matches: () => true,
    operations,
    closeCodes: undefined,
  };
  return new Contract('the schemas of the option contract', [channel], []);
}

const operation = (name: string, direction: Direction, schema: Schema | undefined): Operation => ({
  name,
  where: undefined,
  direction,
  messages: [definitionOf(name, schema)],
  replies: [],
});

function definitionOf(name: string, schema: Schema | undefined): MessageDefinition {
  const issues = (payload: unknown): readonly Issue[] => (schema ? issuesOf(schema, payload) : []);
  return {
    name,
    where: '',
    constants: new Map(),
    correlation: undefined,
    enums: new Map(),
    fits: ({ payload }) => issues(payload).length === 0,
    issues: ({ payload }) => issues(payload),
    example: () => {
      throw new UsageError('A schema has no example: an AsyncAPI document can have some.');
    },
  };
}

interface SchemaResult {
  readonly issues?: readonly { readonly message: string; readonly path?: readonly unknown[] }[];
}

function issuesOf(schema: Schema, payload: unknown): readonly Issue[] {
  let result: SchemaResult | PromiseLike<unknown>;
  try {
    result = schema['~standard'].validate(payload) as SchemaResult | PromiseLike<unknown>;
  } catch (error) {
    return [{ pointer: '', text: `cannot be judged: the schema threw ${said(error)}` }];
  }
  if ('then' in result) {
    result.then(undefined, () => {});
    return [{ pointer: '', text: 'cannot be judged: the schema answers later, by a promise' }];
  }
  return (result.issues ?? []).map(({ message, path = [] }) => ({ pointer: pointerOf(path), text: said(message) }));
}

/** A part of a path is a key, or an object that holds it. */
const pointerOf = (path: readonly unknown[]): string =>
  path.reduce<string>((pointer, part) => {
    const key: unknown = typeof part === 'object' && part !== null ? (part as { key: unknown }).key : part;
    return pointerBelow(pointer, String(key));
  }, '');

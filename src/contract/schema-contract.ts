import { copyOf } from '../runtime/copy';
import { isPromise, neglect } from '../runtime/tag';
import { isRecord } from '../text/options';
import { said, show } from '../text/show';
import { UsageError } from '../text/usage-error';
import { Contract } from './contract';
import type { Channel, Direction, Issue, MessageDefinition, Operation } from './definition';
import { schemaIssues } from './schema-issues';

/** The part of a Standard Schema (standardschema.dev, version 1) that is used here. */
interface Schema {
  readonly '~standard': { readonly validate: (value: unknown) => unknown };
}

/** A contract of two schemas, one for each direction. If one is missing, any message fits in that direction. */
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

function issuesOf(schema: Schema, payload: unknown): readonly Issue[] {
  let result: unknown;
  try {
    result = schema['~standard'].validate(copyOf(payload)); // some change what they are given
  } catch (error) {
    return [unjudged(`the schema threw ${said(error)}`)];
  }
  if (isPromise(result)) {
    neglect(result);
    return [unjudged('the schema answers later, by a promise')];
  }
  if (!isRecord(result)) return [unjudged(`the schema answers ${show(result)}`)];
  const { issues } = result as { readonly issues?: Parameters<typeof schemaIssues>[0] };
  if (issues === undefined) return [];
  return issues.length > 0 ? schemaIssues(issues) : [{ pointer: '', text: 'is refused, and the schema does not say why' }];
}

const unjudged = (why: string): Issue => ({ pointer: '', text: `cannot be judged: ${why}` });

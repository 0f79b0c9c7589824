import type { ContractOptions } from '../connection/contract-options';
import type { Contract } from '../contract/contract';
import type { MessageDefinition } from '../contract/definition';
import { keysOf } from '../contract/pointer';
import { OWN_VENDOR } from '../expectations/expected';
import type { Realm } from '../runtime/realm';
import { nearestName } from '../text/nearest-name';
import { oneLine, show } from '../text/show';
import { UsageError } from '../text/usage-error';
import type { Engine } from './engine';

/** Where messages are documented: the contract that is configured, or another. */
export type DocumentedIn = string | ContractOptions | undefined;

/**
 * A message of this kind, ready to send.
 * @throws {UsageError} when there is none of that name, or no example of it.
 */
export function exampleOf(engine: Engine, document: DocumentedIn, name: unknown): unknown {
  const [definition] = definitionsOf(engine, document, name, 'example') as [MessageDefinition];
  return engine.realm.parse(JSON.stringify(definition.example())); // a copy, which the test may change, of its own realm
}

/**
 * An expected value for any message of this kind. It is a Standard Schema, so that a failure tells what is wrong with a
 * message, and an asymmetric matcher, so that it can be a part of another expected value.
 * @throws {UsageError} when there is none of that name.
 */
export function documentedMessage(engine: Engine, document: DocumentedIn, name: unknown): object {
  const definitions = definitionsOf(engine, document, name, 'message');
  const fits = (payload: unknown, text?: string) => definitions.some((definition) => definition.fits({ payload, text }));
  const issues = (payload: unknown, text?: string) => (definitions[0] as MessageDefinition).issues({ payload, text });
  const text = `ContractMessage<${oneLine(String(name))}>`;
  return {
    $$typeof: Symbol.for('jest.asymmetricMatcher'),
    asymmetricMatch: (payload: unknown) => fits(payload),
    toString: () => text,
    getExpectedType: () => 'object',
    toAsymmetricMatcher: () => text,
    '~standard': {
      version: 1,
      vendor: OWN_VENDOR,
      validate: (value: unknown, text?: string) =>
        fits(value, text) ? { value } : { issues: schemaIssues(issues(value, text), engine.realm) },
    },
  };
}

const schemaIssues = (issues: ReturnType<MessageDefinition['issues']>, realm: Realm) =>
  realm.list(issues, (issue) => ({ message: issue.text, path: realm.list(keysOf(issue.pointer)) }));

/** All of them: channels may have different messages of the same name. */
function definitionsOf(engine: Engine, document: DocumentedIn, name: unknown, method: string): readonly MessageDefinition[] {
  if (typeof name !== 'string') {
    throw new UsageError(`contract.${method}() takes the name of a message of the contract, not ${show(name)}.`);
  }
  const contract = engine.contracts.load(document ?? engine.config.contract);
  if (!contract) {
    throw new UsageError(
      `contract.${method}() needs a contract: write testEnvironmentOptions: { websocket: { contract: './asyncapi.yaml' } }.`,
    );
  }
  const all = allOf(contract);
  const found = all.filter((definition) => definition.name === name);
  if (found.length > 0) return found;
  const names = all.map((definition) => definition.name);
  const near = nearestName(name, names);
  const advice = near === undefined ? `It has ${names.map((one) => oneLine(one)).join(', ')}.` : `Did you mean ${show(near)}?`;
  throw new UsageError(oneLine(`${contract.source} has no message ${show(name)}. ${advice}`, LONGEST));
}

const LONGEST = 500;

function allOf({ channels }: Contract): readonly MessageDefinition[] {
  const operations = channels.flatMap((channel) => channel.operations);
  return [...new Set(operations.flatMap(({ messages, replies }) => [...messages, ...replies]))];
}

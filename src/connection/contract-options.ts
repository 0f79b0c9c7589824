import type { StandardSchema } from '../expectations/expected';
import { boolean, check, isString, oneOf, string } from '../text/option-checks';
import { isRecord, mergeOptions, type OptionsOf } from '../text/options';

const schema = check<StandardSchema>(
  'a Standard Schema (of zod, valibot, arktype)',
  (value) => typeof Object(Object(value)['~standard']).validate === 'function',
);

const channels = check<string | readonly string[]>('the name or address of a channel, or an array of them', (value) =>
  [value].flat().every(isString),
);

const contractOptions = {
  /** The path of a document: AsyncAPI 2 or 3, YAML or JSON. Relative to Jest's `rootDir`. */
  document: string,
  /** What the client receives, instead of a document: the schema of a message, for example of a union of all kinds. */
  incoming: schema,
  /** What the client sends, instead of a document: the schema of a message. */
  outgoing: schema,
  /** The channels of the document that the connection is. Defaults to those whose address is the path of its URL. */
  channel: channels,
  /** Which application the document describes. Defaults to `'server'`. */
  describes: oneOf('server', 'client'),
  /** What an undocumented message does: `'fail'` the test (the default), `'warn'` on the console, or `'ignore'`: nothing. */
  unknown: oneOf('fail', 'warn', 'ignore'),
  /** Whether what the client sends is judged too. Defaults to `true`. */
  sent: boolean,
};

/** What the messages of a connection must conform to: a document, or schemas. */
export interface ContractOptions extends OptionsOf<typeof contractOptions> {}

/** The option `contract`: the path of a document, an object with more options, or `false` for none. */
export const contract = check<false | string | ContractOptions>(
  'the path of a document, an object { document } or { incoming, outgoing }, or false',
  (value) => value === false || (isString(value) && value !== '') || isRecord(value),
  { options: contractOptions, merge: merged },
);

type Given = false | string | ContractOptions;

/** Options without a document or schema change how the contract that was given before is applied. */
function merged(first: Given | undefined, second: Given): Given {
  if (!first || !isRecord(second) || namesOne(second)) return second;
  return mergeOptions<ContractOptions>(contractOptions, typeof first === 'string' ? { document: first } : first, second);
}

export const namesOne = ({ document, incoming, outgoing }: ContractOptions): boolean =>
  document !== undefined || incoming !== undefined || outgoing !== undefined;

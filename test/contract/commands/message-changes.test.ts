import fc from 'fast-check';
import type { DescribedMessage } from '../../../commands/check/described-api';
import { messagesChanges } from '../../../commands/check/message-changes';
import type { JsonSchema } from '../../../src/asyncapi/json-schema-bundle';
import { definitionWith } from '../../support/contracts';
import { sourceOf } from '../../support/schema-source';

const payloads: readonly Record<string, unknown>[] = [
  { type: 'object', required: ['t'], properties: { t: { const: 'a' } } },
  { type: 'object', required: ['t'], properties: { t: { const: 'b' } } },
  { type: 'object', required: ['t'], properties: { t: { enum: ['a', 'b'] } } },
  { type: 'object', required: ['t'], properties: { t: { type: 'string' } } },
  { type: 'object', required: ['t', 'x'], properties: { t: { enum: ['a', 'b'] }, x: { type: 'number' } } },
  { type: 'object', properties: { t: { enum: ['a', 'b', 'c'] }, x: { type: 'number' } } },
  { type: 'object', required: ['t'] },
  { type: ['object', 'string'] },
];
const headers: readonly (Record<string, unknown> | undefined)[] = [
  undefined,
  { type: 'object', required: ['h'] },
  { type: 'object', properties: { h: { type: 'number' } } },
  { type: 'object', required: ['h'], properties: { h: { const: 1 } } },
];

const definitions = payloads.map((payload) => definitionWith(payload));

interface Kind {
  readonly name: string;
  readonly payload: number;
  readonly headers: number;
}

const some = (from: readonly unknown[]) => fc.nat({ max: from.length - 1 });
const kinds = fc.uniqueArray(
  fc.record<Kind>({ name: fc.constantFrom('A', 'B', 'C'), payload: some(payloads), headers: some(headers) }),
  { minLength: 1, maxLength: 3, selector: ({ name }) => name },
);

const where = { file: 'asyncapi.yaml', line: 1, pointer: '' };
const describedOf = (all: readonly Kind[]): DescribedMessage[] =>
  all.map((kind) => {
    const header = headers[kind.headers];
    return {
      definition: Object.assign(Object.create(definitions[kind.payload] as object), { name: kind.name }),
      payload: sourceOf(payloads[kind.payload] as JsonSchema),
      headers: header ? [sourceOf(header as JsonSchema)] : [],
      contentType: undefined,
      where,
    };
  });

/** All messages of a small world. */
const world = [
  { t: 'a' },
  { t: 'b' },
  { t: 'c' },
  { t: 1 },
  {},
  { x: 1 },
  { t: 'a', x: 1 },
  { t: 'b', x: 'y' },
  'text',
  7,
].flatMap((payload) => [{}, { h: 1 }, { h: 2 }, { h: 'x' }].map((header) => ({ payload, header })));
const checks = [payloads, headers].map((schemas) => schemas.map((schema) => sourceOf((schema ?? true) as JsonSchema)));
const isOneOf = (all: readonly Kind[], { payload, header }: (typeof world)[number]): boolean =>
  all.some((kind) => checks[0]?.[kind.payload]?.fits(payload) && checks[1]?.[kind.headers]?.fits(header));

describe('of the messages that go one way', () => {
  test.each(['sent', 'received'] as const)('none that breaks clients is called compatible: %s', (direction) => {
    fc.assert(
      fc.property(kinds, kinds, (old, now) => {
        const changes = messagesChanges(describedOf(old), describedOf(now), direction);
        if (changes.some(({ severity }) => severity !== 'compatible')) return;
        const [all, known] = direction === 'sent' ? [old, now] : [now, old];
        for (const message of world) {
          if (isOneOf(all, message) && !isOneOf(known, message)) throw new Error(JSON.stringify(message));
        }
      }),
      { numRuns: 200 },
    );
  });
});

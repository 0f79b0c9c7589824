import * as v from 'valibot';
import { z } from 'zod';
import { z as z3 } from 'zod/v3';
import { issuesText } from '../../src/contract/issue-text';
import { schemaContract } from '../../src/contract/schema-contract';

/** What a contract of a schema says of a message that comes: empty if it fits. */
function told(schema: unknown, payload: unknown): string {
  const contract = schemaContract({ incoming: schema as never });
  const verdict = contract.judgeOf(contract.channels).received.judge({ payload });
  return verdict.kind === 'breach' ? issuesText(verdict.issues) : verdict.kind;
}

const missing = { type: 'said' };

describe('a contract of schemas', () => {
  test.each([
    [
      'zod',
      z.union([
        z.object({ type: z.literal('joined'), name: z.string() }),
        z.object({ type: z.literal('said'), from: z.string(), at: z.number() }),
      ]),
    ],
    [
      'zod 3',
      z3.union([
        z3.object({ type: z3.literal('joined'), name: z3.string() }),
        z3.object({ type: z3.literal('said'), from: z3.string(), at: z3.number() }),
      ]),
    ],
    [
      'zod, told apart by a field',
      z.discriminatedUnion('type', [
        z.object({ type: z.literal('joined'), name: z.string() }),
        z.object({ type: z.literal('said'), from: z.string(), at: z.number() }),
      ]),
    ],
    [
      'valibot, told apart by a field',
      v.variant('type', [
        v.object({ type: v.literal('joined'), name: v.string() }),
        v.object({ type: v.literal('said'), from: v.string(), at: v.number() }),
      ]),
    ],
  ])('says of a union of %s what is wrong with the one that is meant', (_, schema) => {
    expect(told(schema, { type: 'said', from: 'ann', at: 1 })).toBe('fits');
    expect(told(schema, { type: 'said', at: 1 })).toMatch(/^\/from is refused: (Required|.*undefined)$/);
  });

  test('says where within a message a union is not met', () => {
    const inner = z.object({
      body: z.union([z.object({ kind: z.literal('a') }), z.object({ kind: z.literal('b'), to: z.string() })]),
    });
    expect(told(z.union([z.string(), inner]), { body: { kind: 'b' } })).toMatch(/^\/body\/to is refused: /);
    const loose = v.object({ body: v.union([v.object({ to: v.string() }), v.string()]) });
    expect(told(loose, { body: {} })).toMatch(/\/body\/to is refused: /);
  });

  test('does not change the message, whatever the schema does with it', () => {
    const payload = { a: 1, b: { c: 2 } };
    const schema = (validate: (value: typeof payload) => unknown) => ({ '~standard': { version: 1, vendor: 'own', validate } });
    const changes = schema((value) => {
      value.b.c = 9;
      return { value };
    });
    expect([told(changes, payload), payload]).toEqual(['fits', { a: 1, b: { c: 2 } }]);
  });

  test.each([
    [
      'throws',
      () => {
        throw new Error('no');
      },
      'it cannot be judged: the schema threw no',
    ],
    ['answers later', async () => ({ value: 1 }), 'it cannot be judged: the schema answers later, by a promise'],
    ['answers nothing', () => undefined, 'it cannot be judged: the schema answers undefined'],
    ['answers text', () => 'ok', "it cannot be judged: the schema answers 'ok'"],
    ['refuses without a word', () => ({ issues: [] }), 'it is refused, and the schema does not say why'],
  ] as [string, () => unknown, string][])('says so where a schema %s', (_, validate, expected) => {
    expect(told({ '~standard': { version: 1, vendor: 'own', validate } }, missing)).toBe(expected);
  });
});

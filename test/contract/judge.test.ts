import type { Contract } from '../../src/contract/contract';
import type { ContractMessage } from '../../src/contract/definition';
import { discriminatorOf } from '../../src/contract/discriminator';
import { issuesText } from '../../src/contract/issue-text';
import { contractOf, version3 } from '../support/contracts';

const message = (type: unknown, properties: object = {}, required: string[] = []) => ({
  payload: { type: 'object', properties: { type, ...properties }, required: ['type', ...required] },
});
const said = message({ const: 'said' }, { text: { type: 'string' } }, ['text']);
const left = message({ const: 'left' }, { user: { type: 'string' } }, ['user']);

/** The verdict on a message, in short. */
function verdictOf(contract: Contract, given: Partial<ContractMessage>): string {
  const verdict = contract.judgeOf(contract.channels).received.judge({ payload: undefined, ...given });
  if (verdict.kind === 'unknown') return verdict.reason;
  return verdict.kind === 'fits' ? verdict.definition.name : `${verdict.definition.name}: ${issuesText(verdict.issues)}`;
}

const verdict = (received: Record<string, unknown>, payload: unknown) => verdictOf(contractOf(version3(received)), { payload });

describe('a message is judged by the constant that tells messages apart', () => {
  const both = { Said: said, Left: left };

  test.each([
    [{ type: 'said', text: 'x' }, 'Said'],
    [{ type: 'left', user: 'ann', more: 1 }, 'Left'],
    [{ type: 'said', user: 'ann' }, 'Said: /text is missing'],
    [{ type: 'left', text: 'x' }, 'Left: /user is missing'],
    [{ type: 'sayd', text: 'x' }, 'no message has "sayd" at /type: the nearest is "said", of Said'],
    [{ type: 'zzzzzzzzz' }, 'no message has "zzzzzzzzz" at /type: documented are "said", "left"'],
    [{ type: { a: 1 } }, 'no message has {"a":1} at /type: documented are "said", "left"'],
    [{ type: { toString: 1, valueOf: null } }, /^no message has .* at \/type: documented are "said", "left"$/],
    [{ type: 'said'.repeat(50_000) }, /^no message has "said.{0,80} at \/type: documented are "said", "left"$/],
    [{ type: null }, 'no message has null at /type: documented are "said", "left"'],
    [{ text: 'x' }, 'Said: /type is missing'],
    [{ user: 'x' }, 'Left: /type is missing'],
    ['x', 'no message is text: documented is an object'],
    [undefined, 'no message is empty: documented is an object'],
  ] as [unknown, string | RegExp][])('%#', (payload, expected) => {
    const found = verdict(both, payload);
    if (typeof expected === 'string') expect(found).toBe(expected);
    else expect(found).toMatch(expected);
  });

  test('wherever it stands', () => {
    const at = (name: string) => ({
      payload: {
        allOf: [{ $ref: '#/components/schemas/base' }, { properties: { head: { properties: { event: { enum: [name] } } } } }],
      },
    });
    const base = {
      type: 'object',
      properties: { head: { type: 'object', required: ['event'], properties: { event: { type: 'string' } } } },
      required: ['head'],
    };
    const contract = contractOf(version3({ A: at('a'), B: at('b') }, {}, { components: { schemas: { base } } }));
    expect(verdictOf(contract, { payload: { head: { event: 'b' } } })).toBe('B');
    expect(verdictOf(contract, { payload: { head: { event: 'zzzz' } } })).toBe(
      'no message has "zzzz" at /head/event: documented are "a", "b"',
    );
  });

  test('in a list, as a number or null', () => {
    const list = (first: unknown) => ({ payload: { type: 'array', items: [{ const: first }, { type: 'string' }], minItems: 2 } });
    expect(verdict({ One: list(1), None: list(null) }, [1, 7])).toBe('One: /1 must be string, got number');
    expect(verdict({ One: list(1), None: list(null) }, [null, 7])).toBe('None: /1 must be string, got number');
    expect(verdict({ One: list(1), None: list(null) }, [2, 'x'])).toMatch(/^no message has 2 at \/0: /);
  });

  test('that is secret is not shown', () => {
    const token = (value: string) => ({
      payload: { type: 'object', properties: { token: { const: value } }, required: ['token'] },
    });
    expect(verdict({ A: token('s3cr3t-a'), B: token('s3cr3t-b') }, { token: 's3cr3t' })).not.toContain('s3cr3t');
  });

  test('where there is one message alone, too', () => {
    expect(verdict({ Said: said }, { type: 'tick' })).toBe('no message has "tick" at /type: documented are "said"');
    expect(verdict({ Said: said }, { type: 'said' })).toBe('Said: /text is missing');
    expect(verdict({ Said: said }, { text: 'x' })).toBe('Said: /type is missing');
    expect(verdict({ Either: message({ enum: ['a', 'b'] }) }, { type: 'c' })).toBe(
      'Either: /type must be one of "a", "b", got "c"',
    );
  });

  test('of a message that fits another is no reason to blame it', () => {
    const any = { payload: { type: 'object', required: ['any'] } };
    expect(verdict({ Said: said, Left: left, Any: any }, { type: 'said', any: 1 })).toBe('Any');
    expect(verdict({ Said: said, Left: left, Any: any }, { type: 'other', any: 1 })).toBe('Any');
  });

  test('is told from an enumeration that messages share', () => {
    const kind = { enum: ['a', 'b'] };
    const contract = contractOf(
      version3({ Said: message({ const: 'said' }, { kind }), Left: message({ const: 'left' }, { kind }) }),
    );
    expect(
      discriminatorOf(contract.channels.flatMap(({ operations }) => operations).flatMap(({ messages }) => messages))?.place,
    ).toBe('/type');
  });
});

describe('without such a constant', () => {
  const text = { payload: { type: 'string', maxLength: 3 } };
  const number = { payload: { type: 'number', maximum: 3 } };
  const point = { payload: { type: 'object', properties: { x: { type: 'number' } }, required: ['x', 'y', 'z'] } };
  const line = { payload: { type: 'object', properties: { from: {} }, required: ['from'] } };
  const all = { Text: text, Number: number, Point: point, Line: line };

  test.each([
    ['abc', 'Text'],
    ['abcd', 'Text: it must have at most 3 characters, got "abcd"'],
    [4, 'Number: it must be <= 3, got 4'],
    [{ x: 1, y: 1 }, 'Point: /z is missing'],
    [{}, 'Line: /from is missing'],
    [true, 'no message is true or false: documented are text, a number, an object'],
  ])('the nearest is meant: %j', (payload, expected) => {
    expect(verdict(all, payload)).toBe(expected);
  });

  test('a message that has no schema may be anything', () => {
    expect(verdict({ Text: text, Any: {} }, { a: 1 })).toBe('Any');
  });
});

describe('a message that its codec calls by a name', () => {
  const contract = contractOf(version3({ ChatSaid: said, ChatLeft: left }));

  test.each([
    [{ name: 'ChatSaid', payload: { type: 'said', text: 'x' } }, 'ChatSaid'],
    [{ name: 'ChatSaid', payload: { type: 'left', user: 'x' } }, 'ChatSaid: /text is missing; /type must be "said", got "left"'],
    [{ name: 'ChatSayd', payload: {} }, "no message is called 'ChatSayd': the nearest is 'ChatSaid'"],
    [{ name: 'zz', payload: {} }, "no message is called 'zz': documented are ChatSaid, ChatLeft"],
  ])('is judged by it: %j', (given, expected) => {
    expect(verdictOf(contract, given)).toBe(expected);
  });
});

test('where no message is documented, none is known', () => {
  const contract = contractOf(version3({}, { Said: said }));
  expect(verdictOf(contract, { payload: 1 })).toBe('no message is documented that goes this way');
  expect(verdictOf(contract, { payload: 1, name: 'x' })).toBe('no message is documented that goes this way');
});

test('names that objects inherit are no fields', () => {
  const type = (value: string) => ({ payload: { type: 'object', properties: { constructor: { const: value } } } });
  expect(verdict({ A: type('a'), B: type('b') }, {})).toBe('A');
});

describe('a message of text/plain', () => {
  const plain = { contentType: 'text/plain', payload: { type: 'string', maxLength: 3 } };
  const documents: readonly [string, object][] = [
    ['by itself', version3({ Line: plain, Said: { payload: { type: 'object', required: ['id'] } } })],
    ['by default', { ...version3({ Line: { payload: plain.payload } }), defaultContentType: 'Text/Plain; charset=utf-8' }],
    ['of version 2', { asyncapi: '2.6.0', channels: { '/chat': { subscribe: { message: { name: 'Line', ...plain } } } } }],
  ];

  test.each(documents)('is judged as the text that it is, whatever value JSON makes of it: %s', (_, document) => {
    const contract = contractOf(document);
    const { received } = contract.judgeOf(contract.channels);
    const verdict = (text: string) => received.judge({ payload: JSON.parse(text) as unknown, text });
    for (const text of ['12', '1e3', '{ }', '"x"'] as const) expect(verdict(text)).toMatchObject({ kind: 'fits' });
    expect(verdict('1234')).toMatchObject({
      kind: 'breach',
      definition: { name: 'Line' },
      issues: [{ pointer: '', text: 'must have at most 3 characters, got "1234"' }],
    });
  });

  test('is a value where the schema says that it is one, or its content type is JSON', () => {
    for (const contentType of ['text/plain', 'text/json', 'application/json']) {
      const payload = { type: contentType === 'text/plain' ? 'integer' : ['integer', 'string'], minLength: 3 };
      const contract = contractOf(version3({ Count: { contentType, payload } }));
      const { received } = contract.judgeOf(contract.channels);
      expect(received.judge({ payload: 12, text: '12' }).kind).toBe('fits');
    }
  });
});

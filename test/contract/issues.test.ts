import { issuesText } from '../../src/contract/issue-text';
import { definitionWith } from '../support/contracts';

const told = (schema: unknown, payload: unknown, more?: object) => issuesText(definitionWith(schema, more).issues({ payload }));

const object = (properties: object, more: object = {}) => ({ type: 'object', properties, ...more });

describe('what is wrong with a message', () => {
  test.each([
    ['another type', object({ text: { type: 'string' } }), { text: 7 }, '/text must be string, got number'],
    ['another type of the whole', object({}), 'x', 'it must be object, got string'],
    [
      'bytes instead of an object inside of a message',
      object({ a: { type: 'array' } }),
      { a: Buffer.from('x') },
      '/a must be array, got binary data',
    ],
    ['bytes instead of an object', object({}), Buffer.from('x'), 'it must be object, got binary data'],
    ['one of several types', object({ a: { type: ['string', 'null'] } }), { a: [] }, '/a must be string or null, got array'],
    ['something missing', object({ a: object({}, { required: ['b'] }) }), { a: {} }, '/a/b is missing'],
    ['something more', object({ a: {} }, { additionalProperties: false }), { a: 1, 'b/c': 2 }, '/b~1c is not documented'],
    ['something unevaluated', object({ a: {} }, { unevaluatedProperties: false }), { b: 2 }, '/b is not documented'],
    ['another constant', object({ type: { const: 'said' } }), { type: 'sayd' }, '/type must be "said", got "sayd"'],
    ['a constant that is an object', object({ a: { const: { b: 1 } } }), { a: 1 }, '/a must be {"b":1}, got 1'],
    ['none of an enumeration', object({ a: { enum: ['x', 7, null] } }), { a: 'y' }, '/a must be one of "x", 7, null, got "y"'],
    ['a number out of range', object({ a: { maximum: 3 } }), { a: 4 }, '/a must be <= 3, got 4'],
    ['a format', object({ at: { format: 'date-time' } }), { at: 'now' }, '/at must match format "date-time", got "now"'],
    ['a pattern', object({ a: { pattern: '^x$' } }), { a: 'y' }, '/a must match pattern "^x$", got "y"'],
    ['items', { type: 'array', items: { type: 'number' } }, [1, 'x'], '/1 must be number, got string'],
    ['no item that fits', { type: 'array', contains: { type: 'number' } }, ['x', 'y'], 'it has no item that fits, got ["x","y"]'],
    [
      'too few items that fit',
      { type: 'array', contains: { type: 'number' }, minContains: 2 },
      ['x', 1],
      'it has 1 item that fits, at least 2 must, got ["x",1]',
    ],
    [
      'too many items that fit',
      { type: 'array', contains: { type: 'number' }, maxContains: 1 },
      [1, 2, 'x', 'y'],
      'it has 2 items that fit, at most 1 may, got [1,2,"x","y"]',
    ],
    [
      'none of a long enumeration',
      object({ a: { enum: Array.from({ length: 300 }, (_, index) => index) } }),
      { a: 'x' },
      '/a must be one of 0, 1, 2, 3, 4, 5, 6, 7 and 292 more, got "x"',
    ],
    ['too short a text', object({ a: { minLength: 1 } }), { a: '' }, '/a must have at least 1 character, got ""'],
    ['too short a list', { minItems: 2 }, [1], 'it must have at least 2 items, got [1]'],
    ['too many fields', { maxProperties: 1 }, { a: 1, b: 2 }, 'it must have at most 1 field, got {"a":1,"b":2}'],
    ['a name', object({}, { propertyNames: { pattern: '^[a-z]+$' } }), { B: 1 }, '/B must match pattern "^[a-z]+$", as a name'],
    ['something missing beside another', object({}, { dependencies: { a: ['b'] } }), { a: 1 }, '/b is missing beside /a'],
    ['something forbidden', object({ a: false }), { a: 1 }, '/a must not be there'],
    ['not', object({ a: { not: { type: 'string' } } }), { a: 'x' }, '/a must not be such a value, got "x"'],
    // biome-ignore lint/suspicious/noThenProperty: so JSON Schema calls it
    ['then', { if: object({ a: { const: 1 } }), then: { required: ['b'] } }, { a: 1 }, '/b is missing'],
    ['nothing at all', false, 1, 'it must not be there'],
    [
      'several things, the first three',
      object({ a: { type: 'string' } }, { required: ['a', 'b', 'c', 'd', 'e'] }),
      { a: 1 },
      '/b is missing; /c is missing; /d is missing; and 2 more',
    ],
    [
      'a long text',
      object({ a: { type: 'string', maxLength: 3 } }),
      { a: 'x'.repeat(500) },
      /^\/a must have at most 3 characters, got "x{60,79}…/,
    ],
  ] as [string, unknown, unknown, string | RegExp][])('%s', (_, schema, payload, sentence) => {
    if (typeof sentence === 'string') expect(told(schema, payload)).toBe(sentence);
    else expect(told(schema, payload)).toMatch(sentence);
  });
});

describe('beside items that are too many, too few, or never right,', () => {
  const rest = { required: ['b'], properties: { c: { type: 'number' } } };

  test.each([
    ['too many', { contains: { type: 'number' }, maxContains: 1 }, [1, 2, 'x', 'y'], 'has 2 items that fit, at most 1 may'],
    ['too few', { contains: { type: 'number' }, minContains: 2 }, ['p', 1, 'q'], 'has 1 item that fits, at least 2 must'],
    [
      'limits that exclude each other',
      { contains: { type: 'number' }, minContains: 2, maxContains: 1 },
      ['p'],
      'has no item that fits, at least 2 must',
    ],
    ['none may', { contains: false }, [1, 2], 'has no item that fits'],
  ])('what else is wrong is told: %s', (_, list, a, sentence) => {
    const schema = object({ ...rest.properties, a: { type: 'array', ...list } }, { required: rest.required });
    expect(told(schema, { c: 'x', a })).toBe(
      `/b is missing; /c must be number, got string; /a ${sentence}, got ${JSON.stringify(a)}`,
    );
  });
});

describe.each(['anyOf', 'oneOf'])('of %s', (keyword) => {
  const said = object({ type: { const: 'said' }, text: { type: 'string' } }, { required: ['type', 'text'] });
  const left = object({ type: { const: 'left' }, user: { type: 'string' } }, { required: ['type', 'user'] });

  test('the branch is told whose constant the message has', () => {
    expect(told({ [keyword]: [said, left] }, { type: 'left', text: 'x' })).toBe('/user is missing');
    expect(told({ [keyword]: [said, left] }, { type: 'said', text: 7 })).toBe('/text must be string, got number');
  });

  test('it is so for branches that are references, and those that choose again', () => {
    const more = { components: { schemas: { said, left, both: { [keyword]: [{ $ref: '#/components/schemas/said' }, left] } } } };
    const refs = { [keyword]: [{ $ref: '#/components/schemas/said' }, { $ref: '#/components/schemas/left' }] };
    expect(told(refs, { type: 'left', text: 'x' }, more)).toBe('/user is missing');
    const nested = object({
      deep: { type: 'array', items: { [keyword]: [{ type: 'null' }, { $ref: '#/components/schemas/both' }] } },
    });
    expect(told(nested, { deep: [null, { type: 'said', text: 7 }] }, more)).toBe('/deep/1/text must be string, got number');
    expect(told(nested, { deep: [7] }, more)).toBe('/deep/0 must be null or object, got number');
  });

  test('all constants are told where the message has none of them', () => {
    expect(told({ [keyword]: [said, left] }, { type: 'sayd', text: 'x' })).toBe(
      '/type must be one of "said", "left", got "sayd"',
    );
  });

  test('all types are told where the message has none of them', () => {
    expect(told({ [keyword]: [{ type: 'string' }, { type: ['number', 'null'] }] }, true)).toBe(
      'it must be string or number or null, got boolean',
    );
  });

  test('of branches that are of one kind, the one with the fewest issues is told', () => {
    const near = object({ a: { type: 'string' } }, { required: ['a'] });
    const far = object({}, { required: ['x', 'y', 'z'] });
    expect(told({ [keyword]: [far, near] }, { a: 7 })).toBe('/a must be string, got number');
  });

  test('what is wrong beside the choice is told, too', () => {
    const schema = object({ id: { type: 'number' } }, { [keyword]: [said, left], required: ['id', 'at'] });
    expect(told(schema, { type: 'said', text: 7 })).toBe('/text must be string, got number; /id is missing; /at is missing');
  });

  test('a branch that nothing fits is no reason to tell others', () => {
    expect(told({ [keyword]: [false, { type: 'string', minLength: 2 }] }, 'x')).toBe(
      'it must have at least 2 characters, got "x"',
    );
  });
});

test('a message that fits more than one schema of oneOf is told so, and what else is wrong', () => {
  const schema = object(
    { a: { oneOf: [{ type: 'string' }, { type: 'number' }, { minLength: 1 }, { type: 'null' }] } },
    { required: ['b'] },
  );
  expect(told(schema, { a: 'x' })).toMatch(/(^|; )\/a fits more than one schema of oneOf($|; )/);
  expect(told(schema, { a: 'x' }).split('; ')).toHaveLength(2);
});

describe('what is secret is masked', () => {
  test.each([
    ['a wrong value', object({ token: { type: 'string', maxLength: 3 } }), { token: 's3cr3t' }],
    ['one of an enumeration', object({ password: { enum: ['s3cr3t-a', 's3cr3t-b'] } }), { password: 's3cr3t' }],
    ['a constant', object({ password: { const: 's3cr3t' } }), { password: 's3cr3t2' }],
    [
      'a part of a secret',
      object({ token: { items: { maxLength: 2 }, properties: { raw: { maxLength: 2 } } } }),
      { token: { raw: 's3cr3t' } },
    ],
    ['an item of secrets', object({ tokens: { items: { maxLength: 2 } } }), { tokens: ['s3cr3t'] }],
    ['a field of what is shown whole', object({ user: { not: {} } }), { user: { name: 'ann', password: 's3cr3t' } }],
    ['secrets that are shown whole', object({ password: { not: {} } }), { password: { a: 's3cr3t' } }],
    ['a one-time code of digits', object({ otp: { type: 'string', maxLength: 3 } }), { otp: '123456s3cr3t' }],
  ])('%s', (_, schema, payload) => {
    const text = told(schema, payload);
    expect(text).not.toContain('s3cr3t');
    expect(text).toContain('***');
  });
});

test('hidden characters are escaped, in names and values', () => {
  const schema = object({ '\u001b[31m': { type: 'number' }, a: { maxLength: 1 } }, { additionalProperties: false });
  const text = told(schema, { '\u001b[31m': 'x', '\u202e': 1, a: '\u0007\n\u001b[0m' });
  expect(text).not.toMatch(/[\p{Cc}\u202e]/u);
  expect(text).toContain('\\u001b[31m must be number');
  expect(text).toContain('\\u202e is not documented');
});

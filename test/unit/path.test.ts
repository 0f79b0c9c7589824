import * as fc from 'fast-check';
import { jsonpath } from 'json-p3';
import { parsePath, valuesAt } from '../../src/text/path';
import { EACH, type Path, pathBelow, pathText, type Segment } from '../../src/text/path-text';
import { runs } from '../support/runs';

const key = (select: Segment['select'], anywhere = false): Segment => ({ select, anywhere });

describe('a path is read', () => {
  test.each<[string, Path]>([
    ['body', [key('body')]],
    ['$.body', [key('body')]],
    ['$', []],
    ['body.items[0].name', [key('body'), key('items'), key(0), key('name')]],
    ['[-1]', [key(-1)]],
    ['$[0][*]', [key(0), key(EACH)]],
    ['*.id', [key(EACH), key('id')]],
    ['body.*', [key('body'), key(EACH)]],
    ["body['odd key']", [key('body'), key('odd key')]],
    ['["odd key"].x', [key('odd key'), key('x')]],
    ["['it\\'s']", [key("it's")]],
    ['["it\'s"]', [key("it's")]],
    ['[\'say "hi"\']', [key('say "hi"')]],
    ["['\\u00e9\\n\\\\']", [key('é\n\\')]],
    ["['']", [key('')]],
    ["['a.b']['0']", [key('a.b'), key('0')]],
    ['größe.名前', [key('größe'), key('名前')]],
    ['_id.a1', [key('_id'), key('a1')]],
    ['..at', [key('at', true)]],
    ['$..at', [key('at', true)]],
    ['body..[0]', [key('body'), key(0, true)]],
    ["a..['b c']..*", [key('a'), key('b c', true), key(EACH, true)]],
    [' body [ 0 ] .name\n', [key('body'), key(0), key('name')]],
  ])('%s', (text, path) => {
    expect(parsePath(text)).toEqual(path);
  });

  test('below a name', () => {
    expect(parsePath('@room', '@room')).toEqual([]);
    expect(parsePath('@room.id', '@room')).toEqual([key('id')]);
    expect(parsePath('@room[0]', '@room')).toEqual([key(0)]);
    expect(() => parsePath('@room/id', '@room')).toThrow("'@room/id' is not a path. Write @room.id.");
  });
});

describe('what is not a path says what to write', () => {
  test.each<[unknown, string]>([
    ['', "A path is text such as 'body.items[0].name', not ''."],
    [' ', "A path is text such as 'body.items[0].name', not ' '."],
    [5, "A path is text such as 'body.items[0].name', not 5."],
    ['body/message', "'body/message' is not a path. Write body.message, or ['body/message'] if that is one key."],
    ['/body/0/colour', "Write body[0].colour, or ['/body/0/colour'] if"],
    ['body//colour', "Write body[*].colour, or ['body//colour'] if"],
    ['body/list/-1', "Write body.list[-1], or ['body/list/-1'] if"],
    ['body/', "Write body[*], or ['body/'] if"],
    ['a~1b', "'a~1b' is not a path. Write ['a/b']."],
    ['$/body', "'$/body' is not a path. Write body."],
    ['items.0.name', "'items.0.name' is not a path. Write items[0].name."],
    ['user-id', "'user-id' is not a path. Write ['user-id']."],
    ['body.user-id', "Write body['user-id']."],
    ['id.$oid', "Write id['$oid']."],
    ['body.odd key', "Write body['odd key']."],
    ['body[name]', "'body[name]' is not a path. Write body.name."],
    ['body.[0]', 'Write body[0].'],
    ['items[]', 'Write items[*].'],
    ['items[01]', 'Write items[1].'],
    ['.body', "'.body' is not a path. Write body."],
    ['a..b/c', 'Write a..b.c'],
    ["a.b['x'].c-d", "Write a.b.x['c-d']."],
    [
      'items[?@.id == 1].name',
      "'items[?@.id == 1].name' has a filter in it, which paths here do not have. Write items[*] and expect the value there, or use a function of the message.",
    ],
    ['$.items[?(@.id)]', 'Write items[*] and expect'],
    [
      'items[1:3]',
      "'items[1:3]' has a slice in it, which paths here do not have. Write items[*], or one index, such as items[0].",
    ],
    ['[::2]', 'Write [*], or one index, such as [0].'],
    ['items[0,1]', 'has a list of keys or indexes in it, which paths here do not have. Write a path for each of them.'],
    ["['a', 'b']", 'has a list of keys or indexes in it, which paths here do not have. Write a path for each of them.'],
    ['length(items)', "'length(items)' has a function in it, which paths here do not have. Write a function of the message."],
    ['items[0', "'items[0' is not a path. Write one such as body.items[0].name."],
    ['body..[', 'Write one such as'],
    ["['a\\x']", 'Write one such as'],
    ['body.', 'Write one such as'],
    ['a...b', 'Write a..b.'],
    ['it"s', 'Write one such as'],
    ['@.x', "Write ['@'].x."],
  ])('%j', (text, sentence) => {
    expect(() => parsePath(text)).toThrow(expect.objectContaining({ message: expect.stringContaining(sentence) }));
  });
});

describe('what stands at a path', () => {
  const circle: Record<string, unknown> = { id: 1 };
  circle.self = circle;

  test.each<[string, unknown, unknown[]]>([
    ['$', 'text', ['text']],
    ['length', 'text', []],
    ['[0]', 'text', []],
    ['[*]', 'text', []],
    ['a', { a: null }, [null]],
    ['a', { a: undefined }, []],
    ['a', null, []],
    ['toString', {}, []],
    ['length', [1], []],
    ['[0]', { 0: 'a' }, []],
    ["['0']", { 0: 'a' }, ['a']],
    ["['0']", ['a'], []],
    ['[-1]', [1, 2], [2]],
    ['[-3]', [1, 2], []],
    ['[2]', [1, 2], []],
    ['[*]', { a: 1, b: [2] }, [1, [2]]],
    ['[*].id', [{ id: 1 }, {}, { id: 2 }], [1, 2]],
    ['..id', { id: 1, list: [{ id: 2 }, { below: { id: 3 } }] }, [1, 2, 3]],
    ['..id', [[[{ id: 1 }]]], [1]],
    ['..self.id', circle, [1]],
    ['..[0]', [['a'], ['b']], [['a'], 'a', 'b']],
    ['[0]', Buffer.from('ab'), []],
    ['..[*]', { bytes: Buffer.from('ab') }, [Buffer.from('ab')]],
    ["['__proto__']", {}, []],
    ["['__proto__']", JSON.parse('{"__proto__":1}'), [1]],
    ["['']", { '': 1 }, [1]],
  ])('%s of %j', (text, value, found) => {
    expect(valuesAt(value, parsePath(text))).toEqual(found);
  });

  test('of a message that is large or deep', () => {
    expect(valuesAt(new Array(300_000).fill(1), parsePath('[*]'))).toHaveLength(300_000);
    expect(valuesAt(JSON.parse(`${'['.repeat(100_000)}{"id":1}${']'.repeat(100_000)}`), parsePath('..id'))).toEqual([1]);
  });
});

describe('for any path', () => {
  const keys = fc.oneof(
    fc.constantFrom('a', 'b', '', '0', "it's", '"', '\\', 'x.y', '[*]', 'ü', '\u2028'),
    fc.string({ unit: 'grapheme' }),
  );
  const selectors = fc.oneof(keys, fc.integer({ min: -3, max: 3 }), fc.constant<Segment['select']>(EACH));
  const paths: fc.Arbitrary<Path> = fc.array(fc.record({ select: selectors, anywhere: fc.boolean() }), { maxLength: 5 });
  const values = fc
    .jsonValue()
    .chain((value) => fc.constantFrom(value, [value], { a: value, b: [value, { '': value }], "it's": value }))
    .map((value) => JSON.parse(JSON.stringify(value))); // in which nothing is the same object twice

  test('its text is read as the same path', () => {
    fc.assert(
      fc.property(
        fc.oneof(paths, fc.array(fc.record({ select: fc.string({ unit: 'binary' }), anywhere: fc.boolean() }))),
        (path) => {
          expect(parsePath(pathText(path))).toEqual(path);
          if (path.length > 0) expect(parsePath(`$${pathText(path).replace(/^(?![.[])/, '.')}`)).toEqual(path);
        },
      ),
      { numRuns: runs(100) },
    );
  });

  test('so is the text of one a step below', () => {
    fc.assert(
      fc.property(paths, fc.oneof(keys, fc.integer()), (path, below) => {
        const parent = path.length === 0 ? '' : pathText(path);
        expect(parsePath(pathBelow(parent, below))).toEqual([...path, key(below)]);
      }),
      { numRuns: runs(100) },
    );
  });

  test('it finds what json-p3 finds', () => {
    const sorted = (found: readonly unknown[]): unknown[] => found.map((one) => JSON.stringify(one)).sort();
    fc.assert(
      fc.property(paths, values, (path, value) => {
        const text = `$${pathText(path)
          .replace(/^(?![.[])/, '.')
          .replace(/^\.\$$/, '')}`;
        const others = jsonpath
          .compile(text)
          .query(value as never)
          .values();
        const anywhere = path.filter((one) => one.anywhere).length;
        const [ours, theirs] = [sorted(valuesAt(value, path)), sorted(others)];
        // by two ways down the same is found twice there, and once here
        if (anywhere < 2) expect(ours).toEqual(theirs);
        else expect(new Set(ours)).toEqual(new Set(theirs));
      }),
      { numRuns: runs(100) },
    );
  });
});

import { template } from '../../src/scenario/template';

const realm = { Object, Array } as never;

/** What the template makes, of a message and of what was captured. */
function made(source: unknown, message: unknown, captured: Record<string, unknown> = {}): unknown {
  return template(source).make({ message: { value: message }, captured: new Map(Object.entries(captured)) }, realm);
}

test.each<[unknown, unknown, unknown]>([
  ['${id}', { id: 7 }, 7],
  ['n ${id}', { id: 7 }, 'n 7'],
  ['${ $.list[-1] }', { list: [1, 2] }, 2],
  ['${$}', 'text', 'text'],
  ["${['odd key']}", { 'odd key': [1] }, [1]],
  ["a ${['}b{']} c", { '}b{': 1 }, 'a 1 c'],
  ['${["it\'s"]}', { "it's": 1 }, 1],
  ['${..id}', { list: [{ below: { id: 2 } }, { id: 1 }] }, 1],
  ['$${id} and ${id}', { id: 7 }, '${id} and 7'],
  [{ deep: ['${list[*].id}'] }, { list: [{}, { id: 3 }] }, { deep: [3] }],
])('%j of %j', (source, message, result) => {
  expect(made(source, message)).toEqual(result);
});

test('what was captured, and what is in it', () => {
  const captured = { room: { id: 41, tags: ['a'] } };
  expect(made('${@room}', undefined, captured)).toBe(captured.room);
  expect(made("${@room.id} ${ @room['tags'][0] }", undefined, captured)).toBe('41 a');
  expect(template(['${@room.id}', '${@other[0]}']).captures).toEqual(['room', 'other']);
});

test.each([
  ['${}', "A path is text such as 'body.items[0].name', not ''."],
  ['${body/id}', "'body/id' is not a path. Write body.id, or ['body/id'] if that is one key."],
  ["${it's}", "'it's' is not a path."],
  ['${@}', "${@} names nothing. Write ${@room} for what was captured as 'room'."],
  ['${@room/id}', "'@room/id' is not a path. Write @room.id."],
  ['${@room[?@.id]}', "'@room[?@.id]' has a filter in it, which paths here do not have. Write @room[*] and expect"],
])('%s is refused', (source, sentence) => {
  expect(() => template(source)).toThrow(expect.objectContaining({ message: expect.stringContaining(sentence) }));
});

test('nothing at a path', () => {
  expect(() => made('${id}', { n: 1 })).toThrow('There is nothing at ${id} of the message that triggered it: {"n":1}.');
});

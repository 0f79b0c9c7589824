import { connect, scenario } from 'jest-websocket';
import { failure as fails } from '../support/failure';
import { serverThatSends } from '../support/servers';

const BRIEF = { timeout: 20 };

async function failureOf(sent: string | Buffer | object, expected: unknown, options: object = {}): Promise<string> {
  const payload = typeof sent === 'string' || Buffer.isBuffer(sent) ? sent : JSON.stringify(sent);
  const client = await connect(serverThatSends(payload), options);
  return (await fails(() => expect(client).toReceiveMessage(expected, BRIEF))).message;
}

const hintsIn = (message: string): string[] => [...message.matchAll(/^Hint: (.*)$/gm)].map(([, hint = '']) => hint);

// biome-ignore lint/suspicious/noSparseArray: it is what this is about
const holed = [1, , 3];

describe('a message that looks like what is expected says why it is not', () => {
  test.each<[string, string | object, unknown, string]>([
    ['JSON is expected as text', '{"a":1}', '{"a":1}', 'The codec \'json\' turns the text of #1 into a value: expect {"a":1}'],
    ['a number is expected as text', '42', '42', "The codec 'json' turns the text of #1 into a value: expect 42"],
    ['JSON was encoded twice', JSON.stringify('{"a":1}'), { a: 1 }, '#1 is text that holds the JSON'],
    ['JSON within a field', { body: '{"a":1}' }, { body: { a: 1 } }, 'body of #1 is text that holds the JSON'],
    ['a Date against ISO text', { at: '1970-01-01T00:00:00.000Z' }, { at: new Date(0) }, 'at of #1 is a string, not a Date'],
    ['any Date against ISO text', { at: '1970-01-01' }, { at: expect.any(Date) }, 'Expect expect.any(String).'],
    ['a zero-width space', { by: 'A\u200bnn' }, { by: 'Ann' }, 'it has U+200B, where U+006E is expected'],
    ['a byte order mark', { by: '\ufeffAnn' }, { by: 'Ann' }, 'it has U+FEFF'],
    ['a composed character', { by: '\u00e9' }, { by: 'e\u0301' }, 'by of #1 has characters that are composed differently'],
    ['text that is decomposed', 'e\u0301', '\u00e9', '#1 has characters that are composed differently'],
    ['a Cyrillic letter', { by: '\u0410nn' }, { by: 'Ann' }, 'it has U+0410, where U+0041 is expected'],
    ['a trailing blank', { by: 'Ann ' }, { by: 'Ann' }, 'by of #1 differs only in whitespace: at character 4 it has U+0020'],
    ['a no-break space', { by: 'A\u00a0B' }, { by: 'A B' }, 'composed differently: at character 2 it has U+00A0'],
    ['line ends', { by: 'a\r\nb' }, { by: 'a\nb' }, 'differs only in whitespace: at character 2 it has U+000D'],
    ['upper and lower case', { by: 'ann' }, { by: 'Ann' }, 'by of #1 differs only in upper and lower case.'],
    ['upper and lower case, by a pattern', 'HELLO', /hello/, '#1 matches except for upper and lower case.'],
    [
      'upper and lower case, by stringMatching',
      { a: 'HELLO' },
      { a: expect.stringMatching(/hello/) },
      'a of #1 matches except for upper',
    ],
    ['upper and lower case, by stringContaining', 'HELLO', expect.stringContaining('ell'), '#1 matches except for upper'],
    ['a number, by stringMatching', { a: 5 }, { a: expect.stringMatching(/5/) }, 'expect.stringMatching() matches only text.'],
    ['text that is escaped', { a: 'x\\ny' }, { a: 'x\ny' }, 'a of #1 is escaped once more.'],
    ['text that is escaped for a URL', { a: '%C3%A9' }, { a: 'é' }, 'a of #1 is escaped once more.'],
    ['half a surrogate pair', { a: '😀' }, { a: '\ud83d' }, 'a of #1 differs in a character: at character 1'],
    ['an array with more items', ['how', 'a'], ['how'], '#1 has 1 item more than expected: an array matches as a whole.'],
    ['an array inside with more items', { a: [1, 2, 3] }, { a: [1] }, 'a of #1 has 2 items more than expected'],
    ['an item that arrayContaining misses', { a: [1, 2] }, { a: expect.arrayContaining([1, 3]) }, 'names: 3.'],
    ['arrayContaining alone', [1, 2], expect.arrayContaining([3]), '#1 lacks of what expect.arrayContaining() names: 3.'],
    ['arrayContaining compares exactly', { a: [{ x: 1, y: 1 }] }, { a: expect.arrayContaining([{ x: 1 }]) }, 'compared exactly'],
    [
      'objectContaining compares exactly inside',
      { user: { name: 'Ann', id: 7 } },
      expect.objectContaining({ user: { name: 'Ann' } }),
      'user of #1 has more fields than are expected there',
    ],
    ['a hole in an array', { a: [1, null, 3] }, { a: holed }, 'a[1] of #1 is null, not undefined'],
    ['-0', { a: 0, b: 1 }, { a: -0, b: 1 }, 'a of #1 is 0, not -0'],
    ['a sum of floats', { a: 0.1 + 0.2, b: 1 }, { a: 0.3, b: 1 }, 'expect.closeTo(0.3) allows for that.'],
    ['a number against numeric text', { id: '7' }, { id: 7 }, '#1 matches except for the type of id (string, not number).'],
    ['one of several against numeric text', { id: '7', x: 1 }, { id: 7, x: 2 }, 'id of #1 is right except for its type'],
    [
      'a name that is joined otherwise',
      { user_id: 1, a: 1 },
      { userId: 1, a: 1 },
      "userId of #1 is missing; it has 'user_id' there.",
    ],
    ['an envelope', { data: { items: [{ a: 1 }] } }, { a: 1 }, 'What is expected is inside #1, at data.items[0].'],
    ['an array around it', [{ a: 1 }], { a: 1 }, 'What is expected is inside #1, at [0].'],
  ])('%s', async (_, sent, expected, hint) => {
    const message = await failureOf(sent, expected);
    expect(hintsIn(message).join('\n')).toContain(hint);
    expect(message).not.toContain('serializes to the same string');
  });

  test.each<[string, unknown, string]>([
    ['undefined', { b: undefined }, 'has undefined at b, which JSON never contains. Write a value, or leave it out.'],
    ['NaN', { a: Number.NaN }, 'has NaN at a, which JSON never contains.'],
    ['Infinity', { a: Number.POSITIVE_INFINITY }, 'has Infinity at a, which JSON never contains.'],
    ['a bigint', { id: 9007199254740993n }, 'has 9007199254740993n at id, which JSON never contains. Write a number, or text.'],
    ['bytes', { a: Buffer.from([1]) }, 'has bytes at a, which JSON never contains.'],
    ['a Map', { a: new Map([[1, 2]]) }, 'has a Map at a, which JSON never contains. Write Object.fromEntries(map).'],
  ])('%s, which the codec json never gives, is refused at once', async (_, expected, sentence) => {
    expect(await failureOf({ a: 1 }, expected)).toContain(`The expected message ${sentence}`);
  });

  test('a value is refused where the codec text was chosen', async () => {
    expect(await failureOf({ a: 1 }, { a: 1 }, { codec: 'text' })).toContain(
      "the codec 'text' gives text. Write text, or connect",
    );
  });

  test('bytes within a decoded message', async () => {
    const codec = { open: () => ({ decode: (data: unknown) => [{ data, n: 1 }], encode: String }) };
    const message = await failureOf(Buffer.from([1, 2]), { data: new Uint8Array([1, 9]), n: 1 }, { codec });
    expect(hintsIn(message)).toEqual(['data of #1 is 2 bytes 0102, not 2 bytes 0109.']);
  });

  test('an instance of a class against an object', async () => {
    class Point {
      x = 1;
      y = 2;
    }
    const codec = { open: () => ({ decode: () => [new Point()], encode: String }) };
    expect(await failureOf('p', { x: 1, y: 3 }, { codec })).toContain('The nearest is #1, differs in y:');
  });

  test('a field of the message that is called constructor is no class', async () => {
    const sent = { a: { constructor: { name: 'Admin' } }, n: 1 };
    const message = await failureOf(sent, { a: expect.arrayContaining([1]), n: 1 });
    expect(hintsIn(message)).toEqual(['a of #1 is an object, not an array.']);
  });

  test('nothing is said where nothing looks alike', async () => {
    expect(hintsIn(await failureOf({ a: 1 }, { b: 2 }))).toEqual([]);
    expect(hintsIn(await failureOf('one', 'another'))).toEqual([]);
    expect(hintsIn(await failureOf([1, 2], { type: 'x' }))).toEqual([]);
  });

  test('what was sent as text and came as JSON is not said never to have come', async () => {
    const client = await connect(serverThatSends('42'));
    client.send('42');
    const { message } = await fails(() => expect(client).toReceiveMessage('42', BRIEF));
    expect(message).not.toContain('received none');
  });

  test('in a scenario, too', async () => {
    const rob = scenario('rob').connect(serverThatSends('{"by":"Ann "}')).timeouts({ response: 50 });
    const { message } = await fails(() => rob.expect({ by: 'Ann' }).run());
    expect(hintsIn(message)).toEqual([expect.stringContaining('by of #1 differs only in whitespace')]);
  });

  test('looking back, too', async () => {
    const client = await connect(serverThatSends('{"a":1}'));
    await client.receive();
    const { message } = await fails(() => expect(client).toHaveReceivedMessage('{"a":1}'));
    expect(hintsIn(message)).toEqual([expect.stringContaining("The codec 'json' turns the text of #1 into a value")]);
  });
});

describe('bytes are shown as bytes', () => {
  test('around the first that differs', async () => {
    const expected = Buffer.from('00112233445566778899aabbccddeeff', 'hex');
    const sent = Buffer.from('00112233445500778899aabbccddeeff', 'hex');
    const message = await failureOf(sent, expected);
    expect(message).toContain('Expected: 16 bytes 00112233445566778899aabbccddeeff\n');
    expect(message).toContain('The nearest, #1, differs from byte 6 on:');
    expect(message).toContain('  Expected: … 22 33 44 55 [66] 77 88 99 aa bb cc dd ee ff, 16 bytes');
    expect(message).toContain('  Received: … 22 33 44 55 [00] 77 88 99 aa bb cc dd ee ff, 16 bytes');
  });

  test('also where one of them ends, and by a strict expectation', async () => {
    const client = await connect(serverThatSends(Buffer.from([1, 2])));
    const { message } = await fails(() => expect(client).toReceiveNextMessage(Buffer.from([1, 2, 3])));
    expect(message).toContain('Received: client 1 got #1 2 bytes 0102 first');
    expect(message).toContain('  Received: 01 02 [end], 2 bytes');
  });
});

describe('the nearest message is shown whole', () => {
  const long = { type: 'reply', filler: 'x'.repeat(500), error: 'no such room', more: 'y'.repeat(500) };

  test('up to 3 kB, so that the field that explains all is never cut', async () => {
    const message = await failureOf(long, { type: 'reply', ok: true });
    const list = message.slice(message.indexOf('> #1'), message.indexOf('The nearest is'));
    expect(list.replace(/\n {5}/g, '')).toContain(JSON.stringify(long));
    expect(message).toContain('#1 also has {"error":"no such room"}');
    const huge = await failureOf({ ...long, filler: 'x'.repeat(100_000) }, { type: 'reply', ok: true });
    expect(huge.length).toBeLessThan(8000);
    expect(huge.replace(/\n {5}/g, '')).toContain('"error":"no such room"');
  });

  test('and of others the field that tells most stays', async () => {
    const client = await connect(serverThatSends(JSON.stringify(long), '{"type":"other"}'));
    const { message } = await fails(() => expect(client).toReceiveMessage({ type: 'other', a: 1 }, BRIEF));
    expect(message).toMatch(/^ {2}#1 \{"type":"reply".*…"error":"no such room"…$/m);
  });
});

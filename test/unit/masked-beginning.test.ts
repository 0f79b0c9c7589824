import { PassThrough } from 'node:stream';
import { errorRecord } from '../../environment/error-record';
import { errorFrom } from '../../reporter/failure-message';
import { displayablePair } from '../../src/explain/displayable-pair';
import { payloadLine } from '../../src/explain/message-text';
import { relativeTo } from '../../src/record/relative-paths';
import { safeText } from '../../src/record/safe-text';
import { realmOf } from '../../src/runtime/realm';
import { ProcessOutput } from '../../src/server/process-output';
import { displayable } from '../../src/text/displayable';
import { failureText } from '../../src/text/failure-text';
import { maskedBeginning } from '../../src/text/masked-beginning';
import { addSecretValues, resetSecrets } from '../../src/text/secret-names';
import { oneLine } from '../../src/text/show';
import { Recording } from '../../src/waiting/recording';

/** Capital letters, which nothing else here has; a longer one begins with a shorter one. */
function secretOf(length: number): string {
  let last = 1;
  return Array.from({ length }, () => {
    last = (Math.imul(last, 1_103_515_245) + 12_345) >>> 0;
    return String.fromCharCode(65 + ((last >>> 16) % 26));
  }).join('');
}

afterEach(() => resetSecrets());

const linesAround = () => undefined;
const file = { realm: realmOf(globalThis), path: '/a.test.ts', shorten: relativeTo('/'), linesAround };

const ways: Record<string, (text: string) => string | Promise<string>> = {
  'a recorded message': (text) => safeText(text, 4096),
  'one of which little is kept': (text) => safeText(text, 256),
  'a sentence': (text) => oneLine(text, 4096),
  'a value': (text) => String(displayable(text)),
  'a difference': (text) => displayablePair(text, `${text}x`).join('\n'),
  'a conversation': (text) => payloadLine(text, 3000),
  'a failure': (text) => failureText(`x\n${text}`),
  'a failure that is recorded': (text) => errorRecord(new Error(text) as never, [], [], file).message,
  'a failure in colours that is recorded': (text) =>
    errorRecord(new Error(text.replace(/../g, '$&\u001b[31m')) as never, [], [], file).message,
  'a failure that Jest tells': (text) => errorFrom(`Error: ${text}\n    at /a.test.ts:1:1`, '/a.test.ts').message,
  'the body of a request': (text) => {
    const sent = new Recording().addRequest({ at: 0, user: 'ann', method: 'POST', url: '/', sent: text }).sent as string;
    return safeText(sent, 4096);
  },
  'what a server has printed': async (text) => {
    const output = new ProcessOutput();
    const stream = new PassThrough();
    output.read(stream);
    stream.end(`${text}\n`);
    await new Promise(setImmediate);
    return oneLine(output.since(0)[0]?.text ?? '', 4096);
  },
};

describe.each(Object.entries(ways))('%s', (_, shown) => {
  test.each([
    [40, 250],
    [40, 4000],
    [700, 200],
    [5000, 30],
    [100_000, 2],
  ])('shows no part of a secret of %d characters that is repeated %d times', async (length, times) => {
    const secret = secretOf(length);
    addSecretValues([secret]);
    expect(await shown(secret.repeat(times))).not.toMatch(/[A-Z]{3}/);
  });
});

test('a text is looked at as far as one secret beyond what is shown, and no further', () => {
  addSecretValues([secretOf(1000)]);
  expect(maskedBeginning('x'.repeat(1_000_000), 5000)).toHaveLength(5000);
  expect(maskedBeginning(`${'x'.repeat(4990)}${secretOf(1000)}${'y'.repeat(1000)}`, 5000)).toMatch(/^x{4003}$/);
});

test('what ends in the middle of a text that is short is no secret’s end', () => {
  addSecretValues([secretOf(40)]);
  expect(maskedBeginning(`${secretOf(40)} is ${secretOf(20)}`, 5000)).toBe(`*** is ${secretOf(20)}`);
  expect(maskedBeginning(`${'-'.repeat(300)}${secretOf(20)}`, 5000, true)).toBe('-'.repeat(64));
});

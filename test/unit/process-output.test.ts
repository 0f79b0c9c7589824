import { PassThrough } from 'node:stream';
import { ProcessOutput } from '../../src/server/process-output';

/** What is read of these chunks, in order; strings are of one stream, and bytes of another. */
async function read(...chunks: (string | Uint8Array)[]) {
  const output = new ProcessOutput();
  const lines: string[] = [];
  output.watch((line) => lines.push(line));
  const [one, other] = [new PassThrough(), new PassThrough()];
  for (const stream of [one, other]) output.read(stream);
  for (const chunk of chunks) {
    (typeof chunk === 'string' ? one : other).write(chunk);
    await new Promise(setImmediate);
  }
  for (const stream of [one, other]) stream.end();
  await new Promise(setImmediate);
  return { lines, output };
}

describe('the output of a process', () => {
  test('is read line by line, however it is cut', async () => {
    const { lines } = await read('on', 'e\ntw', 'o\r\n', '\nlast');
    expect(lines).toEqual(['one', 'two', '', 'last']);
  });

  test('of two streams is not mixed up within a line, nor within a character', async () => {
    const [first, second] = [Buffer.from('über').subarray(0, 1), Buffer.from('über\n').subarray(1)];
    const { lines } = await read('a', first, 'b\n', second);
    expect(lines).toEqual(['ab', 'über']);
  });

  test('has no colours', async () => {
    const { lines } = await read('\u001b[32mready\u001b[39m\n');
    expect(lines).toEqual(['ready']);
  });

  test('is shown under a bar, its secrets masked, what is hidden in it escaped, and never as frames of a stack', async () => {
    const { output } = await read('password=hunter2hunter2\n', 'a\u202eb\n', '    at x (y.js:1:2)\n', '\n');
    expect(output.shown(0)).toBe('│ password=***\n│ a\\u202eb\n│     at x (y.js:1:2)\n│');
  });

  test('shows no line of a private key that a server prints over several', async () => {
    const { output } = await read(
      'key:\n-----BEGIN PRIVATE KEY-----\nMIIEvQIBADAN\n',
      'Bgkqhk\n-----END PRIVATE KEY-----\nready\n',
    );
    expect(output.shown(0)).toBe('│ key:\n│ ***\n│ ***\n│ ***\n│ ***\n│ ready');
    expect(output.shown(0, 4)).toBe('│ … 2 earlier lines\n│ ***\n│ ***\n│ ***\n│ ready');
  });

  test('is shown by its last lines, the others counted', async () => {
    const { output } = await read(Array.from({ length: 1100 }, (_, index) => `${index + 1}\n`).join(''));
    expect(output.shown(0, 2)).toBe('│ … 1,098 earlier lines\n│ 1099\n│ 1100');
    expect(output.shown(performance.now(), 2)).toBe('');
  });

  test('has no line without an end', async () => {
    const { lines } = await read('x'.repeat(25_000), 'y\n');
    expect(lines.map(({ length }) => length)).toEqual([10_000, 1]);
  });

  test('shows no part of a secret in which a line without an end is cut', async () => {
    const { lines } = await read(`${'-'.repeat(9990)} ws://ann:hunter2hunter2`);
    expect(lines.join()).not.toContain('hunter');
  });

  test('has the beginning of a line, too: a server that prints no line break can become ready', async () => {
    const output = new ProcessOutput();
    const stream = new PassThrough();
    output.read(stream);
    const seen = new Promise((resolve) => void output.watch(resolve));
    stream.write('listening');
    expect(await seen).toBe('listening');
    expect(output.shown(0)).toBe('│ listening');
    stream.end(' on 4000\n');
    await new Promise(setImmediate);
    expect(output.shown(0)).toBe('│ listening on 4000');
  });

  test('has a line without an end in its place, and not behind what comes later, when its stream is destroyed', async () => {
    const output = new ProcessOutput();
    const [old, next] = [new PassThrough(), new PassThrough()];
    for (const stream of [old, next]) output.read(stream);
    old.write('listening');
    await new Promise(setImmediate);
    old.destroy();
    const lines: string[] = [];
    output.watch((line) => lines.push(line));
    await new Promise(setImmediate);
    next.end('ready\nlast');
    await new Promise(setImmediate);
    expect(output.shown(0)).toBe('│ listening\n│ ready\n│ last');
    expect(lines).toEqual(['ready', 'last']); // who watches by now waits for the next one
  });
});

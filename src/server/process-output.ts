import { StringDecoder } from 'node:string_decoder';
import { stripVTControlCharacters } from 'node:util';
import { count, oneLine } from '../text/show';

/** A line that was printed, without its colours. */
export interface Line {
  readonly text: string;
  /** On the clock of `performance.now()`. */
  readonly at: number;
}

/** So many lines are kept, and so many characters of a line that does not end. */
const KEPT = 1000;
const LONGEST = 10_000;
const SHOWN = 25;

/** What a process prints, line by line: the last lines of it. */
export class ProcessOutput {
  readonly #lines: Line[] = [];
  readonly #watchers = new Set<(line: string) => void>();
  #forgotten = 0;

  /** Reads a stream: what it says is put together with that of the others as the lines come. */
  read(stream: NodeJS.ReadableStream): void {
    const decoder = new StringDecoder();
    let rest = '';
    const take = (text: string) => {
      const lines = (rest + text).split(/\r?\n/);
      rest = lines.pop() ?? '';
      if (rest.length > LONGEST) lines.push(rest.slice(0, LONGEST));
      if (rest.length > LONGEST) rest = '';
      for (const line of lines) this.#add(line);
    };
    stream.on('data', (chunk: Buffer) => take(decoder.write(chunk)));
    stream.on('end', () => {
      take(decoder.end());
      if (rest !== '') this.#add(rest);
      rest = '';
    });
    stream.on('error', () => {});
  }

  /** Calls back with each line that comes, without its colours. Returns what stops it. */
  watch(callback: (line: string) => void): () => void {
    this.#watchers.add(callback);
    return () => this.#watchers.delete(callback);
  }

  /**
   * The last lines since a moment on the clock of `performance.now()`, safe to show, under a bar that tells them from the
   * text around them: Jest would take a line of a stack for the end of the failure.
   */
  shown(since: number, most = SHOWN): string {
    const lines = this.#lines.filter(({ at }) => at >= since);
    const left = lines.length - Math.min(most, lines.length) + (lines.length === this.#lines.length ? this.#forgotten : 0);
    const shown = lines.slice(-most).map(({ text }) => `│ ${oneLine(text.trimEnd())}`.trimEnd());
    return [...(left > 0 ? [`│ … ${count(left, 'earlier line')}`] : []), ...shown].join('\n');
  }

  /** The lines since then, as they came. */
  since(since: number): readonly Line[] {
    return this.#lines.filter(({ at }) => at >= since);
  }

  #add(raw: string): void {
    const text = stripVTControlCharacters(raw).slice(0, LONGEST);
    this.#lines.push({ text, at: performance.now() });
    if (this.#lines.length > KEPT) {
      this.#lines.shift();
      this.#forgotten++;
    }
    for (const callback of this.#watchers) callback(text);
  }
}

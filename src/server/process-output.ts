import { StringDecoder } from 'node:string_decoder';
import { stripVTControlCharacters } from 'node:util';
import { startTimer } from '../runtime/timer';
import { count } from '../text/count';
import { maskedBeginning } from '../text/masked-beginning';
import { withoutKeys } from '../text/private-keys';
import { oneLine } from '../text/show';

/** A line that was printed, without its colours. */
export interface Line {
  readonly text: string;
  /** On the clock of `performance.now()`. */
  readonly at: number;
}

/** How many lines are kept, and how many characters of a line without an end. */
const KEPT = 1000;
const LONGEST = 10_000;
const SHOWN = 25;

/** After how long without further output the beginning of a line is looked at without its end (ms). */
const QUIET = 50;

/** The output of a stream since its last line break. */
interface Rest {
  text: string;
  at: number;
}

/** The last lines that a process has printed. */
export class ProcessOutput {
  readonly #lines: Line[] = [];
  readonly #rests: Rest[] = [];
  readonly #watchers = new Set<(line: string) => void>();
  #forgotten = 0;

  /** Reads a stream. The lines of several streams are put in the order in which they come. */
  read(stream: NodeJS.ReadableStream): void {
    const decoder = new StringDecoder();
    const rest: Rest = { text: '', at: 0 };
    this.#rests.push(rest);
    let stopTimer = () => {};
    const take = (text: string) => {
      stopTimer();
      const lines = (rest.text + text).split(/\r?\n/);
      rest.text = lines.pop() ?? '';
      rest.at = performance.now();
      for (const line of lines) this.#add(plain(line));
      if (rest.text.length > LONGEST) {
        this.#add(beginningOf(stripVTControlCharacters(rest.text), true));
        rest.text = '';
      }
      if (rest.text !== '' && this.#watchers.size > 0) stopTimer = startTimer(QUIET, () => this.#tell(plain(rest.text)));
    };
    stream.on('data', (chunk: Buffer) => take(decoder.write(chunk)));
    const over = (add: (line: string) => void) => {
      if (!this.#rests.includes(rest)) return;
      take(decoder.end());
      stopTimer();
      this.#rests.splice(this.#rests.indexOf(rest), 1);
      if (rest.text !== '') add(plain(rest.text));
    };
    stream.on('end', () => over((line) => this.#add(line)));
    // destroyed after its process, it has no end, and who watches by now waits for the next process
    stream.on('close', () => over((line) => this.#keep(line)));
    stream.on('error', () => {});
  }

  /**
   * Calls back with each line that comes, without its colours; also with the beginning of a line, when its rest has not come
   * for a while. Returns a function that stops this.
   */
  watch(callback: (line: string) => void): () => void {
    this.#watchers.add(callback);
    return () => this.#watchers.delete(callback);
  }

  /**
   * The last lines since a moment on the clock of `performance.now()`, safe to show, under a bar that tells them from the
   * text around them: Jest would take a line of a stack for the end of the failure.
   */
  shown(since: number, most = SHOWN): string {
    const begun = this.#rests.flatMap(({ text, at }) => (text === '' ? [] : { text: plain(text), at }));
    const all = [...this.#lines, ...begun];
    const texts = withoutKeys(all.map(({ text }) => text)); // a key may have begun before
    const lines = texts.filter((_, index) => (all[index] as Line).at >= since);
    const left = lines.length - Math.min(most, lines.length) + (lines.length === all.length ? this.#forgotten : 0);
    const shown = lines.slice(-most).map((text) => `│ ${oneLine(text.trimEnd())}`.trimEnd());
    return [...(left > 0 ? [`│ … ${count(left, 'earlier line')}`] : []), ...shown].join('\n');
  }

  /** The lines since a moment on the clock of `performance.now()`, unmasked. */
  since(since: number): readonly Line[] {
    return this.#lines.filter(({ at }) => at >= since);
  }

  #add(text: string): void {
    this.#keep(text);
    this.#tell(text);
  }

  #keep(text: string): void {
    this.#lines.push({ text, at: performance.now() });
    if (this.#lines.length > KEPT) {
      this.#lines.shift();
      this.#forgotten++;
    }
  }

  #tell(line: string): void {
    for (const callback of this.#watchers) callback(line);
  }
}

const plain = (raw: string): string => beginningOf(stripVTControlCharacters(raw));

/** Its end may be within a secret. */
const beginningOf = (text: string, isCut = false): string =>
  text.length <= LONGEST && !isCut ? text : maskedBeginning(text, LONGEST, isCut);

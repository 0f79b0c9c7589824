import { originalPosition, type Position } from '../runtime/call-location';
import type { Shorten } from './relative-paths';
import type { LineOfCode } from './test-record';

/** More columns than any line has, so that line and column fit into one number. */
const COLUMNS = 2 ** 20;

/** Finds positions in the code that the user wrote. They are kept, as the same lines occur often and source maps are slow. */
export class PositionsRecorder {
  readonly #known = new Map<string, Map<number, LineOfCode>>();

  /** @param shorten Makes the recorded path of a path. Defaults to the path itself. */
  constructor(private readonly shorten: Shorten = (path) => path) {}

  of(position: Position): LineOfCode {
    let inFile = this.#known.get(position.file);
    if (!inFile) {
      inFile = new Map();
      this.#known.set(position.file, inFile);
    }
    const key = position.line * COLUMNS + position.column;
    let known = inFile.get(key);
    if (!known) {
      const { file, line, column } = originalPosition(position);
      known = { file: this.shorten(file), line, column };
      inFile.set(key, known);
    }
    return known;
  }
}

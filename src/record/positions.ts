import { originalPosition, type Position } from '../runtime/call-location';
import type { Shorten } from './relative-paths';
import type { LineOfCode } from './test-record';

/** More than a line has columns, so that line and column are one number. */
const COLUMNS = 2 ** 20;

/** Positions in the code that the user wrote. The same lines are asked for again and again, and source maps are slow. */
export class PositionsRecorder {
  readonly #known = new Map<string, Map<number, LineOfCode>>();

  /** @param shorten Makes of a path what is recorded. Defaults to the path itself. */
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

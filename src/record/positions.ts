import { originalPosition, type Position } from '../runtime/call-location';
import type { LineOfCode } from './test-record';

/** Positions in the code that the user wrote. The same lines are asked for again and again, and source maps are slow. */
export class PositionsRecorder {
  readonly #known = new Map<string, LineOfCode>();

  of(position: Position): LineOfCode {
    const key = `${position.line}:${position.column}:${position.file}`;
    let known = this.#known.get(key);
    if (!known) {
      const { file, line, column } = originalPosition(position);
      known = { file, line, column };
      this.#known.set(key, known);
    }
    return known;
  }
}

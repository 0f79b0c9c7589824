import { appendFileSync, closeSync, openSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { threadId } from 'node:worker_threads';
import { ALL_WRITTEN } from '../src/record/records-variables';

/** Files whose last line may be incomplete, as the disk was full. The next test file of this worker writes to them too. */
const torn = new Set<string>();

/**
 * The file of this worker for the records of tests, one a line. Each is written at once: a worker that is killed loses the
 * test that it runs, and no other.
 */
export class RecordsFile {
  readonly #path: string;
  #descriptor: number | undefined;

  constructor(private readonly folder: string) {
    this.#path = join(folder, `${process.pid}-${threadId}.jsonl`);
  }

  /** @throws if it cannot be written. */
  write(record: object): void {
    const line = `${JSON.stringify(record)}\n`;
    this.#descriptor ??= openSync(this.#path, 'a');
    const begin = torn.has(this.#path) ? '\n' : '';
    torn.add(this.#path);
    appendFileSync(this.#descriptor, begin + line);
    torn.delete(this.#path);
  }

  /** Tells the reporter that something could not be written. Never throws. */
  tellLoss(): void {
    try {
      rmSync(join(this.folder, ALL_WRITTEN), { force: true });
    } catch {
      // the folder is gone, which the reporter sees
    }
  }

  close(): void {
    if (this.#descriptor !== undefined) closeSync(this.#descriptor);
    this.#descriptor = undefined;
  }
}

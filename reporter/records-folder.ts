import { existsSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { ALL_WRITTEN, KEY_VARIABLE, RECORDS_VARIABLE } from '../src/record/records-variables';
import { newKey } from '../src/record/sealed';
import { type Records, RecordsReader } from './records-reader';

const PREFIX = 'jest-websocket-records-';
/** After how long without a change the folder of another run counts as left behind (ms). */
const FORGOTTEN = 24 * 60 * 60 * 1000;

/** The folder in which the records of a run are collected. */
export class RecordsFolder {
  readonly #path: string;
  readonly #key = newKey();

  /** @throws if it cannot be made. */
  constructor(parent = tmpdir()) {
    removeForgotten(parent);
    this.#path = mkdtempSync(join(parent, PREFIX));
    try {
      writeFileSync(join(this.#path, ALL_WRITTEN), '');
    } catch (error) {
      this.remove();
      throw error;
    }
    process.env[RECORDS_VARIABLE] = this.#path;
    process.env[KEY_VARIABLE] = this.#key;
  }

  read(): Records {
    const reader = new RecordsReader(this.#key);
    const names = readdirSync(this.#path).filter((name) => name.endsWith('.jsonl'));
    for (const name of names.sort()) reader.read(join(this.#path, name));
    if (!existsSync(join(this.#path, ALL_WRITTEN))) reader.lacksSome(dirname(this.#path));
    return reader.records;
  }

  remove(): void {
    if (process.env[RECORDS_VARIABLE] === this.#path) {
      delete process.env[RECORDS_VARIABLE];
      delete process.env[KEY_VARIABLE];
    }
    rmSync(this.#path, { recursive: true, force: true });
  }
}

function removeForgotten(parent: string): void {
  for (const name of namesIn(parent)) {
    if (!name.startsWith(PREFIX)) continue;
    const path = join(parent, name);
    try {
      if (Date.now() - statSync(path).mtimeMs > FORGOTTEN) rmSync(path, { recursive: true, force: true });
    } catch {
      // another user's, or another run has just removed it
    }
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

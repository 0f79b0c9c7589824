import { gzipSync } from 'node:zlib';
import { packed } from './page/packed';
import type { PlaceInBlocks } from './page/page-data';
import type { AttemptReport } from './report';

/** The size of a block, in characters of JSON: similar small tests pack well together, and a page inflates one in about a ms. */
const LARGEST = 2 ** 15;

/** Collects the attempts of tests in blocks, which are packed as soon as they are full. */
export class PageBlocks {
  readonly #full: string[] = [];
  #open: string[] = [];
  #size = 0;

  add(attempts: readonly AttemptReport[]): PlaceInBlocks {
    const text = JSON.stringify(packed(attempts));
    if (this.#size + text.length > LARGEST) this.#close();
    this.#size += text.length;
    return { block: this.#full.length, at: this.#open.push(text) - 1 };
  }

  /** All blocks, gzipped. */
  all(): readonly string[] {
    this.#close();
    return this.#full;
  }

  #close(): void {
    if (this.#open.length > 0) this.#full.push(gzipped(`[${this.#open.join(',')}]`));
    this.#open = [];
    this.#size = 0;
  }
}

/** Texts below this length get a smaller window: otherwise zlib's setup takes as long as packing them. Most pages are small. */
const SMALL = 2 ** 13;

/** A text as a block of the page: gzipped, in base64. The highest level would take more than twice as long to save a tenth. */
export const gzipped = (text: string): string =>
  gzipSync(text, text.length < SMALL ? { memLevel: 6, windowBits: 13 } : {}).toString('base64');

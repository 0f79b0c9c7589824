import { gzipSync } from 'node:zlib';
import { packed } from './page/packed';
import type { PlaceInBlocks } from './page/page-data';
import type { AttemptReport } from './report';

/** Of JSON, in characters: small tests that are alike pack well together, and a page inflates so much in about a ms. */
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

  /** All of them, each as `gzipped` has made it. */
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

/** Most pages have few tests, and what zlib sets up for larger ones takes as long as these do. */
const SMALL = 2 ** 13;

/** As a block of the page has it: base64. The highest level takes more than twice as long, for a tenth of the size. */
export const gzipped = (text: string): string =>
  gzipSync(text, text.length < SMALL ? { memLevel: 6, windowBits: 13 } : {}).toString('base64');

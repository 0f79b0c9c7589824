import type { AttemptReport } from '../report';
import { type Columns, type PackedAttempt, recordsOf, unpacked } from './packed';
import { INDEX_BLOCK, type PageIndex, type PageWait, type PlaceInBlocks, testsBlock, WAITS_BLOCK } from './page-data';

/** Why data of the page cannot be read, as the end of a sentence. */
export const UNREADABLE = 'the file of this report is cut off, or damaged';

export const loadIndex = (): Promise<PageIndex> => inflate(INDEX_BLOCK) as Promise<PageIndex>;
export const loadWaits = async (): Promise<PageWait[]> => recordsOf((await inflate(WAITS_BLOCK)) as Columns);

/** The block that was read last, kept since the next test is often in the same one: the search reads all. */
let last: { readonly block: number; readonly tests: Promise<readonly PackedAttempt[][]> } | undefined;

export async function loadTest({ block, at }: PlaceInBlocks): Promise<AttemptReport[]> {
  if (last?.block !== block) last = { block, tests: inflate(testsBlock(block)) as Promise<PackedAttempt[][]> };
  return unpacked((await last.tests)[at] ?? []);
}

/** The data of a block of the page. */
async function inflate(id: string): Promise<unknown> {
  if (document.getElementById(id) === null) await afterParsing();
  const block = document.getElementById(id);
  if (block === null) throw new Error(UNREADABLE);
  const bytes = Uint8Array.from(atob(block.textContent ?? ''), (character) => character.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
  return JSON.parse(await new Response(stream).text());
}

/** Resolves when the browser has read the whole page: the blocks of tests come after the script, which may be faster. */
async function afterParsing(): Promise<void> {
  if (document.readyState === 'loading') {
    await new Promise((resolve) => document.addEventListener('DOMContentLoaded', resolve, { once: true }));
  }
}

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

interface InUse {
  readonly folders: string[];
  /** End what may write to them. */
  readonly ends: (() => Promise<unknown>)[];
}

const shared = globalThis as { temporaryFolders?: InUse };

// Global, since a test may load this module once more, where no hook can be added.
const inUse = shared.temporaryFolders ?? removedAfterAll();

function removedAfterAll(): InUse {
  const made: InUse = { folders: [], ends: [] };
  // one hook, since Jest calls several in the order in which they were added
  afterAll(async () => {
    await Promise.all(made.ends.map((end) => end()));
    // a program that one of those has started may live a moment longer
    for (const folder of made.folders) rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  });
  shared.temporaryFolders = made;
  return made;
}

/** A folder of its own, which is removed when the test file is done. */
export function temporaryFolder(name: string): string {
  const folder = mkdtempSync(join(tmpdir(), `${name}-`));
  inUse.folders.push(folder);
  return folder;
}

/** Does this when the test file is done, and before the folders are removed. */
export function beforeFoldersAreRemoved(end: () => Promise<unknown>): void {
  inUse.ends.push(end);
}

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const shared = globalThis as { temporaryFolders?: string[] };

// Global, since a test may load this module once more, where no hook can be added.
const folders = shared.temporaryFolders ?? removedAfterAll();

function removedAfterAll(): string[] {
  const made: string[] = [];
  afterAll(() => {
    // a program of the test may still write to it
    for (const folder of made) rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  });
  shared.temporaryFolders = made;
  return made;
}

/** A folder of its own, which is removed when the test file is done. */
export function temporaryFolder(name: string): string {
  const folder = mkdtempSync(join(tmpdir(), `${name}-`));
  folders.push(folder);
  return folder;
}

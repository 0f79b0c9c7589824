import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeFoldersAreRemoved, temporaryFolder } from './temporary-folder';

const running = new Set<ChildProcess>();

beforeFoldersAreRemoved(() =>
  Promise.all([...running].map((child) => (child.kill('SIGKILL') ? once(child, 'close') : undefined))),
);

/** Starts a program that runs until the tests of the file are over. Resolves with what it says when it is ready. */
export async function started(command: string, args: readonly string[], ready: RegExp): Promise<RegExpExecArray> {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  running.add(child);
  let output = '';
  return new Promise((resolve, reject) => {
    const hear = (chunk: Buffer) => {
      output += chunk;
      const match = ready.exec(output);
      if (match) resolve(match);
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    child.on('error', reject);
    child.on('close', (code) => {
      running.delete(child);
      reject(new Error(`${command} has ended with code ${code}: ${output}`));
    });
  });
}

/** A folder with these files, until the tests of the file are over. */
export function folderWith(files: Readonly<Record<string, string>>): string {
  const folder = temporaryFolder('jest-websocket');
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return folder;
}

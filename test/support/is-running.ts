import { spawnSync } from 'node:child_process';

/**
 * Whether a process runs. One that is over stays a zombie where nobody asks for it, as in a container without init.
 * @throws where `ps` is missing, or cannot say.
 */
export function isRunning(pid: number): boolean {
  const { error, stderr, stdout } = spawnSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' });
  if (error) throw error;
  if (stderr !== '') throw new Error(stderr);
  return !/^Z?$/.test(stdout.trim().charAt(0));
}

/** Resolves when it runs no more: one that was killed is there until the system gets round to it. */
export async function untilOver(pid: number): Promise<void> {
  while (isRunning(pid)) await new Promise((resolve) => setImmediate(resolve));
}

import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

/** Set where nothing may be left out: a program that is missing fails its tests. */
const all = process.env.JEST_WEBSOCKET_ALL === '1';

/** Tests that need a program of the machine: left out where it is missing, which their name then says. */
export function describeWith(program: string, isThere: () => boolean, name: string, body: () => void): void {
  if (all || isThere()) describe(name, body);
  else describe.skip(leftOut(name, program), body);
}

/** The same for one test; one that needs no program always runs. */
export function testWith(program: string | undefined, name: string, body: () => void): void {
  if (program === undefined || !isMissing(program)) test(name, body);
  else test.skip(leftOut(name, program), body);
}

const leftOut = (name: string, program: string): string => `${name} (left out: this machine has no ${program})`;

export function runs(command: string, ...args: string[]): boolean {
  try {
    execFileSync(command, args, { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** Whether the machine has a program of this name. */
export const has = (program: string) => (): boolean => runs('sh', '-c', `command -v ${program}`);

/** Whether what needs this program is left out. */
export const isMissing = (program: string | undefined): boolean => program !== undefined && !all && !has(program)();

/** The other versions of Node, each with its path when `npm run nodes` has installed it. */
export const otherNodes = ['22', '24', '26'].map((version): [version: string, path: string] => [
  version,
  join(__dirname, `../../.lab-nodes/node_modules/node${version}/bin/node`),
]);

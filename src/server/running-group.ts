import { readdirSync, readFileSync } from 'node:fs';

/**
 * Whether a process of this group runs. One that has ended does not, though it may stay in the group as a zombie for as long
 * as nobody asks how it ended, as in a container whose first process does not.
 */
export function isGroupRunning(group: number): boolean {
  try {
    process.kill(-group, 0);
  } catch {
    return false;
  }
  const processes = namesIn('/proc');
  return processes === undefined || processes.some((name) => /^\d/.test(name) && isRunningIn(group, name));
}

/** Undefined where there is no such folder: only Linux has one, and other systems keep no zombies without a parent. */
function namesIn(folder: string): string[] | undefined {
  try {
    return readdirSync(folder);
  } catch {
    return undefined;
  }
}

/** See proc_pid_stat(5): the name of the program, in parentheses, may hold anything. */
function isRunningIn(group: number, pid: string): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    const [state = '', , itsGroup] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return Number(itsGroup) === group && !/[ZXx]/.test(state);
  } catch {
    return false; // it has ended meanwhile
  }
}

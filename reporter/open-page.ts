import { spawn } from 'node:child_process';

/** Opens a page in the browser, and does not wait for it. Resolves to whether there is something that opens it. */
export function openPage(path: string, platform: NodeJS.Platform = process.platform): Promise<boolean> {
  const [command, ...args] = openerOf(path, platform);
  return new Promise((resolve) => {
    const isWindows = platform === 'win32';
    const child = spawn(command, args, { detached: !isWindows, stdio: 'ignore', windowsVerbatimArguments: isWindows });
    child.once('error', () => resolve(false));
    child.once('spawn', () => resolve(true));
    child.unref();
  });
}

/** The command that opens a file as a double click on it would. */
export function openerOf(path: string, platform: NodeJS.Platform): readonly [command: string, ...args: string[]] {
  if (platform === 'darwin') return ['open', path];
  // what is quoted first is the title of a window
  return platform === 'win32' ? ['cmd', '/c', 'start', '""', `"${path}"`] : ['xdg-open', path];
}

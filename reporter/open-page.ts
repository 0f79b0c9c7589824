import { spawn } from 'node:child_process';

/** What opens a file in the browser, on each system. */
const OPENERS: Readonly<Partial<Record<NodeJS.Platform, readonly [string, ...string[]]>>> = {
  darwin: ['open'],
  // the first quoted argument of `start` is the title of a window
  win32: ['cmd', '/c', 'start', '""'],
};

/** Opens a page in the browser, and does not wait for it. Resolves to whether there is something that opens it. */
export function openPage(path: string, platform: NodeJS.Platform = process.platform): Promise<boolean> {
  const [command, ...args] = OPENERS[platform] ?? ['xdg-open'];
  return new Promise((resolve) => {
    const child = spawn(command, [...args, path], {
      detached: true,
      stdio: 'ignore',
      windowsVerbatimArguments: platform === 'win32',
    });
    child.once('error', () => resolve(false));
    child.once('spawn', () => resolve(true));
    child.unref();
  });
}

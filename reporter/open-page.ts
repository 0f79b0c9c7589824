import { spawn } from 'node:child_process';

/** Opens a page in the browser, without waiting for it. Resolves to whether a program to open it was found. */
export function openPage(path: string, platform = process.platform, environment = process.env): Promise<boolean> {
  if (!hasScreen(platform, environment)) return Promise.resolve(false);
  const [command, ...args] = openerOf(path, platform);
  return new Promise((resolve) => {
    const isWindows = platform === 'win32';
    const child = spawn(command, args, { detached: !isWindows, stdio: 'ignore', windowsVerbatimArguments: isWindows });
    child.once('error', () => resolve(false));
    child.once('spawn', () => resolve(true));
    child.unref();
  });
}

/** Whether there is a screen: not on CI, nor on Linux without a display. */
export function hasScreen(platform: NodeJS.Platform, { CI, DISPLAY, WAYLAND_DISPLAY }: NodeJS.ProcessEnv): boolean {
  return !CI && (platform !== 'linux' || Boolean(DISPLAY || WAYLAND_DISPLAY));
}

/** The command that opens a file as a double click on it would. */
export function openerOf(path: string, platform: NodeJS.Platform): readonly [command: string, ...args: string[]] {
  if (platform === 'darwin') return ['open', path];
  // `start` takes the first quoted argument as the title of a window
  return platform === 'win32' ? ['cmd', '/c', 'start', '""', `"${path}"`] : ['xdg-open', path];
}

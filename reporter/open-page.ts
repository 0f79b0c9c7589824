import { spawn } from 'node:child_process';

/** Opens a page in the browser, and does not wait for it. Resolves to whether there is something that opens it. */
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

/** Whether somebody may look: nobody does on CI, nor where Linux has no display. */
export function hasScreen(platform: NodeJS.Platform, { CI, DISPLAY, WAYLAND_DISPLAY }: NodeJS.ProcessEnv): boolean {
  return !CI && (platform !== 'linux' || Boolean(DISPLAY || WAYLAND_DISPLAY));
}

/** The command that opens a file as a double click on it would. */
export function openerOf(path: string, platform: NodeJS.Platform): readonly [command: string, ...args: string[]] {
  if (platform === 'darwin') return ['open', path];
  // what is quoted first is the title of a window
  return platform === 'win32' ? ['cmd', '/c', 'start', '""', `"${path}"`] : ['xdg-open', path];
}

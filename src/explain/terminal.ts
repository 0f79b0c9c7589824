import { openSync } from 'node:fs';
import { WriteStream } from 'node:tty';

/** By how much Jest indents the text of a failure. */
const INDENT = 4;
const NARROWEST = 76;
const WIDEST = 200;

/** How wide a line of a failure may be: as wide as the terminal, within limits; 76 if there is none. */
export function lineWidth(columns = terminalColumns()): number {
  return Math.min(WIDEST, Math.max(NARROWEST, (columns ?? 0) - INDENT));
}

function terminalColumns(): number | undefined {
  const { stderr, stdout, env } = process;
  const own = stderr.isTTY ? stderr : stdout.isTTY ? stdout : undefined;
  if (own) return own.columns;
  // the output of a worker goes through Jest's parent process, which tells by this variable whether it has a terminal
  return ['', '0', 'false', undefined].includes(env.FORCE_COLOR) ? undefined : controllingTerminal();
}

let columns: number | undefined;

function controllingTerminal(): number | undefined {
  if (columns !== undefined) return columns;
  columns = 0;
  try {
    const terminal = new WriteStream(openSync('/dev/tty', 'w'));
    columns = terminal.columns;
    terminal.destroy();
  } catch {} // there is no terminal, or no such device on this system
  return columns;
}

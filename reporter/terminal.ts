import { openPage } from './open-page';

/** Where a command writes to, and what it uses of the machine. */
export interface Terminal {
  out(text: string): void;
  error(text: string): void;
  /** Resolves to whether it could. */
  open(page: string): Promise<boolean>;
}

export const terminal: Terminal = {
  out: (text) => process.stdout.write(`${text}\n`),
  error: (text) => process.stderr.write(`${text}\n`),
  open: openPage,
};

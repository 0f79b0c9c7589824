import { openPage } from './open-page';

/** What a command writes to, and opens pages with. */
export interface Terminal {
  out(text: string): void;
  error(text: string): void;
  /** Opens a page in the browser. Resolves to whether that was possible. */
  open(page: string): Promise<boolean>;
}

export const terminal: Terminal = {
  out: (text) => process.stdout.write(`${text}\n`),
  error: (text) => process.stderr.write(`${text}\n`),
  open: openPage,
};

import { readFileSync, writeFileSync } from 'node:fs';

/** A fenced block of code in a page of the docs. */
export interface Block {
  readonly page: string;
  /** The line of its fence. */
  readonly line: number;
  readonly language: string;
  /** What stands behind the language: `file=…` names it, `fails` says that its test must fail, `needs=…` what program it needs. */
  readonly info: string;
  readonly text: string;
}

const FENCE = /^```(\w*) ?(.*)\n([\s\S]*?)^```$/gm;

export function blocksOf(page: string): Block[] {
  const text = readFileSync(page, 'utf8');
  return [...text.matchAll(FENCE)].map((match) => ({
    page,
    line: text.slice(0, match.index).split('\n').length,
    language: match[1] ?? '',
    info: match[2] ?? '',
    text: match[3] ?? '',
  }));
}

/** Writes what blocks say now into their page: `UPDATE_DOCS=1 npm test` keeps the printed failures true. */
export function rewrite(page: string, changes: ReadonlyMap<Block, string>): void {
  const lines = readFileSync(page, 'utf8').split('\n');
  // from the last to the first, so that the lines before stay where they are
  for (const [block, text] of [...changes].sort(([a], [b]) => b.line - a.line)) {
    lines.splice(block.line, block.text.split('\n').length - 1, ...text.trimEnd().split('\n'));
  }
  writeFileSync(page, lines.join('\n'));
}

import { escaped, escapedLines } from '../src/text/escape';

/** Text on one line that stands for itself in Markdown and HTML, also in a heading, a cell of a table, or a tag. */
export const inMarkdown = (text: string): string =>
  escaped(text).replace(/[!-~]/g, (character) => (PLAIN.test(character) ? character : entity(character)));

const PLAIN = /[A-Za-z0-9,'()/?!-]/;

const entity = (character: string): string => `&#${character.charCodeAt(0)};`;

/** Text from a test, such as a name, as code, so that it makes no mentions, issue numbers or links. */
export const code = (text: string): string => `<code>${inMarkdown(text) || ' '}</code>`;

/** Lines as they are, in a code block whose fence is longer than any in them. */
export function fenced(text: string, language = 'text'): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}${language}\n${escapedLines(text)}\n${fence}`;
}

export const folded = (summary: string, content: string): string =>
  `<details><summary>${inMarkdown(summary)}</summary>\n\n${content}\n\n</details>`;

/** @param rows Cells that are Markdown already. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [row(head), row(head.map(() => '---')), ...rows.map(row)].join('\n');
}

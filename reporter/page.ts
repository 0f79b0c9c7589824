import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { columnsOf } from './page/packed';
import { INDEX_BLOCK, testsBlock, WAITS_BLOCK } from './page/page-data';
import { gzipped } from './page-blocks';
import { listsOf } from './page-index';
import type { Report } from './report';

/** A text near the beginning of each page of a report, by which such a file is recognised. */
export const PAGE_TITLE = '<title>WebSocket report</title>';

/**
 * The page of a report, in one file that needs nothing else. All that was recorded is in it only as base64, so that no text of
 * a server is ever markup. Its policy (CSP) allows this one script to run, and no requests.
 */
export function pageOf(report: Report): string {
  const { code, styles } = assets();
  const { index, waits, blocks } = listsOf(report);
  const policy = [
    "default-src 'none'",
    `script-src 'sha256-${sha256(code)}'`,
    `style-src 'sha256-${sha256(styles)}'`,
    "base-uri 'none'",
    "form-action 'none'",
  ];
  return [
    '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n',
    `<meta http-equiv="Content-Security-Policy" content="${policy.join('; ')}">\n`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">\n',
    '<meta name="referrer" content="no-referrer">\n',
    `${PAGE_TITLE}\n<style>${styles}</style>\n</head>\n<body>\n`,
    '<noscript>This report needs JavaScript: its data is compressed.</noscript>\n<div id="app"></div>\n',
    // the index comes before the tests, so that it can be shown before the browser has read those
    blockOf(INDEX_BLOCK, gzipped(JSON.stringify(index))),
    `<script>${code}</script>\n`,
    blockOf(WAITS_BLOCK, gzipped(JSON.stringify(columnsOf(waits)))),
    ...blocks.map((block, number) => blockOf(testsBlock(number), block)),
    '</body>\n</html>\n',
  ].join('');
}

const blockOf = (id: string, content: string): string => `<script type="text/plain" id="${id}">${content}</script>\n`;

const sha256 = (text: string): string => createHash('sha256').update(text).digest('base64');

interface PageAssets {
  readonly code: string;
  readonly styles: string;
}

let read: PageAssets | undefined;

/** The app that `scripts/page.js` has built from the folder `page`. */
function assets(): PageAssets {
  read ??= { code: readFileSync(builtFile('app.js'), 'utf8'), styles: readFileSync(builtFile('app.css'), 'utf8') };
  return read;
}

/** The path of a built file, searched from here upwards: this code is in some chunk of the build or, in tests, in the sources. */
function builtFile(name: string): string {
  for (let folder = __dirname; ; folder = dirname(folder)) {
    const file = join(folder, 'build/reporter/page', name);
    if (existsSync(file) || dirname(folder) === folder) return file;
  }
}

import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { packed } from './page/packed';
import { INDEX_BLOCK, testBlock, WAITS_BLOCK } from './page/page-data';
import { listsOf } from './page-index';
import type { Report } from './report';

/**
 * The page of a report, in one file that needs nothing else. What was recorded stands in it as base64 alone, so that no text of
 * a server is ever markup; the policy lets this one script run and nothing be asked from anywhere.
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
    `<title>WebSocket report</title>\n<style>${styles}</style>\n</head>\n<body>\n`,
    '<noscript>This report needs JavaScript: its data is compressed.</noscript>\n<div id="app"></div>\n',
    // what is shown first stands before the tests: it is there before they have been read
    blockOf(INDEX_BLOCK, index),
    `<script>${code}</script>\n`,
    blockOf(WAITS_BLOCK, waits),
    ...blocks.map((attempts, number) => blockOf(testBlock(number), packed(attempts))),
    '</body>\n</html>\n',
  ].join('');
}

function blockOf(id: string, data: unknown): string {
  const text = JSON.stringify(data);
  const options = text.length < SMALL ? { memLevel: 6, windowBits: 13 } : { level: 9 };
  return `<script type="text/plain" id="${id}">${gzipSync(text, options).toString('base64')}</script>\n`;
}

/** Most tests are small, and what zlib sets up for larger ones takes as long as they do. */
const SMALL = 2 ** 15;

const sha256 = (text: string): string => createHash('sha256').update(text).digest('base64');

interface PageAssets {
  readonly code: string;
  readonly styles: string;
}

let read: PageAssets | undefined;

/** What `scripts/page.js` has built of the folder `page`. */
function assets(): PageAssets {
  read ??= { code: readFileSync(builtFile('app.js'), 'utf8'), styles: readFileSync(builtFile('app.css'), 'utf8') };
  return read;
}

/** In the build, whatever file of it this is, or beside the sources in the tests. */
function builtFile(name: string): string {
  for (let folder = __dirname; ; folder = dirname(folder)) {
    const file = join(folder, 'build/reporter/page', name);
    if (existsSync(file) || dirname(folder) === folder) return file;
  }
}

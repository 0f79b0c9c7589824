import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { pageOf } from '../../reporter/page';
import type { Report } from '../../reporter/report';
import { chromiumPath } from '../support/devtools';
import { folderWith } from '../support/running';

let browser: Browser | undefined;

afterAll(() => browser?.close());

/** A report in a browser, opened from its file, and all that must not happen there. */
export interface OpenedReport {
  readonly page: Page;
  /** Errors, warnings, dialogs, requests: none is right. */
  readonly complaints: readonly string[];
  readonly url: string;
}

/** @param report The report, or the text of its page. */
export async function opened(report: Report | string, hash = '', options: BrowserContextOptions = {}): Promise<OpenedReport> {
  browser ??= await chromium.launch({ executablePath: chromiumPath(), args: ['--headless', '--no-sandbox'] });
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
  const page = await context.newPage();
  const complaints: string[] = [];
  const url = pathToFileURL(
    join(folderWith({ 'index.html': typeof report === 'string' ? report : pageOf(report) }), 'index.html'),
  ).href;
  page.on('console', (message) => complaints.push(`console: ${message.text()}`));
  page.on('pageerror', (error) => complaints.push(`error: ${error.message}`));
  page.on('request', (request) => {
    if (request.url().split('#')[0] !== url) complaints.push(`request: ${request.url()}`);
  });
  page.on('dialog', (dialog) => {
    complaints.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  await page.goto(url + hash);
  await page.locator('main').waitFor();
  return { page, complaints, url };
}

// `node scripts/screenshots.js <folder of a report> <folder for the pictures>`: what the docs show of a report, as Chromium
// shows it: its list, its first failing test, and the nearest message of the failure, in both themes.
const { execFileSync } = require('node:child_process');
const { mkdirSync } = require('node:fs');
const { join, resolve } = require('node:path');
const { pathToFileURL } = require('node:url');
const { chromium } = require('playwright-core');

const [report = 'jest-websocket-report', pictures = 'docs/images'] = process.argv.slice(2);

const VIEWS = {
  tests: async () => {},
  failure: async (page) => {
    await page.locator('.test-line.is-failed').first().click();
    await page.locator('.failure-card').first().waitFor();
  },
  message: async (page) => {
    await page.locator('.row.is-event:has(.fate)').last().click();
    await page.locator('.panel h2').first().waitFor();
  },
  waits: async (page) => {
    await page.getByRole('link', { name: 'Waits' }).click();
    await page.locator('.wait-line').first().waitFor();
  },
};

async function shoot() {
  mkdirSync(pictures, { recursive: true });
  const executablePath = execFileSync('sh', ['-c', 'command -v chromium'], { encoding: 'utf8' }).trim();
  const browser = await chromium.launch({ executablePath, args: ['--headless', '--no-sandbox'] });
  for (const colorScheme of ['light', 'dark']) {
    const page = await browser.newPage({ viewport: { width: 1280, height: 760 }, colorScheme });
    await page.goto(pathToFileURL(resolve(report, 'index.html')).href);
    await page.locator('main').waitFor();
    for (const [name, go] of Object.entries(VIEWS)) {
      await go(page);
      await page.screenshot({ path: join(pictures, `report-${name}-${colorScheme}.png`) });
    }
  }
  await browser.close();
}

shoot().catch((error) => {
  console.error(error.message);
  process.exitCode = 1;
});

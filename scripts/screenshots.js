// `npm run screenshots`: what docs/report.md shows, as Chromium shows the report of the chat example.
const { execFileSync, spawnSync } = require('node:child_process');
const { mkdirSync } = require('node:fs');
const { join } = require('node:path');
const { pathToFileURL } = require('node:url');
const { chromium } = require('playwright-core');

const root = join(__dirname, '..');
const example = join(root, 'examples/chat');
const pictures = join(root, 'docs/images');

/** Each goes on from the one before. */
const VIEWS = [
  {
    name: 'report-failure',
    colorScheme: 'light',
    go: async (page) => {
      await page.locator('.test-line.is-failed').first().click();
      await page.locator('.failure-card').first().waitFor();
    },
  },
  {
    name: 'report-message',
    colorScheme: 'dark',
    go: async (page) => {
      await page.locator('.row.is-event:has(.fate)').last().click();
      await page.locator('.panel h2').first().waitFor();
    },
  },
];

async function shoot() {
  spawnSync('npm', ['run', 'report'], { cwd: example, stdio: 'ignore' }); // its test fails, as it should
  mkdirSync(pictures, { recursive: true });
  const executablePath = execFileSync('sh', ['-c', 'command -v chromium'], { encoding: 'utf8' }).trim();
  const browser = await chromium.launch({ executablePath, args: ['--headless', '--no-sandbox'] });
  const page = await browser.newPage({ viewport: { width: 1200, height: 700 } });
  await page.goto(pathToFileURL(join(example, 'jest-websocket-report/index.html')).href);
  await page.locator('main').waitFor();
  for (const { name, colorScheme, go } of VIEWS) {
    await page.emulateMedia({ colorScheme });
    await go(page);
    await page.screenshot({ path: join(pictures, `${name}.png`) });
  }
  await browser.close();
}

shoot().catch((error) => {
  console.error(error.message);
  process.exitCode = 1;
});

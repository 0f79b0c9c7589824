import type { Page } from 'playwright-core';
import type { Report } from '../../reporter/report';
import { hasChromium } from '../support/devtools';
import { describeWith } from '../support/programs';
import { chatReport, longTest, manyTests } from '../support/report-fixtures';
import { opened } from './report-page';

const FAILED = 'tells everybody who is left that somebody has left';

const openTest = async (page: Page, name: string) => {
  await page.getByRole('link', { name }).first().click();
  await page.getByRole('option').first().waitFor();
};

/** A report whose files and blocks have long names, and whose tests have short ones. */
function longNames(report: Report): Report {
  return {
    ...report,
    files: report.files.map((file) => ({
      ...file,
      project: 'the service that all of our customers talk to',
      path: `packages/service/src/modules/rooms/test/integration/${file.path}`,
      tests: file.tests.map((test) => ({ ...test, titles: ['a room with several people in it', 'that was joined', 'is left'] })),
    })),
  };
}

/** The texts of elements that are cut, as they have too little room. */
const cut = (page: Page, selector: string) =>
  page
    .locator(selector)
    .evaluateAll((all) => all.filter((one) => one.scrollWidth > one.clientWidth).map((one) => one.textContent));

describeWith('Chromium', hasChromium, 'in a narrow window', () => {
  const viewport = { width: 360, height: 700 };

  test.each(['file', 'slowest'])(
    'the names of tests and files are whole, though what is before them is not: by %s',
    async (order) => {
      const { page } = await opened(longNames(chatReport()), '', { viewport });
      await page.getByLabel('Order').selectOption(order);
      await page.getByRole('link', { name: 'is left' }).first().waitFor();
      expect(await cut(page, '.long-name .own')).toEqual([]);
      expect(await cut(page, '.test-line .long-name .around')).not.toEqual([]);
    },
  );

  test('what a report lacks is said to the end', async () => {
    const chat = chatReport();
    const problem = `${'deep/'.repeat(20)}chat.test.ts ran in shard 1/2 and in another one: give each project a displayName.`;
    const { page } = await opened({ ...chat, runs: chat.runs.map((run) => ({ ...run, problems: [problem] })) }, '', { viewport });
    expect(await page.locator('.problems p').allInnerTexts()).toEqual([problem]);
    expect(await cut(page, '.problems p')).toEqual([]);
  });
});

describeWith('Chromium', hasChromium, 'side by side', () => {
  test('each attempt says which one it is, and its notes end where it does', async () => {
    const chat = chatReport();
    const omitted = { events: 1234, behind: 3 };
    const files = chat.files.map((file) => ({
      ...file,
      tests: file.tests.map((one) => ({
        ...one,
        attempts: one.attempts.map((attempt) => ({ ...attempt, conversation: { ...attempt.conversation, omitted } })),
      })),
    }));
    const { page } = await opened({ ...chat, files }, '', { viewport: { width: 900, height: 800 } });
    await openTest(page, FAILED);
    expect(await page.locator('.attempt-name').count()).toBe(0);
    await page.getByRole('button', { name: 'Side by side' }).click();
    expect(await page.locator('.attempt-name').allInnerTexts()).toEqual(['Attempt 1', 'Attempt 2']);
    const first = page.locator('.conversation').first();
    await first.evaluate((element) => element.scrollTo(0, 0));
    const end = (await first.boundingBox().then((box) => box && box.x + box.width)) ?? 0;
    const note = await first.locator('.note').first().boundingBox();
    expect((note?.x ?? 0) + (note?.width ?? Number.NaN)).toBeLessThanOrEqual(end);
  });
});

describeWith('Chromium', hasChromium, 'of a test that was retried', () => {
  test('waits and what is found say in which attempt they are', async () => {
    const { page } = await opened(chatReport(), '#waits');
    await page.locator('.wait-line', { hasText: FAILED }).filter({ hasText: 'attempt 2' }).first().waitFor();
    expect(await page.locator('.wait-line', { hasText: 'greets one from afar' }).innerText()).not.toContain('attempt');
    await page.evaluate('location.hash = "#search=rob has left"');
    await page.locator('.hit').first().waitFor();
    const tags = await page.locator('.hit .tag', { hasText: 'attempt' }).allInnerTexts();
    expect(tags).toEqual(['attempt 1', 'attempt 2', 'attempt 1']);
  });
});

describeWith('Chromium', hasChromium, 'in a short window, as one that is zoomed to 400 %', () => {
  const viewport = { width: 320, height: 256 };

  test('a failure is in view when its test is opened, and a row when it is chosen', async () => {
    const { page } = await opened(chatReport(), '', { viewport });
    await page.keyboard.press('f');
    await page.keyboard.press('Enter');
    const card = page.locator('.failure-card');
    await card.waitFor();
    expect((await card.boundingBox())?.y).toBeLessThan(viewport.height - 60);
    await page.evaluate('scrollTo(0, 0)');
    await page.keyboard.press('k');
    const row = await page.getByRole('option', { selected: true }).boundingBox();
    expect((row?.y ?? Number.NaN) + (row?.height ?? 0)).toBeLessThan(viewport.height + 1);
  });

  test('nor does the head of a list leave no room for a row that is chosen', async () => {
    const { page } = await opened(manyTests(80, 2), '', { viewport });
    for (let n = 0; n < 5; n++) await page.keyboard.press('j');
    const row = await page.locator('.is-chosen').boundingBox();
    expect((row?.y ?? Number.NaN) + (row?.height ?? 0)).toBeLessThan(viewport.height + 1);
  });
});

/** The page as it is on paper. */
async function printed(page: Page): Promise<void> {
  await page.emulateMedia({ media: 'print' });
  await page.evaluate("dispatchEvent(new Event('beforeprint'))");
}

describeWith('Chromium', hasChromium, 'on paper', () => {
  test('all of a conversation is there, each message whole, and its failure', async () => {
    const { page } = await opened(chatReport(), '', { colorScheme: 'dark' });
    await openTest(page, FAILED);
    const rows = Number(await page.getByRole('option').first().getAttribute('aria-setsize'));
    expect(await page.getByRole('option').count()).toBeLessThan(rows);
    await printed(page);
    await page
      .getByRole('option')
      .nth(rows - 1)
      .waitFor();
    expect(await page.getByRole('option').count()).toBe(rows);
    const end = await page.evaluate('document.scrollingElement.scrollHeight');
    const last = await page.getByRole('option').last().boundingBox();
    expect((last?.y ?? Number.NaN) + (last?.height ?? 0)).toBeLessThanOrEqual(end as number);
    expect(await cut(page, '.row .payload')).toEqual([]);
    expect(await page.locator('.failure-card').innerText()).toContain('+   "message": "Rob has left",');
    expect(await page.getByRole('searchbox').isVisible()).toBe(false);
    expect(await page.locator('body').evaluate((body) => getComputedStyle(body).colorScheme)).toBe('light');
    await page.evaluate("dispatchEvent(new Event('afterprint'))");
    await page.emulateMedia({ media: 'screen' });
    expect(await page.getByRole('option').count()).toBeLessThan(rows);
  });

  test('the list has all tests, and what is too long says how much of it is left out', async () => {
    const { page } = await opened(manyTests(120, 2));
    await printed(page);
    await page.locator('.test-line').nth(119).waitFor();
    const long = await opened(longTest());
    await openTest(long.page, 'stays in order');
    await printed(long.page);
    expect(await long.page.locator('.unprinted').innerText()).toMatch(/^[\d,]+ more rows on the page/);
  });
});

import { pageOf } from '../../reporter/page';
import { hasChromium } from '../support/devtools';
import { describeWith } from '../support/programs';
import { chatReport, passingReport } from '../support/report-fixtures';
import { attempt, conversation, fileOf, received, report, run, testReport } from '../support/reports';
import { opened } from './report-page';

describeWith('Chromium', hasChromium, 'what the page does not know, or cannot do, it says', () => {
  test('a link is called copied only where it was; elsewhere it is there, to be copied by hand', async () => {
    const chat = chatReport();
    const id = chat.files[0]?.tests[0]?.id;
    const { page, complaints, url } = await opened(chat, `#test=${id}&event=20`);
    const link = `${url}#test=${id}&attempt=2&event=20`;
    const clipboard = (value: string) =>
      page.evaluate(`void Object.defineProperty(navigator, 'clipboard', { configurable: true, value: ${value} })`);
    const panel = page.getByRole('complementary');
    const copy = panel.getByRole('button', { name: 'Copy link' });
    const told = panel.getByRole('status');
    for (const none of ['undefined', '{ writeText: () => Promise.reject(new Error("refused")) }']) {
      await clipboard(none);
      await copy.click();
      await told.getByText('Not copied').waitFor();
      const field = panel.getByRole('textbox', { name: 'Link' });
      await panel.locator('input:focus').waitFor();
      expect(await field.inputValue()).toBe(link);
      const selected =
        'document.activeElement.value.slice(document.activeElement.selectionStart, document.activeElement.selectionEnd)';
      expect(await page.evaluate(selected)).toBe(link);
      await field.blur();
      await page.keyboard.press('j');
      await field.waitFor({ state: 'detached' });
      await page.keyboard.press('k');
    }
    await clipboard('{ writeText: async (text) => { window.copied = text; } }');
    await copy.click();
    await told.getByText('Copied', { exact: true }).waitFor();
    expect(await page.evaluate('copied')).toBe(link);
    expect(complaints).toEqual([]);
  });

  test('of a page that is cut off, what cannot be read is not called nothing', async () => {
    const html = pageOf(chatReport());
    const cut = (id: string) => html.slice(0, html.lastIndexOf(`id="${id}"`) + 60);
    const { page: withoutWaits } = await opened(cut('waits'), '#waits');
    await withoutWaits.getByText('Their data cannot be read').waitFor();
    const { page: withoutTests } = await opened(cut('tests-0'), '#search=connected');
    await withoutTests.getByText('The data of 5 tests cannot be read').waitFor();
    const { page: withOne } = await opened(cut('tests-1'), '#search=connected');
    await withOne.getByText('in what can be read').waitFor();
    expect(await withOne.locator('.hit').count()).toBeGreaterThan(0);
  });

  test('messages that are left out are counted as in the list, and said to be left out', async () => {
    const talk = conversation([received('a'), received('b', { number: 900 })], { omitted: { events: 898, behind: 1 } });
    const one = testReport({ attempts: [attempt({ conversation: talk })] });
    const { page } = await opened(report([fileOf([one])]), '#test=ab12');
    const panel = page.getByRole('complementary');
    await panel.getByText('1 client, 900 messages').waitFor();
    await panel.getByText('898 events in the middle were left out').waitFor();
  });

  test('a merge without one of its shards has not passed as a whole', async () => {
    const { files } = passingReport();
    const runs = ['1/3', '3/3'].map((shard) => run({ id: shard, shard }));
    const { page } = await opened(report(files, runs));
    await page.getByText('All tests here passed').waitFor();
    await page.getByText('Not in this report: shard 2/3.').waitFor();
  });

  test('the search follows the address, and an empty one finds nothing', async () => {
    const { page } = await opened(chatReport(), '#search=calendar');
    const field = page.getByLabel('Search all tests');
    const hit = page.locator('.hit').first();
    await hit.getByText('On call').waitFor();
    await page.evaluate('location.hash = "#search=Kate"');
    await hit.locator('mark', { hasText: 'Kate' }).waitFor();
    expect(await field.inputValue()).toBe('Kate');
    await page.getByRole('link', { name: 'Search' }).click();
    await hit.waitFor({ state: 'detached' });
    expect(await field.inputValue()).toBe('');
  });

  test('the title says which view or test it is', async () => {
    const { page } = await opened(chatReport());
    expect(await page.title()).toBe('WebSocket report');
    await page.getByRole('link', { name: 'Waits' }).click();
    await page.locator('.waits-page').waitFor();
    expect(await page.title()).toBe('Waits · WebSocket report');
    await page.evaluate('location.hash = ""');
    await page.getByRole('link', { name: 'greets one by name' }).click();
    await page.locator('.test-page').waitFor();
    expect(await page.title()).toBe('greets one by name · WebSocket report');
  });
});

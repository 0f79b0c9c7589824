import type { Locator, Page } from 'playwright-core';
import { rowsOf } from '../../reporter/page/rows';
import type { Report } from '../../reporter/report';
import { hasChromium } from '../support/devtools';
import { describeWith } from '../support/programs';
import { chatReport } from '../support/report-fixtures';
import { attempt, conversation, fileOf, received, report, testReport, wait } from '../support/reports';
import { opened } from './report-page';

/** The addresses of a test that failed twice, and of one that passed at its second attempt. */
const placesIn = ({ files }: Report) => (files[0]?.tests ?? []).map(({ id }) => `#test=${id}`);

const hasFocus = (element: Locator): Promise<boolean> => element.evaluate((one) => one === document.activeElement);

const diagram = (page: Page) => page.getByRole('listbox');

describeWith('Chromium', hasChromium, 'the keys of a report', () => {
  test('a key that is held goes on, though the browser takes no more addresses', async () => {
    const chat = chatReport();
    const { page, complaints } = await opened(chat, placesIn(chat)[1]);
    await page.getByRole('option').first().waitFor();
    await page.evaluate('history.replaceState = () => { throw new DOMException("too often", "SecurityError"); }; 0');
    for (let press = 0; press < 5; press++) await page.keyboard.press('j');
    expect(await page.getByRole('option', { selected: true }).getAttribute('aria-posinset')).toBe('5');
    expect(complaints).toEqual([]);
  });

  test('the address says which row is chosen, once the keys rest', async () => {
    const chat = chatReport();
    const { page } = await opened(chat, placesIn(chat)[1]);
    await page.getByRole('option').first().waitFor();
    for (let press = 0; press < 3; press++) await page.keyboard.press('j');
    await page.waitForURL(/&event=0$/);
  });

  test('the order of the list is chosen by its own keys, and Escape there leaves the filter as it is', async () => {
    const { page } = await opened(chatReport());
    const filter = page.getByLabel('Filter by the names');
    const order = page.getByRole('combobox');
    await filter.fill('greets');
    await order.focus();
    await page.keyboard.press('ArrowDown');
    expect(await order.inputValue()).toBe('nearest');
    await page.keyboard.press('Escape');
    expect(await filter.inputValue()).toBe('greets');
    expect(await hasFocus(order)).toBe(true);
  });

  test('Enter unfolds what it is pressed on, and opens no test instead', async () => {
    const chat = chatReport();
    const problems = ['first', 'second', 'third', 'fourth', 'fifth'];
    const { page } = await opened({ ...chat, runs: chat.runs.map((run) => ({ ...run, problems })) });
    await page.keyboard.press('j');
    await page.locator('.is-chosen a:focus').waitFor();
    await page.locator('.problems summary').focus();
    await page.keyboard.press('Enter');
    await page.getByText('fifth').waitFor();
    expect(new URL(page.url()).hash).toBe('');
  });

  test('the row that is chosen in a list has the focus, so that a screen reader says it', async () => {
    const { page } = await opened(chatReport());
    const named = (name: string) => page.locator('.list-row.is-chosen a:focus', { hasText: name });
    await page.keyboard.press('j');
    await named('somebody has left').waitFor();
    await page.keyboard.press('ArrowDown');
    await named('everybody who comes').waitFor();
    await page.keyboard.press('Enter');
    await page.getByRole('option').first().waitFor();
    await page.keyboard.press('Escape');
    await named('everybody who comes').waitFor();
  });

  test('the arrow down leaves a search field for a row, and stays in it where there is none', async () => {
    const { page } = await opened(chatReport());
    const filter = page.getByLabel('Filter by the names');
    await filter.fill('no test is called so');
    await page.getByText('No test is left').waitFor();
    await page.keyboard.press('ArrowDown');
    expect(await hasFocus(filter)).toBe(true);
    await filter.fill('somebody');
    await page.keyboard.press('ArrowDown');
    await page.locator('.list-row.is-chosen a:focus').waitFor();
    await page.evaluate('location.hash = "#search="');
    const search = page.getByLabel('Search all tests');
    await search.fill('nobody has said so');
    await page.getByText('Nothing found').waitFor();
    await page.keyboard.press('ArrowDown');
    expect(await hasFocus(search)).toBe(true);
  });

  test('the first of the waits that a button has shown takes its focus, once the button is gone', async () => {
    const waits = Array.from({ length: 10 }, (_, index) => wait({ expected: `"wait ${index}"`, negated: true }));
    const talk = attempt({ conversation: conversation([received('{}')], { waits }) });
    const { page } = await opened(report([fileOf([testReport({ attempts: [talk] })])]), '#test=ab12');
    await page.getByRole('button', { name: 'Show 2 more' }).focus();
    await page.keyboard.press('Enter');
    await page.locator('.waits button:focus', { hasText: 'wait 8' }).waitFor();
  });

  test('side by side, they and folds are those of the attempt that one is in', async () => {
    const chat = chatReport();
    const { page } = await opened(chat, placesIn(chat)[1]);
    await page.getByRole('button', { name: 'Side by side' }).click();
    const [first, second] = [1, 2].map((number) => page.getByRole('listbox', { name: `attempt ${number}` })) as [
      Locator,
      Locator,
    ];
    await first.focus();
    await page.keyboard.press('j');
    await first.getByRole('option', { selected: true }).waitFor();
    expect(await second.getByRole('option', { selected: true }).count()).toBe(0);
    await second.locator('.row.is-fold').click();
    await second.locator('.row.is-routine').first().waitFor();
    await first.focus();
    await second.locator('.row.is-routine').first().waitFor();
    await second.locator('.row.is-fold').click();
    await second.locator('.row.is-routine').first().waitFor({ state: 'detached' });
  });

  test('Enter on a fold unfolds and folds it, and stays there', async () => {
    const chat = chatReport();
    const passed = chat.files[0]?.tests[1]?.attempts[1];
    const fold = passed && rowsOf(passed).find(({ kind }) => kind === 'fold')?.key;
    const { page } = await opened(chat, `${placesIn(chat)[1]}&${fold}`);
    await page.locator('.row.is-fold.is-selected').waitFor();
    await page.keyboard.press('Enter');
    await page.locator('.row.is-routine').first().waitFor();
    expect(await hasFocus(diagram(page))).toBe(true);
    await page.keyboard.press('Enter');
    await page.locator('.row.is-routine').first().waitFor({ state: 'detached' });
    expect(await hasFocus(diagram(page))).toBe(true);
  });

  test('waits that have no row are reached by keys: for nothing to come, and without a timeout', async () => {
    const { timeout: _, ...endless } = wait({ expected: '"whenever"' });
    const waits = [wait({ expected: '"at no time"', negated: true }), endless];
    const talk = attempt({ conversation: conversation([received('{}')], { waits }) });
    const { page } = await opened(report([fileOf([testReport({ attempts: [talk] })])]), '#test=ab12');
    for (const [expected, outcome] of [
      ['whenever', 'was satisfied'],
      ['at no time', 'saw nothing of it, as it should'],
    ] as const) {
      await page.getByRole('button', { name: expected }).focus();
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { name: `toReceiveMessage ${outcome}` }).waitFor();
      await page.locator('.panel:focus').waitFor();
      await page.keyboard.press('Escape');
      await page.keyboard.press('Escape');
    }
  });

  test('Escape leads back to the tests from every view, and closes help first', async () => {
    const chat = chatReport();
    const item = { kind: 'message', channel: '/', name: 'Said', where: 'asyncapi.yaml:3', seen: 0 } as const;
    const runs = chat.runs.map((run) => ({ ...run, contracts: [{ contract: 'asyncapi.yaml', items: [item] }] }));
    const { page } = await opened({ ...chat, runs });
    const skipped = chat.files[1]?.tests[3]?.id;
    for (const hash of ['#contract', '#waits', '#search=', `#test=${skipped}`, '#test=none']) {
      await page.evaluate(`location.hash = ${JSON.stringify(hash)}`);
      await page.locator('.test-line').first().waitFor({ state: 'detached' });
      if (hash === '#contract') {
        await page.keyboard.press('?');
        await page.getByRole('dialog').waitFor();
        await page.keyboard.press('Escape');
        await page.getByRole('dialog').waitFor({ state: 'detached' });
        expect(await page.locator('.contract-page').count()).toBe(1);
      }
      await page.keyboard.press('Escape');
      await page.locator('.test-line').first().waitFor();
    }
  });

  test('from a test of which nothing was recorded, one gets to the next one', async () => {
    const chat = chatReport();
    const { page } = await opened(chat, `#test=${chat.files[1]?.tests[3]?.id}`);
    await page.getByText('This test was skipped').waitFor();
    await page.keyboard.press(']');
    await page.getByRole('heading', { name: 'formats a name' }).waitFor();
  });

  test('from a test, the next one is that of the list, as it is filtered and ordered', async () => {
    const { page } = await opened(chatReport());
    await page.getByRole('button', { name: 'passed' }).click();
    await page.getByLabel('Order').selectOption('nearest');
    const listed = await page.locator('.test-line .own').allInnerTexts();
    await page.locator('.test-line').first().click();
    const seen: string[] = [];
    for (const _ of listed) {
      seen.push(await page.locator('h1 > span').first().innerText());
      await page.keyboard.press(']');
    }
    expect(seen).toEqual(listed);
  });

  test('← and → go from tab to tab, each of which names its panel', async () => {
    const chat = chatReport();
    const events = chat.files[0]?.tests[0]?.attempts[1]?.conversation.events ?? [];
    const matched = events.findIndex(({ status }) => status === 'matched');
    const { page } = await opened(chat, `${placesIn(chat)[0]}&event=${matched}`);
    const decoded = page.getByRole('tab', { name: 'Decoded' });
    await decoded.focus();
    await page.keyboard.press('ArrowRight');
    await page.getByRole('tabpanel', { name: 'Raw text' }).waitFor();
    expect(await hasFocus(page.getByRole('tab', { name: 'Raw text', selected: true }))).toBe(true);
    expect(await decoded.getAttribute('tabindex')).toBe('-1');
    await page.getByRole('tab', { name: 'Attempt 2' }).focus();
    await page.keyboard.press('ArrowRight');
    await page.getByRole('tabpanel', { name: 'Attempt 1' }).waitFor();
  });

  test('what is closed gives the focus back to what has opened it', async () => {
    const chat = chatReport();
    const { page } = await opened(chat, placesIn(chat)[0], { viewport: { width: 900, height: 800 } });
    const lanes = page.getByRole('button', { name: 'Lanes' });
    await lanes.click();
    await page.getByLabel('Find a client').fill('a');
    await page.keyboard.press('Escape');
    expect(await hasFocus(lanes)).toBe(true);
    await diagram(page).focus();
    await page.keyboard.press('f');
    await page.keyboard.press('Enter');
    await page.locator('.panel:focus').waitFor();
    await page.keyboard.press('Escape');
    expect(await hasFocus(diagram(page))).toBe(true);
    const overview = page.getByRole('button', { name: 'Overview' });
    await overview.click();
    await page.getByRole('complementary').getByRole('button', { name: 'Close' }).click();
    expect(await hasFocus(overview)).toBe(true);
  });
});

import { readFileSync } from 'node:fs';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';
import { hasChromium } from '../support/devtools';
import { describeWith } from '../support/programs';
import { brokenReport, chatReport, emptyReport } from '../support/report-fixtures';
import { opened } from './report-page';

const axe = readFileSync(require.resolve('axe-core'), 'utf8');

/** What axe-core calls serious or critical. */
async function violations(page: Page): Promise<string[]> {
  // the policy of the page forbids scripts, but not those of the debugger
  const { violations: all } = (await page.evaluate(`${axe}; axe.run(document, { resultTypes: ['violations'] })`)) as AxeResults;
  return all
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(
      ({ id, nodes }) =>
        `${id}: ${nodes.map((node) => `${node.html.slice(0, 120)} ${node.failureSummary?.slice(0, 200)}`).join('\n  ')}`,
    );
}

describeWith('Chromium', hasChromium, 'axe finds nothing serious', () => {
  test.each(['light', 'dark'] as const)('in the %s theme', async (colorScheme) => {
    const chat = chatReport();
    const items = [{ kind: 'message', channel: '/', name: 'Said', where: 'asyncapi.yaml:3', seen: 0 }] as const;
    const runs = chat.runs.map((run) => ({ ...run, contracts: [{ contract: 'asyncapi.yaml', items }] }));
    const report = { ...chat, runs };
    const { page } = await opened(report, '', { colorScheme });
    expect(await violations(page)).toEqual([]);
    await page.keyboard.press('f');
    await page.keyboard.press('Enter');
    await page.getByRole('option').first().waitFor();
    expect(await violations(page)).toEqual([]);
    const [failure] = report.files[0]?.tests ?? [];
    const events = failure?.attempts[1]?.conversation.events ?? [];
    const telling = ['matched', 'skipped', 'ignored', 'answered', 'unread'].map((status) =>
      events.findIndex((event) => event.status === status),
    );
    for (const event of telling) {
      await page.evaluate(`location.hash = "#test=${failure?.id}&event=${event}&find=message"`);
      await page.getByRole('tab', { name: 'Bytes' }).waitFor();
      expect(await violations(page)).toEqual([]);
    }
    await page.keyboard.press('?');
    await page.getByRole('dialog').waitFor();
    expect(await violations(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await page.evaluate('location.hash = "#waits"');
    await page.locator('.wait-line').first().waitFor();
    expect(await violations(page)).toEqual([]);
    await page.evaluate('location.hash = "#contract"');
    await page.locator('.contract-page').waitFor();
    expect(await violations(page)).toEqual([]);
    await page.evaluate('location.hash = "#search=left"');
    await page.locator('.hit').first().waitFor();
    expect(await violations(page)).toEqual([]);
  });

  test.each(['light', 'dark'] as const)('where a contract is broken, in the %s theme', async (colorScheme) => {
    const { page } = await opened(brokenReport(), '', { colorScheme });
    await page.getByRole('link', { name: 'hears what is said' }).click();
    await page.locator('.row.is-broken').first().waitFor();
    expect(await violations(page)).toEqual([]);
    await page.locator('.row.is-broken').first().click();
    await page.getByRole('tab', { name: 'Bytes' }).waitFor();
    expect(await violations(page)).toEqual([]);
  });

  test('where the colours are those of the system, matches and meters are still seen', async () => {
    const report = chatReport();
    const { page } = await opened(report, `#test=${report.files[0]?.tests[0]?.id}&find=message`, { forcedColors: 'active' });
    const styleOf = (selector: string, name: string) =>
      page
        .locator(selector)
        .first()
        .evaluate((element, property) => getComputedStyle(element).getPropertyValue(property), name);
    expect(await styleOf('.row.is-match', 'border-right-width')).toBe('4px');
    expect(await styleOf('.meter .used', 'background-color')).not.toBe(await styleOf('.meter .track', 'background-color'));
    expect(await styleOf('.tabs [aria-selected="true"]', 'outline-style')).toBe('solid');
  });

  test('in an empty report', async () => {
    const { page } = await opened(emptyReport());
    expect(await violations(page)).toEqual([]);
  });
});

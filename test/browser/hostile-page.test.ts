import { hasChromium } from '../support/devtools';
import { describeWith } from '../support/programs';
import { HOSTILE, hostileReport } from '../support/report-fixtures';
import { opened } from './report-page';

describeWith('Chromium', hasChromium, 'a page of what hostile servers have said', () => {
  test('nothing of it runs, nothing is asked from anywhere, and no hidden character is shown', async () => {
    const report = hostileReport();
    const { page, complaints } = await opened(report);
    const text = () => page.evaluate('document.body.innerText') as Promise<string>;
    const seen: string[] = [await text()];
    for (const { tests } of report.files) {
      for (const { id, attempts } of tests) {
        const { events, waits, requests, output } = attempts[0]?.conversation ?? {
          events: [],
          waits: [],
          requests: [],
          output: [],
        };
        const kinds = { event: events, wait: waits, request: requests, output, failure: attempts[0]?.errors ?? [] };
        for (const [kind, { length }] of Object.entries(kinds)) {
          for (let index = 0; index < length; index++) {
            await page.evaluate(`location.hash = ${JSON.stringify(`#test=${id}&${kind}=${index}`)}`);
            await page.locator('.panel h2').waitFor();
            seen.push(await text());
          }
        }
      }
    }
    await page.evaluate('location.hash = "#search=xss"');
    await page.locator('.hit').first().waitFor();
    seen.push(await text());

    expect(seen.filter((one) => HIDDEN.test(one))).toEqual([]);
    expect(await page.evaluate('window.__xss')).toBeUndefined();
    expect(await page.evaluate('Object.prototype.isAdmin')).toBeUndefined();
    expect(
      await page.evaluate('document.querySelectorAll("img, iframe, link, base, object, embed, a[href^=javascript]").length'),
    ).toBe(0);
    expect(seen.join('\n')).toContain('<img src=x onerror="window.__xss=1">');
    expect(seen.join('\n')).toContain('\\u202egnp.exe');
    expect([...complaints]).toEqual([]);
  });

  test('a message of 10 MB opens, is cut, and goes on where one asks for more', async () => {
    const report = hostileReport();
    const id = report.files.at(-1)?.tests[0]?.id;
    const { page, complaints } = await opened(report, `#test=${id}&event=2`);
    await page.getByText('of 10,000,000 characters').waitFor();
    const shown = () => page.locator('.code').evaluate((element) => (element.textContent ?? '').length);
    const before = await shown();
    expect(before).toBeLessThan(60_000);
    await page.getByRole('button', { name: 'Show more' }).click();
    expect(await shown()).toBeGreaterThan(before);
    await page.getByRole('tab', { name: 'Bytes' }).click();
    expect(await page.locator('.code').innerText()).toContain('6e 65 65 64');
    for (const event of [1, 3]) {
      await page.evaluate(`location.hash = "#test=${id}&event=${event}"`);
      await page.getByRole('tab', { name: 'Decoded' }).waitFor();
      expect(await shown()).toBeLessThan(60_000);
    }
    expect([...complaints]).toEqual([]);
  });

  test('its markup holds no word of it', () => {
    const { pageOf } = require('../../reporter/page') as typeof import('../../reporter/page');
    const html = pageOf(hostileReport(1000));
    const markup = html.replace(/<script>[\s\S]*?<\/script>|<style>[\s\S]*?<\/style>/g, '');
    for (const text of HOSTILE) if (text.length > 12) expect(markup).not.toContain(text);
    expect(markup).toMatch(
      /default-src 'none'; script-src 'sha256-[^' ]+'; style-src 'sha256-[^' ]+'; base-uri 'none'; form-action 'none'/,
    );
    expect(markup).not.toMatch(/\sstyle=|\son\w+=/);
  });
});

/** What nobody sees, or what turns a line around; a line break is none of them. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are looked for
const HIDDEN = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]|\p{Cs}/u;

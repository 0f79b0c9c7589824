import type { Report } from '../../reporter/report';
import { hasChromium } from '../support/devtools';
import { describeWith } from '../support/programs';
import { HOSTILE } from '../support/report-fixtures';
import { runJest } from '../support/run-jest';
import { opened } from './report-page';

const texts = HOSTILE.filter((text) => !/[\ud800-\udfff]/.test(text)); // a socket carries no lone surrogates

/** A server that says all of it, in every place that it has, to tests that are called so. */
const source = `
const { createServer } = require('node:http');
const { WebSocketServer } = require('ws');
const { connect, serve } = require('jest-websocket');
const texts = ${JSON.stringify(texts)};
const server = createServer();
new WebSocketServer({ server }).on('connection', (socket, { url }) => {
  const text = texts[new URL(url, 'ws://x').searchParams.get('n')];
  socket.send(text);
  socket.send('{"__proto__":{"isAdmin":true}}');
  socket.send(JSON.stringify({ [text]: [text] }));
  socket.send(Buffer.from(text));
  socket.ping(Buffer.from(text).subarray(0, 100));
  socket.on('message', () => socket.close(4000, Buffer.from(text).subarray(0, 40).toString().replace(/\\ufffd/g, '')));
});
afterAll(() => server.close());

test.each(texts.map((text, n) => [text, n]))('%s', async (text, n) => {
  const client = await connect(server, { name: text, query: { n, text } });
  await client.receive(Buffer.from(text)).catch(() => {});
  client.send({ [text]: text });
  await expect(client).toClose(4000).catch(() => {});
  await expect(client).toReceiveMessage({ [text]: text + '!' }, { timeout: 10 });
});

test('what a server prints, and throws at who connects', async () => {
  const printed = texts.map((text) => 'console.log(' + JSON.stringify(text) + ');').join('');
  const program = printed + "require('node:http').createServer((_, r) => r.writeHead(403).end(" + JSON.stringify(texts.join(' ')) + ')).listen(process.env.PORT)';
  require('node:fs').writeFileSync(__dirname + '/program.js', program);
  const printing = await serve({ command: 'node program.js' });
  await connect(printing);
});
`;

describeWith('Chromium', hasChromium, 'the page of a real run against a hostile server', () => {
  test('nothing of what was said runs, and nothing is asked from anywhere', async () => {
    const files = ['index.html', 'report.json'].map((name) => `jest-websocket-report/${name}`);
    const config = { preset: 'jest-websocket', reporters: ['default', 'jest-websocket/reporter'] };
    const { kept, tests } = await runJest({ config, files: { 'a.test.js': source }, keep: files });
    expect(Object.values(tests)).toEqual(Array.from({ length: texts.length + 1 }, () => 'failed'));
    const [html = '', data = ''] = files.map((file) => kept[file]);
    const { files: reported } = JSON.parse(data) as Report;
    const { page, complaints } = await opened(html);
    const shown: string[] = [];
    for (const { id, attempts } of reported.flatMap(({ tests }) => tests)) {
      const { events = [], output = [] } = attempts[0]?.conversation ?? {};
      const places = [...events.map((_, index) => `event=${index}`), ...output.map((_, index) => `output=${index}`), 'failure=0'];
      for (const place of places) {
        await page.evaluate(`location.hash = ${JSON.stringify(`#test=${id}&${place}`)}`);
        await page.locator('.panel h2').waitFor();
      }
      shown.push((await page.evaluate('document.body.innerText')) as string);
    }
    expect(shown.join('\n')).toContain('<img src=x onerror="window.__xss=1">');
    expect(await page.evaluate('window.__xss')).toBeUndefined();
    expect(await page.evaluate('Object.prototype.isAdmin')).toBeUndefined();
    expect(
      await page.evaluate('document.querySelectorAll("img, iframe, link, base, object, embed, meta[http-equiv=refresh]").length'),
    ).toBe(0);
    expect([...complaints]).toEqual([]);
  });
});

import { connect } from 'jest-websocket';
import { chromium, devTools, hasChromium } from '../support/devtools';
import { describeWith } from '../support/programs';

describeWith('Chromium', hasChromium, 'the DevTools endpoint of Chromium, by a codec of the test', () => {
  test('commands are answered by their ids, whatever comes in between, and events have methods', async () => {
    const browser = await connect(await chromium(), { name: 'browser', codec: devTools() });
    const { product } = await browser.request({ method: 'Browser.getVersion' });
    expect(product).toMatch(/Chrome/);

    const { targetId } = await browser.request({ method: 'Target.createTarget', params: { url: 'about:blank' } });
    const { sessionId } = await browser.request({ method: 'Target.attachToTarget', params: { targetId, flatten: true } });
    const say = (method: string, params = {}) => browser.request({ method, params, sessionId });
    await say('Runtime.enable');
    const url = 'data:text/html,<title>hi</title><script>console.log("loaded", 1)</script>';
    await say('Page.enable');
    await say('Page.navigate', { url });
    await expect(browser).toReceiveMessage({
      method: 'Runtime.consoleAPICalled',
      params: { type: 'log', args: [{ value: 'loaded' }, { value: 1 }] },
    });
    await expect(browser).toReceiveMessage({ method: 'Page.loadEventFired', sessionId });

    const sums = [1, 2, 3].map((n) => say('Runtime.evaluate', { expression: `${n} + ${n}` }));
    expect(await Promise.all(sums)).toMatchObject([2, 4, 6].map((value) => ({ result: { value } })));
    expect(await say('No.suchMethod')).toMatchObject({ message: "'No.suchMethod' wasn't found" });
  });
});

import { configOptions, type WebSocketConfig } from '../../src/client/config';
import { mergeOptions } from '../../src/text/options';

test('what is configured twice is merged, down to the options of options', () => {
  const once: WebSocketConfig = {
    limits: { unread: 1 },
    teardown: { grace: 1 },
    ws: { perMessageDeflate: false },
    headers: { a: '1' },
  };
  const twice: WebSocketConfig = {
    limits: { transcript: 2 },
    teardown: { after: 'hooks' },
    ws: { agent: 'x' },
    headers: { b: '2' },
    timeout: 5,
  };
  expect(mergeOptions(configOptions, once, twice)).toEqual({
    limits: { unread: 1, transcript: 2 },
    teardown: { grace: 1, after: 'hooks' },
    ws: { perMessageDeflate: false, agent: 'x' },
    headers: { a: '1', b: '2' },
    timeout: 5,
  });
});

test('what is configured again wins', () => {
  const once: WebSocketConfig = { limits: { unread: 1 }, timeout: 1 };
  expect(mergeOptions(configOptions, once, { limits: { unread: 2 } })).toEqual({ limits: { unread: 2 }, timeout: 1 });
});

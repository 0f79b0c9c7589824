import { configOptions, type WebSocketConfig } from '../../src/client/config';
import { tlsFor } from '../../src/connection/upgrade-options';
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

test('an option that is undefined takes away what was configured', () => {
  const once: WebSocketConfig = {
    contract: { document: 'chat.yaml', unknown: 'warn' },
    limits: { unread: 1 },
    tls: { servername: 'chat' },
    ws: { agent: 'x' },
    timeout: 1,
  };
  const over = {
    contract: { unknown: undefined },
    limits: { unread: undefined },
    tls: { servername: undefined },
    ws: { agent: undefined },
    timeout: undefined,
  };
  expect(mergeOptions(configOptions, once, over)).toStrictEqual(once);
});

test('a servername that is undefined takes away that of a local server', () => {
  expect(tlsFor('wss://127.0.0.1:1/', { servername: undefined } as never)).toMatchObject({ servername: 'localhost' });
});

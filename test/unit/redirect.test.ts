import type { IncomingMessage } from 'node:http';
import { Route } from '../../src/connection/redirect';
import { upgradeOptions } from '../../src/connection/upgrade-options';

const given = upgradeOptions({
  headers: { 'X-API-Key': 'k', 'x-tenant': 'blue', cookie: ['a=1', 'b=2'] },
  protocols: ['chat', 'Bearer', 'abc'],
  tls: { ca: 'ca', cert: 'cert', key: 'key', servername: 'old.example', rejectUnauthorized: true },
  ws: { auth: 'rob:x', pfx: 'pfx', servername: 'old.example', handshakeTimeout: 5, headers: { authorization: 'Bearer abc' } },
});

/** What is left when a server sends its client there. */
function after(from: string, location: string): Route | string | undefined {
  return new Route(from, given).after({ statusCode: 308, headers: { location } } as IncomingMessage);
}

test.each([
  ['another port', 'ws://a.example/', 'ws://a.example:81/'],
  ['another host', 'ws://a.example/', '//b.example/x'],
  ['a subdomain', 'ws://a.example/', 'ws://x.a.example/'],
  ['another scheme', 'ws://a.example/', 'https://a.example/'],
])('%s is told no secret, and not the name of the old one', (_, from, location) => {
  const { options } = after(from, location) as Route;
  expect(options).toEqual({
    headers: { 'x-tenant': 'blue' },
    protocols: ['chat'],
    tls: { ca: 'ca', rejectUnauthorized: true },
    ws: { handshakeTimeout: 5 },
  });
});

test.each([
  ['wss://a.example/chat', '/x', 'wss://a.example/x'],
  ['wss://a.example/chat', 'https://a.example:443/x#top', 'wss://a.example/x'],
  ['ws://rob:x@a.example/', 'http://a.example/x', 'ws://rob:x@a.example/x'],
  ['ws://rob:x@a.example/', '?a=1', 'ws://rob:x@a.example/?a=1'],
])('from %s to %s is the same server', (from, location, url) => {
  expect(after(from, location)).toMatchObject({ url, options: given, visited: [from] });
});

test('there is no way from wss: to ws:, nor to what is not a WebSocket', () => {
  expect(after('wss://a.example/', 'http://a.example/')).toContain('which is not encrypted and so not followed');
  expect(after('ws://a.example/', 'file:///etc/passwd')).toContain('which is not the URL of a WebSocket');
});

test('only 3xx with a Location redirects', () => {
  const route = new Route('ws://a.example/', given);
  for (const [statusCode, headers] of [
    [401, { location: '/' }],
    [302, {}],
    [200, { location: '/' }],
  ] as const) {
    expect(route.after({ statusCode, headers } as IncomingMessage)).toBeUndefined();
  }
});

test('tokens that stand for subprotocols, and subprotocols that do not', () => {
  const kept = (...protocols: string[]) => {
    const options = upgradeOptions({ protocols });
    const next = new Route('ws://a.example/', options).after({
      statusCode: 302,
      headers: { location: 'ws://b.example/' },
    } as never);
    return (next as Route).options.protocols;
  };
  const known = [
    'graphql-transport-ws',
    'graphql-ws',
    'mqtt',
    'v12.stomp',
    'ocpp2.0.1',
    'wamp.2.json',
    'xmpp',
    'soap',
    'actioncable-v1-json',
  ];
  expect(kept(...known)).toEqual(known);
  expect(kept('mqtt', 'access_token', 's3cr3t', 'soap')).toEqual(['mqtt', 'soap']);
  expect(kept('base64url.bearer.authorization.k8s.io.YWJj', 'v4.channel.k8s.io')).toEqual(['v4.channel.k8s.io']);
  expect(kept('eyJhbGciOiJub25lIn0.eyJhIjoxfQ.')).toEqual([]);
});

import { pathMatcher } from '../../src/asyncapi/address';
import { Coverage } from '../../src/contract/coverage';
import { contractOf, refusalOf } from '../support/contracts';

const version3With = (channel: object, more: object = {}) => ({ asyncapi: '3.0.0', channels: { chat: channel }, ...more });
const version2With = (address: string, channel: object = {}, more: object = {}) => ({
  asyncapi: '2.6.0',
  channels: { [address]: channel },
  ...more,
});

const isAt = (document: object, path: string) => contractOf(document).channelsAt(path).length === 1;

describe('the address of a channel', () => {
  test.each([
    ['/chat', ['/chat', '/chat/', '/chat?room=1', 'chat'], ['/', '/chats', '/chat/1', '/a/chat', '/Chat']],
    ['chat', ['/chat'], ['/chats']],
    ['/', ['/', '', '/?a=1'], ['/chat']],
    ['/chat?room={room}', ['/chat', '/chat?room=1'], ['/']],
    ['/rooms/{room}', ['/rooms/1', '/rooms/a%2Fb'], ['/rooms', '/rooms/', '/rooms/1/2']],
    ['/rooms/{room}/users/{user}', ['/rooms/1/users/2'], ['/rooms/1/users', '/rooms/1']],
    ['/v1.0/a+b(c)*', ['/v1.0/a+b(c)*'], ['/v1x0/a+b(c)*', '/v1.0/aab(c)']],
    ['/räume/mein raum', ['/räume/mein raum', '/r%C3%A4ume/mein%20raum'], ['/raume']],
    ['/{a}-{b}.json', ['/x-y.json'], ['/x.json', '/x-yjson']],
    ['{room}', ['/1'], ['/', '/1/2']],
    ['/%', ['/%'], ['/']],
  ] as [string, string[], string[]][])('%s', (address, own, others) => {
    for (const document of [version3With({ address }), version2With(address)]) {
      for (const path of own) expect([path, isAt(document, path)]).toEqual([path, true]);
      for (const path of others) expect([path, isAt(document, path)]).toEqual([path, false]);
    }
  });

  test('that is only known at run time may be any', () => {
    for (const channel of [{ address: null }, {}]) expect(isAt(version3With(channel), '/anything')).toBe(true);
  });

  test('with a parameter as routers write it is refused', () => {
    for (const document of [version3With({ address: '/rooms/:room/users' }), version2With('/rooms/:room/users')]) {
      expect(refusalOf(document)).toMatch(/has the address '\/rooms\/:room\/users': write '\/rooms\/\{room\}\/users'\.$/);
    }
    expect(isAt(version3With({ address: '/a:b' }), '/a:b')).toBe(true);
  });

  test('that is no text is refused', () => {
    expect(refusalOf(version3With({ address: 7 }))).toMatch(
      /^asyncapi\.yaml:\d: \/channels\/chat\/address must be a string, not 7\.$/,
    );
  });

  test('goes before one whose parameters fit the same path', () => {
    const channels = {
      room: { address: '/rooms/{room}' },
      any: {},
      lobby: { address: '/rooms/lobby' },
      alsoLobby: { address: 'rooms/lobby' },
      other: { address: '/{kind}/{id}' },
    };
    const contract = contractOf({ asyncapi: '3.0.0', channels });
    const at = (path: string) => contract.channelsAt(path).map(({ id }) => id);
    expect(at('/rooms/lobby')).toEqual(['any', 'lobby', 'alsoLobby']);
    expect(at('/rooms/blue')).toEqual(['room', 'any', 'other']);
  });

  test('of several channels may be the same path', () => {
    const channels = { a: { address: '/' }, b: { address: '/' }, c: { address: '/c' } };
    expect(contractOf({ asyncapi: '3.0.0', channels }).channelsAt('/')).toHaveLength(2);
  });
});

describe('a parameter', () => {
  test('of version 3 has one of the values that are documented', () => {
    const document = version3With({
      address: '/rooms/{room}/{user}',
      parameters: { room: { enum: ['blue', 'red one', 1] }, user: { description: 'any' } },
    });
    expect(['/rooms/blue/x', '/rooms/red%20one/x', '/rooms/1/x', '/rooms/green/x'].map((path) => isAt(document, path))).toEqual([
      true,
      true,
      true,
      false,
    ]);
  });

  test('of version 2 fits its schema, as text, number or boolean', () => {
    const parameters = {
      id: { schema: { type: 'integer', maximum: 9 } },
      on: { schema: { type: 'boolean' } },
      name: { schema: { pattern: '^[a-z]+$' } },
    };
    const document = version2With('/{id}/{on}/{name}', { parameters });
    expect(
      ['/7/true/ann', '/7/false/ann', '/70/true/ann', '/x/true/ann', '/7/yes/ann', '/7/true/ANN'].map((path) =>
        isAt(document, path),
      ),
    ).toEqual([true, true, false, false, false, false]);
  });

  test('that is not documented may be anything, also one that objects inherit', () => {
    expect(isAt(version3With({ address: '/{constructor}' }), '/x')).toBe(true);
  });
});

describe('the path of a server stands before the address', () => {
  test.each([
    ['2.x, with a scheme', version2With('/chat', {}, { servers: { a: { url: 'wss://example.com:8080/v1', protocol: 'wss' } } })],
    ['2.x, without', version2With('/chat', {}, { servers: { a: { url: 'example.com/v1/', protocol: 'ws' } } })],
    ['2.x, with variables', version2With('/chat', {}, { servers: { a: { url: '{host}:{port}/v1', protocol: 'ws' } } })],
    [
      '2.x, by name',
      version2With(
        '/chat',
        { servers: ['a'] },
        { servers: { a: { url: 'ws://x/v1', protocol: 'ws' }, b: { url: 'ws://x/v2', protocol: 'ws' } } },
      ),
    ],
    ['3.x', version3With({ address: '/chat' }, { servers: { a: { host: 'example.com', pathname: '/v1', protocol: 'ws' } } })],
    [
      '3.x, by reference',
      version3With(
        { address: '/chat', servers: [{ $ref: '#/servers/a' }] },
        { servers: { a: { host: 'x', pathname: 'v1', protocol: 'ws' }, b: { host: 'x', pathname: '/v2', protocol: 'ws' } } },
      ),
    ],
  ])('%s', (_, document) => {
    expect(['/v1/chat', '/chat', '/v2/chat', '/v1', '/v1/v1/chat'].map((path) => isAt(document, path))).toEqual([
      true,
      true,
      false,
      false,
      false,
    ]);
  });

  test('with variables, and the path of another', () => {
    const servers = { a: { url: 'ws://x/{stage}/{version}', protocol: 'ws' }, b: { url: 'ws://x/v2', protocol: 'ws' } };
    const document = version2With('/chat', {}, { servers });
    expect(['/test/7/chat', '/v2/chat', '/test/chat/7'].map((path) => isAt(document, path))).toEqual([true, true, false]);
  });

  test('of a server that is not there is refused', () => {
    expect(refusalOf(version2With('/chat', { servers: ['none'] }, { servers: {} }))).toMatch(
      /names the server 'none', which is not among the servers of the document\.$/,
    );
  });
});

describe('close codes', () => {
  test('are those of x-close-codes', () => {
    const codes = { 4001: 'unauthorized', 4002: 'banned', 4003: null };
    const { channels } = contractOf(version3With({ address: '/', 'x-close-codes': codes }));
    expect([...(channels[0]?.closeCodes ?? [])].map(([code, { meaning }]) => [code, meaning])).toEqual([
      [4001, 'unauthorized'],
      [4002, 'banned'],
      [4003, ''],
    ]);
  });

  test.each(['4001', '"4001"'])('that no test has seen are told with their line, not that of the channel: %s', (code) => {
    const lines = [
      'asyncapi: 3.0.0',
      'channels:',
      '  chat:',
      '    address: /',
      '    x-close-codes:',
      `      ${code}: taken`,
      '      4002:',
    ];
    const { items } = new Coverage(contractOf(lines.join('\n')));
    expect(items.map(({ name, where }) => `${name} (${where})`)).toEqual([
      '4001 "taken" (asyncapi.yaml:6)',
      '4002 (asyncapi.yaml:7)',
    ]);
  });

  test('that are none are refused', () => {
    expect(refusalOf(version3With({ 'x-close-codes': { bye: 'x' } }))).toMatch(
      /has 'bye', which is not a close code: they are 1000 to 4999\.$/,
    );
  });
});

test('an address with two parameters in one segment is split where their values say', () => {
  const address = '/{kind}-{id}';
  const parameters = { kind: { enum: ['a', 'b-c'] }, id: {} };
  const document = version3With({ address, parameters });
  for (const path of ['/a-3', '/a-b-3', '/b-c-3', '/b-c-d-3']) expect([path, isAt(document, path)]).toEqual([path, true]);
  for (const path of ['/b-3', '/a-', '/a', '/a-3/4']) expect([path, isAt(document, path)]).toEqual([path, false]);
});

describe('a variable in the path of a server whose value is of several segments', () => {
  const server = (variable: object) => ({
    version3: version3With(
      { address: '/chat' },
      { servers: { one: { host: 'h', protocol: 'ws', pathname: '/{base}', variables: { base: variable } } } },
    ),
    version2: version2With(
      '/chat',
      {},
      { servers: { one: { url: 'ws://h/{base}', protocol: 'ws', variables: { base: variable } } } },
    ),
  });

  test.each([
    ['by default', { default: 'api/v2' }],
    ['among others', { enum: ['v1', 'api/v2'] }],
  ])('is a base, %s', (_, variable) => {
    for (const document of Object.values(server(variable))) {
      for (const path of ['/api/v2/chat', '/v1/chat', '/chat']) expect([path, isAt(document, path)]).toEqual([path, true]);
      expect(isAt(document, '/api/v3/chat')).toBe(false);
    }
  });
});

test('the path of a server counts whose scheme is a variable', () => {
  const servers = { one: { url: '{scheme}://h/path', protocol: 'ws' } };
  expect(isAt(version2With('/chat', {}, { servers }), '/path/chat')).toBe(true);
});

test('many parameters side by side are not split in all ways', () => {
  const asked = jest.fn(() => false);
  const parameters = new Map([['a', { name: 'a', accepts: asked }]]);
  const matches = pathMatcher(`/${'{a}'.repeat(12)}`, [], parameters);
  expect(matches(`/${'x'.repeat(60)}`)).toBe(false);
  expect(asked.mock.calls.length).toBeLessThan(12 * 60 * 60);
});

import { MASK, maskText, maskUrl } from '../../src/text/mask';
import { addSecretNames, addSecretValues, isSecret, resetSecrets } from '../../src/text/secret-names';
import { cpuTimeOf } from '../support/cpu-time';

afterEach(() => resetSecrets());

describe('a name says that its value is secret', () => {
  test.each([
    'token',
    'accessToken',
    'ACCESS_TOKEN',
    'refresh-token',
    'idtoken',
    'user[token]',
    'X-CSRF-Token',
    'password',
    'newPassword',
    'password_confirmation',
    'pwd',
    'pass',
    'passcode',
    'passphrase',
    'otp',
    'pin',
    'sid',
    'connect.sid',
    'PHPSESSID',
    'sessionId',
    'session',
    'ticket',
    'secret',
    'clientSecret',
    'secret_key',
    'accessKey',
    'access_key',
    'api-key',
    'apikey',
    'privateKey',
    'sig',
    'X-Amz-Signature',
    'X-Amz-Credential',
    'auth',
    'Authorization',
    'Proxy-Authorization',
    'cookie',
    'Set-Cookie',
    'jwt',
    'bearer',
    'x-api-key',
  ])('%s', (name) => {
    expect(isSecret(name, 'value')).toBe(true);
  });

  test.each([
    'author',
    'authority',
    'authorName',
    'tokenCount',
    'token_type',
    'tokenExpiresAt',
    'passenger',
    'compass',
    'passwordHint',
    'keyboard',
    'primaryKey',
    'key',
    'code',
    'monkey',
    'sessionCount',
    'design',
    'inside',
    'pinned',
    'state',
    'body',
  ])('not %s', (name) => {
    expect(isSecret(name, 'value')).toBe(false);
  });

  test.each(['key', 'code', 'sid', 'access_key', 'otp'])('%s, as a parameter of a URL', (name) => {
    expect(isSecret(name, 'value', 'parameter')).toBe(true);
  });

  test('numbers and booleans are no secrets', () => {
    expect([5, true, null, undefined, ''].some((value) => isSecret('tokens', value))).toBe(false);
  });

  test('a code and a key are, where they look it', () => {
    expect(isSecret('code', '123456')).toBe(true);
    expect(isSecret('code', 'ROOM_FULL')).toBe(false);
    expect(isSecret('key', 'sk_live_51H8Fh2Kx90aBcDeFg')).toBe(true);
    expect(isSecret('key', 'room:general')).toBe(false);
  });

  test('those that the user adds, however they are spelled, numbers too', () => {
    expect(isSecret('ssn', '1')).toBe(false);
    addSecretNames(['ssn', 'x-tenant-*', 'creditCard']);
    expect([isSecret('SSN', 1), isSecret('X-Tenant-Id', 'a'), isSecret('credit_card', '4111')]).toEqual([true, true, true]);
    expect([isSecret('ssnx', '1'), isSecret('tenant', 'a')]).toEqual([false, false]);
  });
});

describe('a URL is shown without its secrets', () => {
  test.each([
    ['wss://ann:s3@host/chat?room=1&token=s3', 'wss://***:***@host/chat?room=1&token=***'],
    ['wss://host/?pass=s3&code=s3&sid=s3&ticket=s3&accessKey=s3&sig=s3', /^[^3]*$/],
    ['wss://host/?author=ann&tokens_left=x', 'wss://host/?author=ann&tokens_left=***'],
    ['ws://ann:s3@[bad/chat?access_key=s3&room=1', 'ws://***:***@[bad/chat?access_key=***&room=1'],
    ['wss://s3@host:port/', 'wss://***@host:port/'],
    ['/chat?token=s3', '/chat?token=***'],
    ['/chat?to%6Ben=s3', '/chat?to%6Ben=***'],
  ])('%s', (url, shown) => {
    if (typeof shown === 'string') expect(maskUrl(url)).toBe(shown);
    else expect(maskUrl(url)).toMatch(shown);
  });
});

describe('a text is shown without its secrets', () => {
  test.each([
    ['a field of JSON', '{"type":"auth","token":"s3","n":1}', '{"type":"auth","token":"***","n":1}'],
    ['however deep', '[{"a":{"password":"s3"}}]', '[{"a":{"password":"***"}}]'],
    ['with quotes in it', '{"token":"s\\"3","b":"c"}', '{"token":"***","b":"c"}'],
    ['JSON in a string', '{"a":"{\\"token\\":\\"s3\\"}"}', '{"a":"{\\"token\\":\\"***\\"}"}'],
    ['JSON behind a prefix', '42["auth",{"accessKey":"s3"}]', '42["auth",{"accessKey":"***"}]'],
    ['JSON that is cut off', '{"a":1,"token":"s3', '{"a":1,"token":"***'],
    ['a list', '{"tokens":["s3","s3"],"b":"c"}', '{"tokens":["***","***"],"b":"c"}'],
    ['what holds secrets only', '{"cookies":{"theme":"s3"}}', '{"cookies":{"theme":"***"}}'],
    ['the id of a session', '{"session":{"id":"s3","room":"1"}}', '{"session":{"id":"***","room":"1"}}'],
    ['a name and its value', '{"name":"token","value":"s3"}', '{"name":"token","value":"***"}'],
    ['a name in escapes', '{"\\u0074oken":"s3"}', '{"\\u0074oken":"***"}'],
    ['numbers, words that are like it', '{"tokens":5,"author":"ann"}', '{"tokens":5,"author":"ann"}'],
    ['as JavaScript writes it', "{ token: 's3', b: 'c' }", "{ token: '***', b: 'c' }"],
    ['a header', 'Authorization: Bearer s3\nX-A: b', 'Authorization: ***\nX-A: b'],
    ['cookies', 'got Set-Cookie: a=s3; Path=/', 'got Set-Cookie: ***'],
    ['a header of STOMP', 'CONNECT\nlogin:ann\npasscode:s3\n\n', 'CONNECT\nlogin:ann\npasscode:***\n\n'],
    ['a form', 'user=ann&client_secret=s3', 'user=ann&client_secret=***'],
    [
      'an option of a command',
      "node x.js --api-key s3 --token 's3 s3' -v --room 1",
      "node x.js --api-key *** --token '***' -v --room 1",
    ],
    ['an option that has no value', 'node x.js --token --room 1', 'node x.js --token --room 1'],
    ['credentials', 'denied: Basic dXNlcjpwYXNz', 'denied: Basic ***'],
    ['a JWT', 'got eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abc-_1!', 'got ***!'],
    ['a private key', '-----BEGIN PRIVATE KEY-----\ns3\n-----END PRIVATE KEY-----', '***'],
    ['a URL in a text', 'see https://ann:s3@host/?sig=s3', 'see https://***:***@host/?sig=***'],
    [
      'sentences stay',
      'invalid token: expired. Basic authentication required',
      /^invalid token: expired\. Basic authentication required$/,
    ],
  ])('%s', (_, text, shown) => {
    if (typeof shown === 'string') expect(maskText(text)).toBe(shown);
    else expect(maskText(text)).toMatch(shown);
  });

  test('a value that is known to be secret, under any name', () => {
    addSecretValues(['a-long-and-secret-value', 'short']);
    expect(maskText('no such user: a-long-and-secret-value, short')).toBe(`no such user: ${MASK}, short`);
  });

  test('a field that the user has named', () => {
    addSecretNames(['ssn']);
    expect(maskText('{"ssn":123,"a":{"SSN":"x"}}')).toBe('{"ssn":"***","a":{"SSN":"***"}}');
  });

  test.each(['"', 'a-', 'a.', 'a=', '\\', 'x://', "token='", '"token":', '{', '{"a":', 'bearer ', 'eyJ', '1-'])(
    'a long row of %s takes no time',
    (part) => {
      const text = `token ${part.repeat(65_536 / part.length)}`;
      expect(cpuTimeOf(() => void maskText(text))).toBeLessThan(3000);
    },
  );
});

describe('bytes under the name of a secret, as JSON writes them, are masked as a whole', () => {
  const bytes = Buffer.from('hunter2');
  test.each<[string, unknown, string]>([
    ['a Buffer', { password: bytes, a: 1 }, '{"password":"***","a":1}'],
    ['a Uint8Array', { password: new Uint8Array(bytes), a: 1 }, '{"password":"***","a":1}'],
    ['in what holds secrets', { cookies: { a: bytes, b: [bytes] } }, '{"cookies":{"a":"***","b":["***"]}}'],
    ['beside its name', { name: 'token', value: bytes }, '{"name":"token","value":"***"}'],
    ['in JSON in a string', { body: JSON.stringify({ token: bytes }) }, JSON.stringify({ body: '{"token":"***"}' })],
    ['none', { token: Buffer.alloc(0) }, '{"token":"***"}'],
    ['no others', { file: bytes, key: bytes }, JSON.stringify({ file: bytes, key: bytes })],
  ])('%s', (_, value, masked) => {
    expect(maskText(JSON.stringify(value))).toBe(masked);
  });

  test('also where the text is cut off', () => {
    expect(maskText('{"password":{"type":"Buffer","data":[104,117')).toBe('{"password":"***"');
    expect(maskText('{ "password": { "type": "Buffer", "data": [ 104, 117 ] } }')).toBe('{ "password": "***" }');
  });

  test('and equal ones are known as equal', () => {
    const found: string[] = [];
    const replace = (secret: string) => `<${found.push(secret)}>`;
    expect(maskText(JSON.stringify([{ token: bytes }, { token: 'hunter2' }]), replace)).toBe('[{"token":"<1>"},{"token":"<2>"}]');
    expect(found).toEqual(['hunter2', 'hunter2']);
  });
});

import { withoutKeys } from '../../src/text/private-keys';

describe('a private key', () => {
  test('over several lines is masked, and nothing behind it', () => {
    const lines = ['const key = `-----BEGIN RSA PRIVATE KEY-----', 'MIIE', 'AAAA', '-----END RSA PRIVATE KEY-----`;', 'next();'];
    expect(withoutKeys(lines)).toEqual(['const key = `***', '***', '***', '***`;', 'next();']);
  });

  test('without an end does not hide everything', () => {
    const lines = ['-----BEGIN PRIVATE KEY-----', ...Array.from({ length: 400 }, () => 'x'), 'last'];
    expect(withoutKeys(lines).at(-1)).toBe('last');
    expect(withoutKeys(lines).slice(0, 300)).toEqual(Array.from({ length: 300 }, () => '***'));
  });

  test('on one line is left to whoever masks lines', () => {
    const line = 'key: -----BEGIN PRIVATE KEY-----\\nMIIE\\n-----END PRIVATE KEY-----';
    expect(withoutKeys([line, 'next'])).toEqual([line, 'next']);
  });
});

import type { Codec } from '../../src/codecs/codec';
import { profileOf } from '../../src/codecs/codec-profile';

const codec = (messagesIn: unknown): Codec => ({ messagesIn, open: () => ({}) }) as unknown as Codec;

test.each<[string, () => unknown]>([
  ['throws', () => raise(new Error('no messages'))],
  ['returns something else', () => 'ab'],
  ['returns no messages', () => []],
])('a sent message is a single one if messagesIn() of its codec %s', (_, messagesIn) => {
  expect(profileOf(codec(messagesIn)).messagesIn?.({})).toBeUndefined();
});

test('a messagesIn that is no function is refused', () => {
  expect(() => profileOf(codec(10))).toThrow('The messagesIn of the codec must be a function, not 10.');
});

function raise(error: Error): never {
  throw error;
}

import { isOfBrowser } from '../../../reporter/page/browser-keys';

const press = (key: string, more: Partial<Parameters<typeof isOfBrowser>[0]> = {}) =>
  isOfBrowser({ ctrlKey: false, metaKey: false, altKey: false, key, ...more });

test('a character that needs Option is typed; shortcuts are the browser’s', () => {
  expect(['[', ']', '/', '?', 'j', 'ArrowDown'].filter((key) => press(key))).toEqual([]);
  expect(['[', ']', '/', '?'].filter((key) => press(key, { altKey: true }))).toEqual([]);
  const shortcuts = ['d', 'F', '1', 'ArrowLeft', 'Enter', 'F4', ' '];
  expect(shortcuts.filter((key) => press(key, { altKey: true }))).toEqual(shortcuts);
  expect([press('[', { ctrlKey: true }), press('[', { metaKey: true })]).toEqual([true, true]);
});

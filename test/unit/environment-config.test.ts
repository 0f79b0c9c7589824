import { configFrom } from '../../environment/config';

const project = { rootDir: '/app', isWatched: false };

test.each(['websockets', 'webSocket', 'websoket'])('options under the misspelt key %s are not ignored', (key) => {
  expect(() => configFrom({ [key]: { timeout: 100 } }, project)).toThrow(
    `testEnvironmentOptions.${key} has no effect. Did you mean testEnvironmentOptions.websocket?`,
  );
});

test('options of other environments are theirs', () => {
  const others = { url: 'http://localhost', socket: 1, customExportConditions: ['node'] };
  expect(configFrom(others, project)).toEqual({});
  expect(configFrom({ ...others, webSockets: 1, websocket: { timeout: 100 } }, project)).toEqual({ timeout: 100 });
});

const { buildIfStale } = require('./test/support/build');

buildIfStale();

// Three kinds of tests: the core alone; the built package on real sockets; the packed package in projects of its own.
const ts = { '^.+\\.ts$': ['ts-jest', { tsconfig: 'tsconfig.json', diagnostics: false }] };
const shared = {
  setupFilesAfterEnv: ['<rootDir>/test/support/busy-machine.js'],
  transform: ts,
  testPathIgnorePatterns: ['/node_modules/'],
  modulePathIgnorePatterns: ['/.lab/', '/build/package.json'],
};

module.exports = {
  projects: [
    { ...shared, displayName: 'unit', testMatch: ['<rootDir>/test/unit/**/*.test.ts'] },
    { ...shared, displayName: 'live', preset: 'jest-websocket', testMatch: ['<rootDir>/test/live/**/*.test.ts'] },
    {
      ...shared,
      displayName: 'live, by plain expect',
      preset: 'jest-websocket',
      testEnvironmentOptions: { websocket: { fastExpect: false } },
      testMatch: ['expect-contract', 'forgotten', 'matchers', 'matcher-results'].map(
        (name) => `<rootDir>/test/live/${name}.test.ts`,
      ),
    },
    {
      ...shared,
      displayName: 'packed',
      testMatch: ['<rootDir>/test/packed/**/*.test.ts'],
      globalSetup: './test/support/pack.js',
      setupFilesAfterEnv: ['<rootDir>/test/support/slow-tests.js'],
    },
  ],
};

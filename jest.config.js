const { buildIfStale } = require('./test/support/build');
const unit = require('./jest.unit.config');

buildIfStale();

// Five kinds of tests: sources alone; documents of contracts, with properties that take longer; the built package on real
// sockets; the page of a report in a browser; the packed package in projects of its own.
module.exports = {
  // by default Jest leaves one core idle, which is half of a small machine
  maxWorkers: '100%',
  projects: [
    unit,
    {
      ...unit,
      displayName: 'contract',
      testMatch: ['<rootDir>/test/contract/**/*.test.ts'],
      setupFilesAfterEnv: ['<rootDir>/test/support/slow-tests.js'],
    },
    { ...unit, displayName: 'live', preset: 'jest-websocket', testMatch: ['<rootDir>/test/live/**/*.test.ts'] },
    {
      ...unit,
      displayName: 'live, by plain expect',
      preset: 'jest-websocket',
      testEnvironmentOptions: { websocket: { fastExpect: false } },
      testMatch: ['expect-contract', 'forgotten', 'matchers', 'matcher-results'].map(
        (name) => `<rootDir>/test/live/${name}.test.ts`,
      ),
    },
    {
      ...unit,
      displayName: 'browser',
      testMatch: ['<rootDir>/test/browser/**/*.test.ts'],
      globalSetup: './test/support/pack.js',
      setupFilesAfterEnv: ['<rootDir>/test/support/slow-tests.js'],
    },
    {
      ...unit,
      displayName: 'packed',
      testEnvironment: '<rootDir>/test/support/inner-output.js',
      testMatch: ['<rootDir>/test/packed/**/*.test.ts'],
      globalSetup: './test/support/pack.js',
      setupFilesAfterEnv: ['<rootDir>/test/support/slow-tests.js'],
    },
  ],
};

/** The tests of sources alone: `npm run quick` runs them without a build. */
module.exports = {
  displayName: 'unit',
  setupFilesAfterEnv: ['<rootDir>/test/support/busy-machine.js'],
  testMatch: ['<rootDir>/test/unit/**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/'],
  modulePathIgnorePatterns: ['/.lab/', '/build/package.json'],
  transform: { '^.+\\.ts$': ['ts-jest', { tsconfig: 'tsconfig.json', diagnostics: false }] },
};

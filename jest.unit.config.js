/** The tests of the core alone, on sources: `npm run quick` runs them without a build. */
module.exports = {
  displayName: 'unit',
  testMatch: ['<rootDir>/test/unit/**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/'],
  modulePathIgnorePatterns: ['/.lab/', '/build/package.json'],
  transform: { '^.+\\.ts$': ['ts-jest', { tsconfig: 'tsconfig.json', diagnostics: false }] },
};

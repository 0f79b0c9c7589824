// Absolute paths: what a preset says is resolved against the project that uses it.
module.exports = {
  testEnvironment: require.resolve('./build/entries/environment'),
  setupFilesAfterEnv: [require.resolve('./build/entries/setup')],
  // where the reporter writes: its data would start the next run in watch mode
  watchPathIgnorePatterns: ['/jest-websocket-report/'],
};

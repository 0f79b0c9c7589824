// Absolute paths: what a preset says is resolved against the project that uses it.
module.exports = {
  testEnvironment: require.resolve('./dist/entries/environment'),
  setupFilesAfterEnv: [require.resolve('./dist/entries/setup')],
};

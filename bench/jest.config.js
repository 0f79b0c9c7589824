// `BENCH_OURS` switches our preset on; the others run in Jest's plain Node environment.
const testEnvironmentOptions = { websocket: { fastExpect: process.env.BENCH_FAST_EXPECT !== '' } };

module.exports = {
  rootDir: __dirname,
  testTimeout: 120_000,
  testMatch: ['**/*.test.js'],
  ...(process.env.BENCH_OURS ? { preset: 'jest-websocket', testEnvironmentOptions } : { testEnvironment: 'node' }),
};

// `npm run report`: the test that fails, and the page on which one sees why.
module.exports = {
  ...require('./jest.config'),
  testMatch: ['<rootDir>/test/failing.demo.ts'],
  reporters: ['default', 'jest-websocket/reporter'],
};

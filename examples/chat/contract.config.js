// `npm run contract`: the tests, with every message held to asyncapi.yaml, and what of that they have seen.
module.exports = {
  ...require('./jest.config'),
  testEnvironmentOptions: { websocket: { contract: './asyncapi.yaml' } },
  reporters: ['default', 'jest-websocket/reporter'],
};

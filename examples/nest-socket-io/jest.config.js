module.exports = { preset: 'jest-websocket/ts-jest' };

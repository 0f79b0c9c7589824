// Jest's own environment with the client that people write by hand, which each worker loads once.
const { TestEnvironment } = require('jest-environment-node');
const { connectByHand } = require('./by-hand');

module.exports = class extends TestEnvironment {
  constructor(...args) {
    super(...args);
    this.global.connectByHand = connectByHand;
  }
};

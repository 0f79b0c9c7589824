const { TestEnvironment } = require('jest-environment-node');

/** Prints under a failed test what the Jest that it has started printed: that a test in there has failed does not say why. */
module.exports = class extends TestEnvironment {
  async setup() {
    await super.setup();
    this.global.innerOutputs = [];
  }

  handleTestEvent({ name, test }) {
    if (name !== 'test_done') return;
    if (test.errors.length > 0) {
      for (const output of this.global.innerOutputs)
        process.stderr.write(`\n[within "${test.name}"]\n${output.slice(-20_000)}\n`);
    }
    this.global.innerOutputs = [];
  }
};

// A reporter: what each test file takes from its start to its result, its environment included.
const { report } = require('./measure');

module.exports = class FileTimes {
  #begun = 0;

  onTestFileStart() {
    this.#begun = performance.now();
  }

  onTestFileResult({ context }) {
    report({ name: context.config.displayName.name, ms: performance.now() - this.#begun });
  }
};

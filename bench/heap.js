// Garbage is collected before each look, so that only what is kept counts.
const { setFlagsFromString } = require('node:v8');
const { runInNewContext } = require('node:vm');

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc');

/** How much the heap and its buffers grow by an action, in bytes. */
exports.heapOf = async (action) => {
  const used = () => {
    collect();
    const { heapUsed, external } = process.memoryUsage();
    return heapUsed + external;
  };
  const before = used();
  await action();
  return used() - before;
};

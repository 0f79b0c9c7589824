// What a case reports of itself: a line of JSON in the file that the run has named.
const { appendFileSync } = require('node:fs');

exports.url = process.env.BENCH_URL;
exports.report = (figures) => appendFileSync(process.env.BENCH_OUT, `${JSON.stringify(figures)}\n`);

/** The milliseconds that an action takes, after a warm-up of it. */
exports.timed = async (action) => {
  const begun = performance.now();
  await action();
  return performance.now() - begun;
};

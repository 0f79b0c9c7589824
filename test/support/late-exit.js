const { existsSync } = require('node:fs');

/*
 * Loaded into each Jest that a test starts: says when something keeps it running behind the end of its run. Jest's own warning
 * comes a second after that by the clock, also where the machine has stood still meanwhile. This one counts ticks of the event
 * loop, of which a standstill is one.
 */
const TICKS = 20;
const EVERY = 50; // ms

if (process.env.JEST_WORKER_ID === undefined) {
  const report = process.argv[process.argv.indexOf('--outputFile') + 1];
  let ticks = 0;
  const timer = setInterval(() => {
    if (!existsSync(report) || ++ticks < TICKS) return; // it is written when the run is over
    clearInterval(timer);
    console.warn('Jest did not exit one second after the test run has completed.');
  }, EVERY);
  timer.unref();
}

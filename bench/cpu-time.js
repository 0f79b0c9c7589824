// Required before Jest: the CPU time of the whole run, which its start, all of its files and the collection of garbage are in.
const { report } = require('./measure');

process.on('exit', () => {
  const { user, system } = process.cpuUsage();
  report({ cpu: (user + system) / 1000 });
});

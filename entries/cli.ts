#!/usr/bin/env node
import { runCommand } from '../reporter/report-command';

// the pipe that it prints into may be read more slowly than it writes
void runCommand(process.argv.slice(2)).then((exitCode) => {
  process.exitCode = exitCode;
});

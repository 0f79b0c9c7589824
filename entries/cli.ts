#!/usr/bin/env node
import { runCommand } from '../commands/run-command';
import { said } from '../src/text/show';

// the pipe that it prints into may be read more slowly than it writes
void runCommand(process.argv.slice(2))
  .catch((error: unknown) => {
    process.stderr.write(`jest-websocket: ${said(error)}\n`);
    return 1;
  })
  .then((exitCode) => {
    process.exitCode = exitCode;
  });

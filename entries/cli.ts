#!/usr/bin/env node
import { runCommand } from '../commands/run-command';
import { said } from '../src/text/show';

// whoever reads it may have had enough, as `head` has
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
}

// the pipe that it prints into may be read more slowly than it writes
void runCommand(process.argv.slice(2))
  .catch((error: unknown) => {
    process.stderr.write(`jest-websocket: ${said(error)}\n`);
    return 1;
  })
  .then((exitCode) => {
    process.exitCode = exitCode;
  });

#!/usr/bin/env node
import { runCommand } from '../commands/run-command';
import { said } from '../src/text/show';

// EPIPE: the reader of the pipe has left, as `head` does when it has its lines. That is no failure of the command.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
}

// process.exit() would cut off what a slow reader of a pipe has not read yet: the process ends when all is written
void runCommand(process.argv.slice(2))
  .catch((error: unknown) => {
    process.stderr.write(`jest-websocket: ${said(error)}\n`);
    return 1;
  })
  .then((exitCode) => {
    process.exitCode = exitCode;
  });

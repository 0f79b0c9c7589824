import { USAGE } from '../reporter/command-line';
import { runCommand as runReportCommand, type Terminal, terminal } from '../reporter/report-command';
import { nearestName } from '../src/text/nearest-name';
import { oneLine } from '../src/text/show';
import { checkDocuments } from './check/check-command';
import { CONTRACT_MORE, CONTRACT_USAGE, contractCommandOf } from './contract-command-line';
import { learnDocument } from './learn/learn-command';

const COMMANDS = ['report', 'contract'];
const ALL = `${USAGE}\n\n${CONTRACT_USAGE}`;

/** Does what `npx jest-websocket …` says. Resolves to the exit code: 2 for a mistake. */
export async function runCommand(args: readonly string[], at: Terminal = terminal): Promise<number> {
  const [command, ...rest] = args;
  switch (command) {
    case 'report':
      return runReportCommand(args, at);
    case 'contract':
      return runContractCommand(rest, at);
    case undefined:
    case '--help':
    case '-h':
      at.out(ALL);
      return 0;
    default: {
      const near = nearestName(command, COMMANDS);
      const advice = near === undefined ? "there are 'report' and 'contract'" : `there is '${near}'`;
      at.error(`There is no command '${oneLine(command)}', but ${advice}.\nnpx jest-websocket --help lists what there is.`);
      return 2;
    }
  }
}

async function runContractCommand(args: readonly string[], at: Terminal): Promise<number> {
  const command = contractCommandOf(args);
  switch (command.kind) {
    case 'help':
      at.out(CONTRACT_USAGE);
      return 0;
    case 'mistake':
      at.error(`${command.sentence}\n${CONTRACT_MORE}`);
      return 2;
    case 'check':
      return checkDocuments(command, process.cwd(), at);
    case 'learn':
      return learnDocument(command, process.cwd(), at);
  }
}

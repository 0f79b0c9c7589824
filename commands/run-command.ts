import { runReportCommand } from '../reporter/report-command';
import { REPORT_USAGE, reportCommandOf } from '../reporter/report-command-line';
import { type Terminal, terminal } from '../reporter/terminal';
import { nearestName } from '../src/text/nearest-name';
import { oneLine } from '../src/text/show';
import { UsageError } from '../src/text/usage-error';
import { checkDocuments } from './check/check-command';
import { CONTRACT_USAGE, type ContractCommand, contractCommandOf } from './contract-command-line';
import { learnDocument } from './learn/learn-command';

const COMMANDS = ['report', 'contract'];

/** The action for a command line. Returns the exit code. */
type Deed = (at: Terminal) => number | Promise<number>;

/** Runs `npx jest-websocket …`. Resolves to the exit code: 2 for a mistake in the command line. */
export async function runCommand(args: readonly string[], at: Terminal = terminal): Promise<number> {
  let deed: Deed;
  try {
    deed = deedOf(args);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    const command = COMMANDS.includes(args[0] ?? '') ? `${args[0]} ` : '';
    at.error(`${error.message}\nnpx jest-websocket ${command}--help lists what there is.`);
    return 2;
  }
  return deed(at);
}

/** @throws {UsageError} that says what is wrong with the command line. */
function deedOf([name, ...rest]: readonly string[]): Deed {
  switch (name) {
    case 'report': {
      const command = reportCommandOf(rest);
      return (at) => runReportCommand(command, at);
    }
    case 'contract': {
      const command = contractCommandOf(rest);
      return (at) => runContractCommand(command, at);
    }
    case undefined:
    case '--help':
    case '-h':
      return (at) => {
        at.out(`${REPORT_USAGE}\n\n${CONTRACT_USAGE}`);
        return 0;
      };
    default: {
      const near = nearestName(name, COMMANDS);
      const advice = near === undefined ? "there are 'report' and 'contract'" : `there is '${near}'`;
      throw new UsageError(`There is no command '${oneLine(name)}', but ${advice}.`);
    }
  }
}

async function runContractCommand(command: ContractCommand, at: Terminal): Promise<number> {
  switch (command.kind) {
    case 'help':
      at.out(CONTRACT_USAGE);
      return 0;
    case 'check':
      return checkDocuments(command, process.cwd(), at);
    case 'learn':
      return learnDocument(command, process.cwd(), at);
  }
}

import { parseArgs } from 'node:util';
import { checkOptions } from '../src/text/options';
import { show } from '../src/text/show';
import { UsageError } from '../src/text/usage-error';
import { argumentMistake } from './argument-mistake';
import { type CoverageThreshold, coverageOptions } from './coverage-threshold';
import { DEFAULT_OUTPUT } from './reporter-options';

export const REPORT_USAGE = `Usage: jest-websocket report [folders…] [--output folder] [--mermaid 'name of a test'] [--coverage messages=90] [--no-open]

  jest-websocket report                       opens the page in ${DEFAULT_OUTPUT}
  jest-websocket report folder                opens the page in this folder
  jest-websocket report one two --output all  merges reports, such as those of shards, into the folder all
  jest-websocket report --mermaid 'name'      prints the conversation of a test as a Mermaid diagram

  --output folder   where a merged report is written; defaults to ${DEFAULT_OUTPUT}
  --coverage what   what share of a contract merged tests must have seen: messages=90,values=50
  --no-open         says where the page is, and does not open it`;

/** What is to be done. */
export type ReportCommand =
  | { readonly kind: 'help' }
  | { readonly kind: 'open'; readonly folder: string; readonly inBrowser: boolean }
  | {
      readonly kind: 'merge';
      readonly folders: readonly string[];
      readonly output: string;
      readonly coverage?: CoverageThreshold;
    }
  | { readonly kind: 'mermaid'; readonly folders: readonly string[]; readonly test: string };

const options = {
  output: { type: 'string' },
  mermaid: { type: 'string' },
  coverage: { type: 'string' },
  'no-open': { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

/**
 * @param args The arguments after `jest-websocket report`.
 * @throws {UsageError} that says what is wrong with it.
 */
export function reportCommandOf(args: readonly string[]): ReportCommand {
  let parsed: ReturnType<typeof parse>;
  try {
    parsed = parse(args);
  } catch (error) {
    throw new UsageError(argumentMistake(error as Error, { args, options, needs: NEEDS, lacks: 'There is' }));
  }
  const { output, mermaid, help, coverage, 'no-open': noOpen = false } = parsed.values;
  const folders = parsed.positionals.length === 0 ? [DEFAULT_OUTPUT] : parsed.positionals;
  if (help) return { kind: 'help' };
  if (output === '') throw new UsageError('--output needs the path of a folder.');
  if (mermaid === '') throw new UsageError('--mermaid needs the name of a test.');
  if (mermaid !== undefined) return { kind: 'mermaid', folders, test: mermaid };
  const [folder = DEFAULT_OUTPUT, ...more] = folders;
  if (more.length > 0 || output !== undefined || (coverage !== undefined && parsed.positionals.length > 0)) {
    return {
      kind: 'merge',
      folders,
      output: output ?? DEFAULT_OUTPUT,
      ...(coverage !== undefined && { coverage: thresholdOf(coverage) }),
    };
  }
  if (coverage !== undefined)
    throw new UsageError(
      '--coverage judges reports that are merged. Write: jest-websocket report one two --coverage messages=90',
    );
  return { kind: 'open', folder, inBrowser: !noOpen };
}

const parse = (args: readonly string[]) => parseArgs({ args: [...args], options, allowPositionals: true, strict: true });

/** @throws {UsageError} */
function thresholdOf(text: string): CoverageThreshold {
  const shares = text.split(',').map((pair) => /^(\w+)=(\d+(?:\.\d+)?)$/.exec(pair.trim()));
  if (shares.includes(null)) {
    throw new UsageError(`--coverage takes shares in percent, not ${show(text)}. Write: --coverage messages=90,values=50`);
  }
  const threshold = Object.fromEntries(shares.map((share) => [share?.[1], Number(share?.[2])]));
  checkOptions(threshold, coverageOptions, '--coverage');
  return threshold;
}

const NEEDS: Readonly<Record<string, string>> = {
  output: 'the path of a folder',
  mermaid: 'the name of a test',
  coverage: 'a share in percent: messages=90',
};

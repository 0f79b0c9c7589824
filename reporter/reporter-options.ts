import { underRoot } from '../src/runtime/root-dir';
import { check, group } from '../src/text/option-checks';
import { type Check, checkOptions, type OptionsOf } from '../src/text/options';
import { type CoverageThreshold, coverageOptions, percent } from './coverage-threshold';

const coverage: Check<CoverageThreshold> = {
  ...group<CoverageThreshold>(coverageOptions),
  expects: 'an object of percentages',
  advice: (value) => `Write { messages: ${percent.accepts(value) ? value : 90} }.`,
};

const checks = {
  /** The folder that the report is written to, relative to `rootDir`. Defaults to `jest-websocket-report`. */
  output: check<string>('the path of a folder', (value) => typeof value === 'string' && value !== ''),
  /** The shares of each contract that the tests must have seen, in percent, for the run to pass: `{ messages: 90 }`. */
  coverage,
};

/** Options of `reporters: [['jest-websocket/reporter', { … }]]`. */
export interface ReporterOptions extends OptionsOf<typeof checks> {}

export const DEFAULT_OUTPUT = 'jest-websocket-report';

/**
 * The folder that a report is written to.
 * @throws {UsageError} that names the wrong option.
 */
export function outputOf(options: unknown, rootDir: string): string {
  checkOptions(options ?? {}, checks, 'jest-websocket/reporter');
  const { output = DEFAULT_OUTPUT } = (options ?? {}) as ReporterOptions;
  return underRoot(rootDir, output);
}

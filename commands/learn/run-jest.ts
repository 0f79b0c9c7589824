import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { TRAFFIC_VARIABLE } from '../../src/record/traffic-record';

/** The path of the Jest that is installed for a folder; undefined if there is none. */
export function jestOf(folder: string): string | undefined {
  try {
    const manifest = require.resolve('jest/package.json', { paths: [folder] });
    const { bin } = JSON.parse(readFileSync(manifest, 'utf8')) as { bin: string | { jest: string } };
    return join(dirname(manifest), typeof bin === 'string' ? bin : bin.jest);
  } catch {
    return undefined;
  }
}

/** Switches the coverage of code off, unless the user asks for it: a part of the tests would miss its thresholds. */
const withoutCoverage = (args: readonly string[]): readonly string[] =>
  args.some((arg) => /^--(no-)?(coverage|collectCoverage)(=|$)/.test(arg)) ? [] : ['--coverage=false'];

/**
 * Runs Jest, which prints as usual.
 * @param traffic The folder that its workers write traffic into.
 * @returns Its exit code.
 */
export async function runJest(jest: string, args: readonly string[], folder: string, traffic: string): Promise<number> {
  const child = spawn(process.execPath, [jest, ...withoutCoverage(args), ...args], {
    cwd: folder,
    env: { ...process.env, [TRAFFIC_VARIABLE]: traffic },
    stdio: 'inherit',
  });
  const outlive = () => {}; // Ctrl-C ends Jest, and then us
  process.on('SIGINT', outlive);
  try {
    return await new Promise<number>((resolve, reject) => {
      child.on('error', reject);
      child.on('close', (code) => resolve(code ?? 1));
    });
  } finally {
    process.off('SIGINT', outlive);
  }
}

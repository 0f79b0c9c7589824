import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import type { Terminal } from '../../reporter/terminal';
import { packagesProblem } from '../../src/runtime/needed-packages';
import { count } from '../../src/text/count';
import { oneLine, said } from '../../src/text/show';
import type { ContractCommand } from '../contract-command-line';
import { documentOf } from './document-of';
import { documentText } from './document-text';
import { jestOf, runJest } from './run-jest';
import { recordsIn, trafficOf } from './traffic';

type Learn = Extract<ContractCommand, { kind: 'learn' }>;

/**
 * Runs the tests, and writes the document that is learnt from their traffic. Resolves to the exit code: that of Jest if the
 * run fails, 1 if there was nothing to learn from, 2 for a mistake.
 */
export async function learnDocument(
  { output, force, addresses, jest: args }: Learn,
  root: string,
  at: Terminal,
): Promise<number> {
  const refuse = (problem: string): number => {
    at.error(problem);
    return 2;
  };
  const path = resolve(root, output);
  const missing = packagesProblem('contract --learn', ['yaml']);
  if (missing !== undefined) return refuse(missing);
  const jest = jestOf(root);
  if (jest === undefined) return refuse('There is no Jest here: run this in the folder of your package.json.');
  if (existsSync(path) && !force) {
    return refuse(
      `${oneLine(output)} is there already, and may have been corrected: name another by --output, or write over it by --force.`,
    );
  }
  const folder = mkdtempSync(join(tmpdir(), 'jest-websocket-traffic-'));
  try {
    const exitCode = await runJest(jest, args, root, folder);
    if (exitCode !== 0) {
      at.error(`The run has failed, so ${oneLine(output)} was not written: a document is learnt from a run that passes.`);
      return exitCode;
    }
    const traffic = trafficOf(recordsIn(folder));
    if (traffic.connections === 0) {
      at.error(`These tests have not connected by jest-websocket, so there is nothing to write to ${oneLine(output)}.`);
      return 1;
    }
    const learnt = documentOf(traffic, titleOf(root), addresses);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, documentText(learnt, path));
    at.out(
      `${oneLine(output)}: ${count(learnt.messages, 'message')} in ${count(learnt.channels, 'channel')}. ${learnt.notes.slice(0, traffic.isWhole ? 2 : 3).join(' ')}`,
    );
    if (learnt.unused.length > 0) at.error(`No connection was at ${learnt.unused.map((one) => oneLine(one)).join(', ')}.`);
    return 0;
  } catch (error) {
    at.error(`${oneLine(output)} could not be written: ${said(error)}`);
    return 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The title of the API: the name of the project. */
function titleOf(root: string): string {
  try {
    const { name } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { name?: unknown };
    if (typeof name === 'string' && name !== '') return name;
  } catch {
    // a folder without one
  }
  return basename(root);
}

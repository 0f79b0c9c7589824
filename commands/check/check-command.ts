import { resolve } from 'node:path';
import type { Terminal } from '../../reporter/terminal';
import { shownPath } from '../../src/asyncapi/source-file';
import { packagesProblem } from '../../src/runtime/needed-packages';
import { said } from '../../src/text/show';
import { isUsageError } from '../../src/text/usage-error';
import type { ContractCommand } from '../contract-command-line';
import { apiChanges } from './api-changes';
import { checkJson, checkText } from './check-text';
import { describedApi } from './described-api';

type Check = Extract<ContractCommand, { kind: 'check' }>;

/** Prints what has changed between two documents. Returns the exit code: 1 if clients break, 2 if one cannot be read. */
export function checkDocuments({ old, now, describes, json }: Check, root: string, { out, error }: Terminal): number {
  const missing = packagesProblem('contract --check', ['yaml', 'ajv']);
  if (missing !== undefined) {
    error(missing);
    return 2;
  }
  const [before, after] = [resolve(root, old), resolve(root, now)];
  try {
    const changes = apiChanges(describedApi(before, root, describes), describedApi(after, root, describes));
    const print = json ? checkJson : checkText;
    out(print(changes, shownPath(before, root), shownPath(after, root)));
    return changes.some(({ severity }) => severity === 'breaking') ? 1 : 0;
  } catch (thrown) {
    // 2, since 1 means that clients break
    error(isUsageError(thrown) ? thrown.message : `The documents cannot be compared: ${said(thrown)}`);
    return 2;
  }
}

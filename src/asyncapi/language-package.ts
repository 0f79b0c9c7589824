import { installed } from '../runtime/installed';
import type { Located } from './located';

/**
 * The package that a language of schemas needs.
 * @throws {DocumentProblem} with the command that installs it.
 */
export function packageFor(schema: Located, language: string, name: string): unknown {
  const found = installed(name);
  if (found === undefined) {
    throw schema.problem(`is ${language}, which needs the package ${name}. Install: npm install --save-dev ${name}`);
  }
  return found;
}

import { installed } from '../runtime/installed';
import { packagesProblem } from '../runtime/needed-packages';
import type { Located } from './located';

/**
 * The package that a language of schemas needs.
 * @throws {DocumentProblem} with the command that installs it.
 */
export function packageFor(schema: Located, language: string, name: string): unknown {
  const problem = packagesProblem(`is ${language}, which`, [name]);
  if (problem !== undefined) throw schema.problem(problem);
  return installed(name);
}

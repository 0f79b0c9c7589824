import { installed } from '../runtime/installed';
import { packagesProblem } from '../runtime/needed-packages';

/**
 * Loads the packages that a codec is built on: optional peers, which only its users need. To be called when the codec is
 * made, not when its module is loaded.
 * @param maker The function that makes the codec: its name is used in the error.
 * @throws when a package is missing, at the line that calls the maker, with the command that installs the missing ones.
 */
export function peers<Modules extends readonly unknown[]>(
  maker: (...args: never[]) => unknown,
  ...names: { readonly [Index in keyof Modules]: string }
): Modules {
  const problem = packagesProblem(`${maker.name}()`, names);
  if (problem === undefined) return names.map(installed) as unknown as Modules;
  const error = new Error(problem);
  Error.captureStackTrace(error, maker);
  throw error;
}

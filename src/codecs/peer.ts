import { installed } from '../runtime/installed';
import { enumerated } from '../text/listed';

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
  const missing: string[] = [];
  const modules = names.map((name) => {
    const module = installed(name);
    if (module === undefined) missing.push(name);
    return module;
  });
  if (missing.length === 0) return modules as unknown as Modules;
  const packages = names.length === 1 ? 'the package' : 'the packages';
  const error = new Error(
    `${maker.name}() needs ${packages} ${enumerated(names)}. Install: npm install --save-dev ${missing.join(' ')}`,
  );
  Error.captureStackTrace(error, maker);
  throw error;
}

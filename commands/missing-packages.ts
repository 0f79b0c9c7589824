import { packagesProblem } from '../src/runtime/needed-packages';

/**
 * A sentence about packages that a command needs and that are not installed, or too old, with the command that installs them.
 * @param command As it is typed: `contract --learn`.
 */
export const missingPackages = (command: string, names: readonly string[]): string | undefined => packagesProblem(command, names);

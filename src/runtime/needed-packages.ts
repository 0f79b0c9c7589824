import { installed } from './installed';

/** What tells the oldest version that will do from older ones, which another tool may have brought. */
const NEEDED: Readonly<Record<string, { readonly version: string; will(found: object): boolean }>> = {
  ajv: { version: 'ajv 8', will: (found) => 'default' in found && typeof found.default === 'function' },
  yaml: { version: 'yaml 2', will: (found) => 'LineCounter' in found },
};

/** What is installed with a package: without it, formats say nothing. */
const BESIDE: Readonly<Record<string, string>> = { ajv: 'ajv-formats' };

/**
 * A sentence about packages of the user's that are needed, and not installed, or too old; with the line that installs them.
 * @param subject What needs them: `A contract`.
 */
export function packagesProblem(subject: string, names: readonly string[]): string | undefined {
  const missing = names.filter((name) => installed(name) === undefined);
  const old = names.filter((name) => !missing.includes(name) && NEEDED[name]?.will(Object(installed(name))) === false);
  const install = [...missing, ...old].flatMap((name) => BESIDE[name] ?? []);
  if (missing.length + old.length === 0) return undefined;
  const needs = [
    ...(missing.length > 0 ? [`${missing.length === 1 ? 'the package' : 'the packages'} ${missing.join(' and ')}`] : []),
    ...old.map((name) => `${NEEDED[name]?.version}, and found ${versionOf(name)}`),
  ];
  return `${subject} needs ${needs.join(', and ')}. Install: npm install --save-dev ${[...missing, ...old, ...install].join(' ')}`;
}

function versionOf(name: string): string {
  try {
    return String((require(`${name}/package.json`) as { readonly version: unknown }).version);
  } catch {
    return 'another';
  }
}

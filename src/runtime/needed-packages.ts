import { installed } from './installed';

/** The oldest version that will do, and how it is told from older ones, which another tool may have installed. */
const NEEDED: Readonly<Record<string, { readonly version: string; will(found: object): boolean }>> = {
  ajv: { version: 'ajv 8', will: (found) => 'default' in found && typeof found.default === 'function' },
  yaml: { version: 'yaml 2', will: (found) => 'LineCounter' in found },
};

/** Packages to install along with another: without ajv-formats, formats are not checked. */
const BESIDE: Readonly<Record<string, string>> = { ajv: 'ajv-formats' };

/**
 * A sentence about needed packages that are not installed, or too old, with the command that installs them.
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

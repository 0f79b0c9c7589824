/**
 * A sentence about packages that a command needs and that are not installed, with the line that installs them.
 * @param command As it is typed: `contract --learn`.
 */
export function missingPackages(command: string, names: readonly string[]): string | undefined {
  const missing = names.filter((name) => !isInstalled(name));
  if (missing.length === 0) return undefined;
  const packages = missing.length === 1 ? 'the package' : 'the packages';
  return `${command} needs ${packages} ${missing.join(' and ')}. Install: npm install --save-dev ${missing.join(' ')}`;
}

function isInstalled(name: string): boolean {
  try {
    require.resolve(name);
    return true;
  } catch {
    return false;
  }
}

/**
 * A package that the user may have installed; undefined if not.
 * @throws what the package throws, when it is installed but cannot be loaded.
 */
export function installed(name: string): unknown {
  try {
    return require(name) as unknown;
  } catch (error) {
    if (isMissing(error, name)) return undefined;
    throw error;
  }
}

/** Whether this package is missing, rather than one that it needs itself. */
function isMissing(error: unknown, name: string): boolean {
  const { code, message } = Object(error) as Partial<NodeJS.ErrnoException>;
  return code === 'MODULE_NOT_FOUND' && String(message).split('\n')[0]?.includes(`'${name}'`) === true;
}

/**
 * A package that the user brings, if it is there.
 * @throws what it throws itself, when it is there and cannot be loaded.
 */
export function installed(name: string): unknown {
  try {
    return require(name) as unknown;
  } catch (error) {
    if (isMissing(error, name)) return undefined;
    throw error;
  }
}

/** Whether it is this package that is not there, and not one that it needs itself. */
function isMissing(error: unknown, name: string): boolean {
  const { code, message } = Object(error) as Partial<NodeJS.ErrnoException>;
  return code === 'MODULE_NOT_FOUND' && String(message).split('\n')[0]?.includes(`'${name}'`) === true;
}

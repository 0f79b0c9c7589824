/** Something that the user of this package wrote and that cannot work. The message says what to write instead. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** Of anything that was thrown, which may be such that it cannot even be asked: a revoked proxy. */
export function isUsageError(thrown: unknown): thrown is UsageError {
  try {
    return thrown instanceof UsageError;
  } catch {
    return false;
  }
}

/** A user's mistake: something that was written and cannot work. The message says what to write instead. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** Takes anything that was thrown, even a revoked proxy, which throws when it is looked at. */
export function isUsageError(thrown: unknown): thrown is UsageError {
  try {
    return thrown instanceof UsageError;
  } catch {
    return false;
  }
}

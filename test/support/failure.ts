/** The error that an assertion fails with. */
export async function failure(assertion: () => unknown): Promise<Error & Record<string, unknown>> {
  try {
    await assertion();
  } catch (error) {
    expect(error).toBeInstanceOf(Error);
    return error as Error & Record<string, unknown>;
  }
  throw new Error('it did not fail');
}

/** Of whatever comes: one message, or an error that says why not; and no prototype is reached. */
export function expectDecodedOrRefused(decode: () => unknown[]): void {
  const messages = decodedOrRefused(decode);
  if (messages) expect(messages).toHaveLength(1);
  expect(Object.keys(Object.prototype)).toEqual([]);
  expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
}

/** Nothing is expected of the messages here: the failure would be taken for a refusal. */
function decodedOrRefused(decode: () => unknown[]): unknown[] | undefined {
  try {
    return decode();
  } catch (error) {
    expect(error).toHaveProperty('message', expect.any(String)); // Node's own are of another world
    return undefined;
  }
}

/** What `allure-jest` gives to the world of a test, of which this is used. */
interface AllureRuntime {
  attachment(name: string, content: string, options: { contentType: string; fileExtension: string }): Promise<unknown>;
}

/**
 * Attaches a conversation to the result of the test that runs, where `allure-jest` makes one: the environment beneath ours, or
 * in its place.
 * @param text Asked for only then.
 */
export function attachToAllure(global: object, text: () => string | undefined): Promise<unknown> | undefined {
  const { allureTestRuntime } = global as { allureTestRuntime?: () => AllureRuntime | undefined };
  if (typeof allureTestRuntime !== 'function') return undefined;
  const content = text();
  if (content === undefined) return undefined;
  const options = { contentType: 'text/plain', fileExtension: 'txt' };
  return allureTestRuntime()?.attachment('WebSocket conversation', content, options);
}

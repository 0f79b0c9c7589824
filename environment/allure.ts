/** What `allure-jest` gives to the world of a test, of which this is used. */
interface AllureRuntime {
  attachment(name: string, content: string, options: { contentType: string; fileExtension: string }): Promise<unknown>;
  /** The tests and hooks that Allure has begun, the last of which gets what is attached. It promises nobody to have them here. */
  readonly jestEnvironment?: { readonly runContext?: { readonly executables?: readonly unknown[] } };
}

/**
 * Attaches a conversation to what runs, a test or a hook of it, where `allure-jest` makes results: the environment beneath
 * ours, or in its place.
 * @param text Asked for only then.
 * @returns Undefined if there is nothing to attach it to: Allure begins with a test behind its `beforeEach` hooks.
 */
export function attachToAllure(global: object, text: () => string | undefined): Promise<unknown> | undefined {
  const { allureTestRuntime } = global as { allureTestRuntime?: () => AllureRuntime | undefined };
  if (typeof allureTestRuntime !== 'function') return undefined;
  const runtime = allureTestRuntime();
  if (!runtime || runtime.jestEnvironment?.runContext?.executables?.length === 0) return undefined;
  const content = text();
  if (content === undefined) return undefined;
  return runtime.attachment('WebSocket conversation', content, { contentType: 'text/plain', fileExtension: 'txt' });
}

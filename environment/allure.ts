/** The part that is used of what `allure-jest` puts into the realm of a test. */
interface AllureRuntime {
  attachment(name: string, content: string, options: { contentType: string; fileExtension: string }): Promise<unknown>;
  /** The tests and hooks that Allure has begun: the last one gets what is attached. Undocumented, so it may be missing. */
  readonly jestEnvironment?: { readonly runContext?: { readonly executables?: readonly unknown[] } };
}

/**
 * Attaches a conversation to the test or hook that runs, if `allure-jest` records results: as the environment beneath ours,
 * or instead of ours.
 * @param text Called only if it does.
 * @returns Undefined if there is nothing to attach it to: Allure begins a test only after its `beforeEach` hooks.
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

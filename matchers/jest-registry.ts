/** What `expect` calls, by its name. */
export interface JestRegistry {
  matchers: Record<string, unknown>;
}

/** Private to Jest: where `expect` keeps the matchers that it knows, in every version that we are for. */
const REGISTRY = Symbol.for('$$jest-matchers-object');

/** Undefined where `expect` keeps its matchers elsewhere. */
export const registryOf = (global: object): JestRegistry | undefined => (global as { [REGISTRY]?: JestRegistry })[REGISTRY];

import type { scenarios as Scenarios } from '.';

/** What this folder can do, loaded with the first scenario: most test files have none. */
export const scenarios = (): typeof Scenarios => (require('.') as { scenarios: typeof Scenarios }).scenarios;

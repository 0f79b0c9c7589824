import type { scenarios as Scenarios } from '.';

/** The functions of this folder, loaded with the first scenario: most test files have none. */
export const scenarios = (): typeof Scenarios => (require('.') as { scenarios: typeof Scenarios }).scenarios;

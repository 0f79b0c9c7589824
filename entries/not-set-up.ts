/** What is missing where a function or matcher of ours is called and nothing has set us up: what to write, in a sentence. */
export function notSetUp(caller: string): Error {
  return new Error(`${caller} of jest-websocket ${isJest() ? missingLine() : otherRunner()}`);
}

function missingLine(): string {
  const setup = "setupFilesAfterEnv: ['jest-websocket/setup']";
  const advice =
    'document' in globalThis
      ? `Add ${setup} beside testEnvironment: 'jsdom'.`
      : `Add preset: 'jest-websocket' to the Jest config, or, beside another testEnvironment, ${setup}.`;
  return `is not set up. ${advice}`;
}

function otherRunner(): string {
  const { env, versions } = process;
  const runner = env.VITEST ? 'Vitest' : versions.bun ? 'Bun' : env.NODE_TEST_CONTEXT ? 'node:test' : undefined;
  return runner ? `needs Jest, and this runs under ${runner}.` : 'needs Jest: run this file by npx jest.';
}

function isJest(): boolean {
  return process.env.JEST_WORKER_ID !== undefined && !process.env.VITEST;
}

/** Loaded by Jest where a config names the package itself as `testEnvironment`, or among the `reporters`. */
export class NotAnEnvironment {
  constructor() {
    throw new Error(
      "jest-websocket itself is no test environment, and no reporter. Write preset: 'jest-websocket' in the Jest config, " +
        "or testEnvironment: 'jest-websocket/environment'.",
    );
  }
}

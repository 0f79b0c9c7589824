/** The error of a function or matcher of ours that is called when nothing has set us up: it says what to write. */
export function notSetUp(caller: string): Error {
  return new Error(`${caller} ${why()}`);
}

function why(): string {
  const runner = otherRunner();
  if (runner) return `needs Jest, and this runs under ${runner}.`;
  return process.env.JEST_WORKER_ID ? missingLine() : 'needs Jest: run this file with npx jest.';
}

function missingLine(): string {
  const setup = "setupFilesAfterEnv: ['jest-websocket/setup']";
  const advice =
    'document' in globalThis
      ? `Add ${setup} next to testEnvironment: 'jsdom'.`
      : `Add preset: 'jest-websocket' to the Jest config, or, with another testEnvironment, ${setup}.`;
  return `is not set up. ${advice}`;
}

function otherRunner(): string | undefined {
  const { env, versions } = process;
  if (env.VITEST) return 'Vitest';
  if (versions.bun) return 'Bun';
  return env.JEST_WORKER_ID ? undefined : env.NODE_TEST_CONTEXT && 'node:test';
}

/** Constructed by Jest if a config names the package itself as `testEnvironment`, or among the `reporters`. */
export class NotAnEnvironment {
  constructor() {
    throw new Error(
      "jest-websocket itself is neither a test environment nor a reporter. Write preset: 'jest-websocket' in the Jest config, " +
        "or testEnvironment: 'jest-websocket/environment'; among the reporters, 'jest-websocket/reporter'.",
    );
  }
}

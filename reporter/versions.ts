import { realpathSync } from 'node:fs';
import { createRequire } from 'node:module';

/** The version of the Jest that runs in this process. */
export function versionOfJest(rootDir: string): string {
  const [, script = ''] = process.argv;
  for (const from of [script, `${rootDir}/package.json`]) {
    for (const name of ['jest', 'jest-cli', '@jest/core']) {
      try {
        return (createRequire(realpathSync(from))(`${name}/package.json`) as { version: string }).version;
      } catch {
        // another way of starting it
      }
    }
  }
  return 'unknown';
}

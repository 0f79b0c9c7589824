import { sealed } from '../src/record/sealed';
import type { KnownSecrets } from '../src/record/secrets-record';
import { knownSecrets, secretNames } from '../src/text/secret-names';

/** What the reporter has been told of the secrets of a test file. */
export class ToldSecrets {
  readonly #names = new Set<string>();
  readonly #values = new Set<string>();

  constructor(private readonly key: string) {}

  /**
   * Tells what is known by now, and was not told yet, sealed. What cannot be told is told the next time.
   * @param write Is not called if that is nothing.
   */
  tell(write: (secrets: string) => void): void {
    const names = [...secretNames()].filter((name) => !this.#names.has(name));
    const values = [...knownSecrets()].filter((value) => !this.#values.has(value));
    if (names.length + values.length === 0) return;
    write(sealed({ names, values } satisfies KnownSecrets, this.key));
    for (const name of names) this.#names.add(name);
    for (const value of values) this.#values.add(value);
  }
}

import { sealed } from '../src/record/sealed';
import type { KnownSecrets } from '../src/record/secrets-record';
import { knownSecrets, secretNames } from '../src/text/secret-names';

/** What the reporter has been told of the secrets of a test file. */
export class ToldSecrets {
  readonly #names = new Set<string>();
  readonly #values = new Set<string>();

  constructor(private readonly key: string) {}

  /**
   * Tells, sealed, the secrets that are known by now and have not been told. If `write` throws, they are told the next time.
   * @param write Not called if there are none.
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

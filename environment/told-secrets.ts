import { sealed } from '../src/record/sealed';
import type { KnownSecrets } from '../src/record/secrets-record';
import { knownSecrets, secretNames } from '../src/text/secret-names';

/** What the reporter has been told of the secrets of a test file. */
export class ToldSecrets {
  readonly #names = new Set<string>();
  readonly #values = new Set<string>();

  constructor(private readonly key: string) {}

  /** What is known by now, and was not told yet, sealed; undefined if that is nothing. */
  news(): string | undefined {
    const names = added(secretNames(), this.#names);
    const values = added(knownSecrets(), this.#values);
    return names.length + values.length === 0 ? undefined : sealed({ names, values } satisfies KnownSecrets, this.key);
  }
}

/** Adds some to those that are known. Returns those that were not. */
function added(some: Iterable<string>, known: Set<string>): string[] {
  const fresh: string[] = [];
  for (const one of some) {
    if (known.has(one)) continue;
    known.add(one);
    fresh.push(one);
  }
  return fresh;
}

/** What is secret in a test file, in addition to what always is. */
export interface KnownSecrets {
  /** Names under which a value is secret, as the user has given them: `ssn`, `x-tenant-*`. */
  readonly names: readonly string[];
  /** Values that are masked wherever they stand. */
  readonly values: readonly string[];
}

/** The secrets that a worker knows. With them the reporter masks what only Jest tells it, such as the names of tests. */
export interface SecretsRecord {
  /** The path of the test file. */
  readonly of: string;
  /** The id of its project. */
  readonly project: string;
  /** `KnownSecrets`, sealed. */
  readonly secrets: string;
}

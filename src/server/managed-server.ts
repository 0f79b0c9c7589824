/** A server that is started and stopped for a test: in this process, or in one of its own. */
export interface ManagedServer {
  /** Its name at the beginning of a sentence: `The server`. */
  readonly name: string;
  /** Why nobody can connect, as the end of a sentence; undefined while it runs. */
  readonly stopped: string | undefined;
  /**
   * Resolves to its `ws:` URL when it listens; if it has run before, at the same place.
   * @param waitTime How long it may take, in ms.
   * @param latest When the test's own timer is due, on the clock of `performance.now()`.
   * @throws {UsageError}
   */
  start(waitTime: number, latest?: number): Promise<string>;
  /**
   * Resolves when nothing of it is left, which is soon, whatever it does. May be called while it starts.
   * @param forGood Whether it will not be started again.
   * @throws {UsageError} (rejects), when it is gone, if it has failed to close by itself.
   */
  stop(forGood: boolean): Promise<void>;
}

/** Where it listens: on a port, or on a unix socket. */
export type Place = { readonly port: number; readonly host: string } | { readonly path: string };

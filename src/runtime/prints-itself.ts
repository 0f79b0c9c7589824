const known = new WeakSet<object>();

/** Jest prints the object by its `toString()`: bound, because Jest prints copies. */
export function printsItself(object: object): void {
  known.add(object);
  Object.defineProperty(object, 'toJSON', { value: () => String(object) });
}

/** Whether it is a client, a scenario or a run: nothing that a server is sent. */
export const isNoMessage = (value: unknown): boolean => known.has(value as object);

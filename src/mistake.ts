/** Something that the user of this package wrote and that cannot work. The message says what to write instead. */
export class Mistake extends Error {
  override readonly name = 'Mistake';
}

/** Of anything that was thrown, which may be such that it cannot even be asked: a revoked proxy. */
export function isMistake(thrown: unknown): thrown is Mistake {
  try {
    return thrown instanceof Mistake;
  } catch {
    return false;
  }
}

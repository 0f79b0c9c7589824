/** So long each search for what may explain a failure may take, in ms: a failure is there in well under a second. */
const LONGEST = 100;

/** Tells whether a search that begins now has taken too long; what it has found by then is what it finds. */
export function lookingSince(begun = performance.now()): { readonly isOver: boolean } {
  return {
    get isOver() {
      return performance.now() - begun > LONGEST;
    },
  };
}

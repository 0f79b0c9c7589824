/** How long each search for an explanation may take (ms), so that a failure is worded in well under a second. */
const LONGEST = 100;

/** Tells whether a search that begins now has taken too long; it then ends with what it has found. */
export function lookingSince(begun = performance.now()): { readonly isOver: boolean } {
  return {
    get isOver() {
      return performance.now() - begun > LONGEST;
    },
  };
}

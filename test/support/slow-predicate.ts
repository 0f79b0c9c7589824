/** A predicate that never matches, and takes 1 ms whenever it is asked: by the clock, which stands still otherwise until `stop()`. */
export function slowPredicate() {
  const begun = performance.now();
  let asked = 0;
  const clock = jest.spyOn(performance, 'now').mockImplementation(() => begun + asked);
  return {
    begun,
    matches: () => {
      asked++;
      return false;
    },
    /** How often it was asked. */
    asked: () => asked,
    stop: () => clock.mockRestore(),
  };
}

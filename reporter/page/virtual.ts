/** Where each row begins, then where the last one ends, in px. */
export function topsOf(heights: readonly number[]): Float64Array {
  const tops = new Float64Array(heights.length + 1);
  for (let index = 0; index < heights.length; index++) tops[index + 1] = (tops[index] as number) + (heights[index] as number);
  return tops;
}

/** The row at a height, at least 0 and at most the last one. */
export function rowAt(tops: Float64Array, y: number): number {
  let low = 0;
  let high = Math.max(0, tops.length - 2);
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((tops[middle] as number) <= y) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** How many px of rows are drawn above and below those in view. */
const AROUND = 600;

/** The rows in view and a few around them, from the first to the last (exclusive). */
export function rangeInView(tops: Float64Array, scrolled: number, height: number, around = AROUND): readonly [number, number] {
  if (tops.length <= 1) return [0, 0];
  return [rowAt(tops, scrolled - around), rowAt(tops, scrolled + height + around) + 1];
}

/** The rows to draw: those of a range, and the selected one wherever it is, since it may have the focus. */
export function rowsToDraw([first, last]: readonly [number, number], chosen: number): number[] {
  const rows = Array.from({ length: last - first }, (_, index) => first + index);
  if (chosen >= 0 && chosen < first) rows.unshift(chosen);
  if (chosen >= last) rows.push(chosen);
  return rows;
}

/** Where to scroll to, so that a row is in view; undefined if it is. Distant rows come to the middle, tall ones below it. */
export function scrollTo(tops: Float64Array, row: number, scrolled: number, height: number): number | undefined {
  const top = tops[row] as number;
  const bottom = tops[row + 1] as number;
  const margin = Math.min(60, height / 6);
  if (top >= scrolled + margin && bottom <= scrolled + height - margin) return undefined;
  if (bottom - top > height / 2) return Math.max(0, top - height * TALL);
  const isNear = top > scrolled - height / 2 && bottom < scrolled + height * 1.5;
  if (!isNear) return Math.max(0, top - (height - (bottom - top)) / 2);
  return Math.max(0, top < scrolled + margin ? top - margin : bottom + margin - height);
}

/** The share of the height that is kept above a tall row: above the card of a failure is what led to it. */
const TALL = 0.32;

/** The y of the marks of a row: its middle, or that of the first line of a tall row. */
export const middleOf = (tops: Float64Array, row: number): number =>
  (tops[row] ?? 0) + Math.min(14, ((tops[row + 1] ?? 0) - (tops[row] ?? 0)) / 2);

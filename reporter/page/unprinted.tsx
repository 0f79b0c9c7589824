import { counted } from './words';

/** Says on paper how many rows of a long list are not there. */
export function Unprinted({ count }: { count: number }) {
  return count > 0 ? <p class="unprinted">{counted(count, 'more row')} on the page that this was printed from.</p> : null;
}

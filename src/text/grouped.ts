/** `12,304`. What `toLocaleString()` needs takes 15 ms to load. */
export function grouped(number: number): string {
  const [whole = '', fraction] = String(number).split('.');
  const groups = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return fraction === undefined ? groups : `${groups}.${fraction}`;
}

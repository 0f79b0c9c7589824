import { duration } from './words';

/** How much of its timeout a wait has used: a bar, and the numbers. */
export function Meter({ took, timeout }: { took: number; timeout: number }) {
  const share = Math.max(0, Math.min(1, took / timeout));
  const level = share >= 1 ? 'over' : share >= 0.8 ? 'near' : share >= 0.5 ? 'half' : 'far';
  return (
    <span class={`meter is-${level}`}>
      <span class="track" aria-hidden="true">
        <span class="used" style={{ width: `${Math.max(share * 100, 1.5)}%` }} />
      </span>
      <span class="numbers">
        <b>{Math.round(share * 100)}%</b> <span class="dim">{`${duration(took)} of ${duration(timeout)}`}</span>
      </span>
    </span>
  );
}

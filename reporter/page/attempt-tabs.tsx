import type { AttemptReport } from '../report';
import type { AttemptState } from './attempt-state';
import { StatusIcon } from './status-icon';

interface AttemptTabsProps {
  readonly attempts: readonly AttemptReport[];
  readonly state: AttemptState;
  readonly isComparing: boolean;
  readonly onCompare: (isComparing: boolean) => void;
}

/** The attempts of a test, one of them at a time or all side by side. */
export function AttemptTabs({ attempts, state: { current, show }, isComparing, onCompare }: AttemptTabsProps) {
  return (
    <>
      <div class="tabs" role="tablist" aria-label="Attempts">
        {attempts.map((one, number) => (
          <button
            key={number}
            type="button"
            role="tab"
            aria-selected={number === current}
            onClick={() => show({ attempt: number, row: undefined })}
          >
            <StatusIcon status={one.status} label={false} /> Attempt {number + 1}
            <span class="sr">, {one.status}</span>
          </button>
        ))}
      </div>
      <button type="button" class="compare" aria-pressed={isComparing} onClick={() => onCompare(!isComparing)}>
        Side by side
      </button>
    </>
  );
}

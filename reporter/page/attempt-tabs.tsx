import type { AttemptReport } from '../report';
import type { AttemptState } from './attempt-state';
import { StatusIcon } from './status-icon';
import { Tabs } from './tabs';

interface AttemptTabsProps {
  readonly attempts: readonly AttemptReport[];
  readonly state: AttemptState;
  /** The id of their panel. */
  readonly id: string;
  readonly isComparing: boolean;
  readonly onCompare: (isComparing: boolean) => void;
}

/** The attempts of a test, one of them at a time or all side by side. */
export function AttemptTabs({ attempts, state: { current, show }, id, isComparing, onCompare }: AttemptTabsProps) {
  const face = (number: number) => {
    const { status } = attempts[number] as AttemptReport;
    return (
      <>
        <AttemptName status={status} number={number} />
        <span class="sr">, {status}</span>
      </>
    );
  };
  return (
    <>
      <Tabs
        {...{ id, face, current }}
        label="Attempts"
        count={attempts.length}
        onChoose={(attempt) => show({ attempt, row: undefined })}
      />
      <button type="button" class="compare" aria-pressed={isComparing} onClick={() => onCompare(!isComparing)}>
        Side by side
      </button>
    </>
  );
}

/** What an attempt is called: its number, from 1 on, behind the shape of its status. */
export function AttemptName({ status, number }: { status: AttemptReport['status']; number: number }) {
  return (
    <>
      <StatusIcon status={status} label={false} /> Attempt {number + 1}
    </>
  );
}

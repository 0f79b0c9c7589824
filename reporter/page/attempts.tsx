import { useRef, useState } from 'preact/hooks';
import type { AttemptReport } from '../report';
import { useAttemptKeys } from './attempt-keys';
import { useAttempt } from './attempt-state';
import { AttemptTabs } from './attempt-tabs';
import { Conversation } from './conversation';
import { CopyLink } from './copy-link';
import { Detail } from './detail';
import { FindBox } from './find-box';
import { isFold } from './folds';
import type { Go } from './hooks';
import { LanePicker } from './lane-picker';
import type { Place } from './link';
import { Overview } from './overview';
import { rowsOf } from './rows';

interface AttemptsProps {
  readonly attempts: readonly AttemptReport[];
  readonly place: Place & { readonly view: 'test' };
  readonly go: Go;
  readonly onStep: (step: 1 | -1) => void;
}

/** The conversation of one attempt, or of all of them side by side, and what is chosen in it. */
export function Attempts({ attempts, place, go, onStep }: AttemptsProps) {
  const [wanted, setWanted] = useState<ReadonlySet<number>>(new Set());
  const [isPicking, setPicking] = useState(false);
  const [isComparing, setComparing] = useState(false);
  const search = useRef<HTMLInputElement>(null);
  const panel = useRef<HTMLElement>(null);
  const state = useAttempt(attempts, place, go);
  useAttemptKeys({ state, search, panel, isPicking, setPicking, onStep, onLeave: () => go({ view: 'tests' }) });
  const { current, attempt, rows, selected, show, find, matches, isOpen, setOpen, open, openIn, close } = state;
  const clients = attempt.conversation.clients;
  return (
    <>
      <div class="toolbar">
        {attempts.length > 1 && <AttemptTabs {...{ attempts, state, isComparing }} onCompare={setComparing} />}
        <FindBox state={state} input={search} />
        {clients.length > 4 && (
          <button type="button" class="lanes-button" aria-expanded={isPicking} onClick={() => setPicking(!isPicking)}>
            Lanes
          </button>
        )}
        <button
          type="button"
          class="overview-button"
          onClick={() => {
            show({ row: undefined });
            setOpen(!isOpen);
          }}
        >
          Overview
        </button>
        {isPicking && <LanePicker {...{ clients, wanted }} onWanted={setWanted} onClose={() => setPicking(false)} />}
      </div>
      <div class={`stage ${isComparing ? 'is-comparing' : ''}`}>
        <div class="diagrams">
          {attempts.map((one, number) => {
            if (number !== current && !isComparing) return null;
            const isCurrent = number === current;
            return (
              <Conversation
                key={number}
                attempt={one}
                label={attempts.length > 1 ? `Conversation of attempt ${number + 1}` : 'Conversation'}
                rows={isCurrent ? rows : rowsOf(one)}
                selected={isCurrent ? selected : undefined}
                onSelect={(key) => openIn(number, key)}
                matches={isCurrent ? matches : NONE}
                find={find}
                wanted={wanted}
                onLanes={() => setPicking(clients.length > 4)}
              />
            );
          })}
        </div>
        <aside
          ref={panel}
          class={`panel ${isOpen ? 'is-open' : ''}`}
          tabIndex={-1}
          aria-label={selected ? 'Chosen row' : 'Overview'}
        >
          <div class="panel-tools">
            {selected && <CopyLink place={{ ...place, attempt: current }} />}
            <button type="button" class="close" aria-label="Close" onClick={close}>
              ×
            </button>
          </div>
          {selected === undefined || isFold(selected) || selected.startsWith('forgotten=') ? (
            <Overview attempt={attempt} onSelect={open} />
          ) : (
            <Detail {...{ attempt, selected, find }} onSelect={open} />
          )}
        </aside>
      </div>
    </>
  );
}

const NONE: ReadonlySet<string> = new Set();

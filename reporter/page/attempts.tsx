import { useId, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { AttemptReport } from '../report';
import { useAttemptKeys } from './attempt-keys';
import { useAttempt } from './attempt-state';
import { AttemptName, AttemptTabs } from './attempt-tabs';
import { Conversation } from './conversation';
import { CopyLink } from './copy-link';
import { Detail } from './detail';
import { FindBox } from './find-box';
import { isFold } from './folds';
import type { Go } from './hooks';
import { LanePicker } from './lane-picker';
import type { ReportPlace } from './link';
import { Overview } from './overview';
import { tabPanel } from './tabs';

interface AttemptsProps {
  readonly attempts: readonly AttemptReport[];
  readonly place: ReportPlace & { readonly view: 'test' };
  readonly go: Go;
}

/** The conversation of one attempt, or of all side by side, and the details of the selected row. */
export function Attempts({ attempts, place, go }: AttemptsProps) {
  const [wanted, setWanted] = useState<ReadonlySet<number>>(new Set());
  const [isPicking, setPicking] = useState(false);
  const [isComparing, setComparing] = useState(false);
  const search = useRef<HTMLInputElement>(null);
  const lanes = useRef<HTMLButtonElement>(null);
  const diagrams = useRef<HTMLDivElement>(null);
  const panel = useRef<HTMLElement>(null);
  /** The element that has opened the panel, if it was not a row. */
  const opener = useRef<HTMLElement>(null);
  const id = useId();
  const state = useAttempt(attempts, place, go);
  const { current, attempt, rowsIn, selected, show, find, matches, isOpen, setOpen, open, openIn } = state;
  useLayoutEffect(() => {
    if (panel.current) panel.current.scrollTop = 0;
  }, [current, selected]);
  const read = (key: string) => {
    opener.current = null;
    open(key);
    // a fold has nothing to read, and is folded again where it stands
    if (!isFold(key)) requestAnimationFrame(() => panel.current?.focus());
  };
  const leavePanel = () => {
    setOpen(false);
    const diagram = diagrams.current?.querySelector<HTMLElement>('.is-current');
    (opener.current ?? diagram)?.focus({ preventScroll: true });
  };
  const endPicking = () => {
    setPicking(false);
    lanes.current?.focus();
  };
  useAttemptKeys({ state, search, panel, read, leavePanel, isPicking, endPicking });
  const clients = attempt.conversation.clients;
  return (
    <>
      <div class="toolbar">
        {attempts.length > 1 && <AttemptTabs {...{ attempts, state, id, isComparing }} onCompare={setComparing} />}
        <FindBox state={state} input={search} />
        {clients.length > 4 && (
          <button ref={lanes} type="button" class="lanes-button" aria-expanded={isPicking} onClick={() => setPicking(!isPicking)}>
            Lanes
          </button>
        )}
        <button
          type="button"
          class="overview-button"
          onClick={({ currentTarget }) => {
            opener.current = currentTarget;
            show({ row: undefined });
            setOpen(!isOpen);
          }}
        >
          Overview
        </button>
        {isPicking && <LanePicker {...{ clients, wanted }} onWanted={setWanted} onClose={endPicking} />}
      </div>
      <div class={`stage ${isComparing ? 'is-comparing' : ''}`}>
        <div class="diagrams" ref={diagrams} {...(attempts.length > 1 && tabPanel(id, current))}>
          {attempts.map((one, number) => {
            if (number !== current && !isComparing) return null;
            const isCurrent = number === current;
            return (
              <Conversation
                key={number}
                attempt={one}
                label={attempts.length > 1 ? `Conversation of attempt ${number + 1}` : 'Conversation'}
                title={isComparing ? <AttemptName status={one.status} number={number} /> : undefined}
                rows={rowsIn(number)}
                isCurrent={isCurrent}
                onFocus={() => isCurrent || show({ attempt: number, row: undefined })}
                selected={isCurrent ? selected : undefined}
                onSelect={(key) => {
                  opener.current = null;
                  openIn(number, key);
                }}
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
            <button
              type="button"
              class="close"
              aria-label="Close"
              onClick={() => {
                show({ row: undefined });
                leavePanel();
              }}
            >
              ×
            </button>
          </div>
          {selected === undefined || isFold(selected) || selected.startsWith('forgotten=') ? (
            <Overview attempt={attempt} onSelect={read} />
          ) : (
            <Detail {...{ attempt, selected, find }} onSelect={read} />
          )}
        </aside>
      </div>
    </>
  );
}

const NONE: ReadonlySet<string> = new Set();

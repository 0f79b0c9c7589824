import type { ComponentChildren } from 'preact';

interface TabsProps {
  readonly label: string;
  /** The id of their panel. */
  readonly id: string;
  readonly count: number;
  /** The content of a tab. */
  readonly face: (index: number) => ComponentChildren;
  readonly current: number;
  readonly onChoose: (index: number) => void;
}

const STEPS: Readonly<Record<string, number>> = { ArrowLeft: -1, ArrowRight: 1 };

/** Tabs: the Tab key leads to the current one, ← and → to the others. */
export function Tabs({ label, id, count, face, current, onChoose }: TabsProps) {
  return (
    <div class="tabs" role="tablist" aria-label={label}>
      {Array.from({ length: count }, (_, index) => (
        <button
          key={index}
          type="button"
          role="tab"
          id={`${id}-${index}`}
          aria-controls={id}
          aria-selected={index === current}
          tabIndex={index === current ? 0 : -1}
          onClick={() => onChoose(index)}
          onKeyDown={(event) => {
            const step = STEPS[event.key];
            // Alt with an arrow is the way Back
            if (step === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
            event.preventDefault();
            const next = (index + step + count) % count;
            onChoose(next);
            document.getElementById(`${id}-${next}`)?.focus();
          }}
        >
          {face(index)}
        </button>
      ))}
    </div>
  );
}

/** The attributes that make an element the panel of tabs. */
export const tabPanel = (id: string, current: number) =>
  ({ id, role: 'tabpanel', 'aria-labelledby': `${id}-${current}` }) as const;

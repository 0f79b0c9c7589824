import type { RefObject } from 'preact';
import type { AttemptState } from './attempt-state';
import { useKeys } from './hooks';
import { nextRow } from './rows';

interface AttemptKeysProps {
  readonly state: AttemptState;
  readonly search: RefObject<HTMLInputElement | null>;
  readonly panel: RefObject<HTMLElement | null>;
  readonly isPicking: boolean;
  readonly setPicking: (isPicking: boolean) => void;
  readonly onStep: (step: 1 | -1) => void;
  readonly onLeave: () => void;
}

/** What the keys do while a test is shown: `help.tsx` says it to the reader. */
export function useAttemptKeys({ state, search, panel, isPicking, setPicking, onStep, onLeave }: AttemptKeysProps): void {
  const { rows, index, selected, show, select, open, isOpen, setOpen, typed, setTyped, toMatch } = state;
  useKeys((event, isTyping) => {
    if (document.querySelector('dialog[open]') !== null) return false;
    if (isTyping) {
      if (event.key === 'Enter' && event.target === search.current) toMatch(event.shiftKey ? -1 : 1);
      else if (event.key === 'Escape') {
        // what was found stays: n and p go through it
        setPicking(false);
        (event.target as HTMLElement).blur();
      } else return false;
      return true;
    }
    const inPanel = panel.current?.contains(document.activeElement) ?? false;
    switch (event.key) {
      case 'j':
      case 'ArrowDown':
      case 'k':
      case 'ArrowUp': {
        if (inPanel && event.key.startsWith('Arrow')) return false;
        const next = nextRow(rows, index, event.key === 'j' || event.key === 'ArrowDown' ? 1 : -1);
        if (rows[next]) show({ row: rows[next]?.key });
        return true;
      }
      case 'Enter':
        if (selected === undefined || (document.activeElement?.matches('button, a, summary') ?? false)) return false;
        open(selected);
        requestAnimationFrame(() => panel.current?.focus());
        return true;
      case '/':
        search.current?.focus();
        search.current?.select();
        return true;
      case 'n':
        toMatch(1);
        return true;
      case 'p':
      case 'N':
        toMatch(-1);
        return true;
      case 'f': {
        const failure = rows.find(({ kind }) => kind === 'failure');
        if (failure) select(failure.key);
        return true;
      }
      case '[':
        onStep(-1);
        return true;
      case ']':
        onStep(1);
        return true;
      case 'Escape':
        if (isPicking) setPicking(false);
        else if (isOpen && inPanel) {
          setOpen(false);
          panel.current?.blur();
        } else if (selected !== undefined) show({ row: undefined });
        else if (typed) setTyped('');
        else onLeave();
        return true;
      default:
        return false;
    }
  });
}

import type { RefObject } from 'preact';
import type { AttemptState } from './attempt-state';
import { useKeys } from './hooks';
import { nextRow } from './rows';

interface AttemptKeysProps {
  readonly state: AttemptState;
  readonly search: RefObject<HTMLInputElement | null>;
  readonly panel: RefObject<HTMLElement | null>;
  /** Opens a row, and goes to what there is to read of it. */
  readonly read: (key: string) => void;
  readonly leavePanel: () => void;
  readonly isPicking: boolean;
  readonly endPicking: () => void;
}

/** What the keys do while a test is shown. `help.tsx` tells the reader. */
export function useAttemptKeys({ state, search, panel, read, leavePanel, isPicking, endPicking }: AttemptKeysProps): void {
  const { rows, index, selected, show, select, isOpen, typed, setTyped, toMatch } = state;
  useKeys((event, isTyping) => {
    if (isTyping) {
      if (event.key === 'Enter' && event.target === search.current) toMatch(event.shiftKey ? -1 : 1);
      else if (event.key !== 'Escape') return false;
      else if (isPicking) endPicking();
      // what was found stays: n and p go through it
      else (event.target as HTMLElement).blur();
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
        if (selected === undefined) return false;
        read(selected);
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
      case 'Escape':
        if (isPicking) endPicking();
        else if (isOpen && inPanel) leavePanel();
        else if (selected !== undefined) show({ row: undefined });
        else if (typed) setTyped('');
        else return false;
        return true;
      default:
        return false;
    }
  });
}

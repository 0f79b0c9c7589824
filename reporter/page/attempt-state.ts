import { useEffect, useLayoutEffect, useMemo, useState } from 'preact/hooks';
import type { AttemptReport } from '../report';
import { useAttemptRows } from './attempt-rows';
import { find as findIn } from './find';
import { foldOf, isFold } from './folds';
import { type Go, useRested } from './hooks';
import type { ReportPlace } from './link';
import { rowsOf } from './rows';

export type AttemptState = ReturnType<typeof useAttempt>;

/** Which attempt is shown, and what is selected, unfolded and searched in it. What a link can say is kept only in the place. */
export function useAttempt(attempts: readonly AttemptReport[], place: ReportPlace & { readonly view: 'test' }, go: Go) {
  const current = Math.min(place.attempt ?? attempts.length - 1, attempts.length - 1);
  const attempt = attempts[current] as AttemptReport;
  const { rowsIn, unfold, toggle } = useAttemptRows(attempts);
  const [isOpen, setOpen] = useState(place.row !== undefined && !matchMedia('(max-width: 640px)').matches);
  const [typed, setTyped] = useState(place.find ?? '');
  const find = useRested(typed, 120);

  const rows = rowsIn(current);
  const found = useMemo(() => (find === '' ? [] : findIn(rowsOf(attempt, 'all'), attempt, find)), [attempt, find]);
  const matches = useMemo(() => new Set(found), [found]);
  const selected = place.row;
  const index = selected === undefined ? -1 : rows.findIndex(({ key }) => key === selected);

  const show = (change: { row?: string | undefined; attempt?: number; find?: string }) => {
    const { row, find: text, ...rest } = { row: selected, find, attempt: place.attempt, ...change };
    go(
      {
        view: 'test',
        test: place.test,
        ...(rest.attempt !== undefined && { attempt: rest.attempt }),
        ...(row && { row }),
        ...(text && { find: text }),
      },
      true,
    );
  };
  const reveal = (key: string) => {
    const hidden = foldOf(rows, key);
    if (hidden !== undefined) unfold(current, hidden);
  };
  const select = (key: string) => {
    reveal(key);
    show({ row: key });
  };
  /** Opens a row of any attempt, which becomes the current one. */
  const openIn = (number: number, key: string) => {
    if (isFold(key)) toggle(number, key);
    show({ row: key, ...(number !== current && { attempt: number }) });
    setOpen(!isFold(key));
  };
  const open = (key: string) => {
    reveal(key);
    openIn(current, key);
  };
  const toMatch = (step: 1 | -1) => {
    if (found.length === 0) return;
    const at = found.indexOf(selected ?? '');
    const from = at === -1 ? (step === 1 ? -1 : 0) : at;
    select(found[(from + step + found.length) % found.length] as string);
  };
  // a link may lead into a fold
  useEffect(() => {
    if (selected !== undefined) reveal(selected);
  }, [selected, attempt]);
  // in a layout effect: before a key can select another row
  useLayoutEffect(() => {
    if ((place.find ?? '') !== find) show({ find });
  }, [find]);
  useEffect(() => {
    if ((place.find ?? '') !== find) setTyped(place.find ?? '');
  }, [place.find]);
  return {
    ...{ current, attempt, rows, rowsIn, index, selected, show, select },
    ...{ typed, setTyped, find, found, matches, toMatch },
    ...{ isOpen, setOpen, open, openIn },
  };
}

import { useEffect, useMemo, useState } from 'preact/hooks';
import type { AttemptReport } from '../report';
import { find as findIn } from './find';
import { foldOf, isFold } from './folds';
import { type Go, useRested } from './hooks';
import type { Place } from './link';
import { rowsOf } from './rows';

export type AttemptState = ReturnType<typeof useAttempt>;

/** Which attempt is shown, what is chosen, unfolded and searched in it. What a link can say is in the place, and only there. */
export function useAttempt(attempts: readonly AttemptReport[], place: Place & { readonly view: 'test' }, go: Go) {
  const current = Math.min(place.attempt ?? attempts.length - 1, attempts.length - 1);
  const attempt = attempts[current] as AttemptReport;
  const [unfolded, setUnfolded] = useState<ReadonlySet<string>>(new Set());
  const [isOpen, setOpen] = useState(place.row !== undefined && !matchMedia('(max-width: 640px)').matches);
  const [typed, setTyped] = useState(place.find ?? '');
  const find = useRested(typed, 120);

  const rows = useMemo(() => rowsOf(attempt, unfolded), [attempt, unfolded]);
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
  const toggle = (key: string) => {
    const next = new Set(unfolded);
    if (!next.delete(key)) next.add(key);
    setUnfolded(next);
  };
  const select = (key: string) => {
    const hidden = foldOf(rows, key);
    if (hidden !== undefined) toggle(hidden);
    show({ row: key });
  };
  const open = (key: string) => {
    if (isFold(key)) toggle(key);
    select(key);
    setOpen(!isFold(key));
  };
  const openIn = (number: number, key: string) => {
    if (number === current) return open(key);
    show({ attempt: number, row: key });
    setOpen(true);
  };
  const close = () => {
    setOpen(false);
    show({ row: undefined });
  };
  const toMatch = (step: 1 | -1) => {
    if (found.length === 0) return;
    const at = found.indexOf(selected ?? '');
    const from = at === -1 ? (step === 1 ? -1 : 0) : at;
    select(found[(from + step + found.length) % found.length] as string);
  };
  // a link may lead into a fold
  useEffect(() => {
    const hidden = selected === undefined ? undefined : foldOf(rows, selected);
    if (hidden !== undefined) toggle(hidden);
  }, [selected, attempt]);
  useEffect(() => {
    if ((place.find ?? '') !== find) show({ find });
  }, [find]);
  useEffect(() => {
    if ((place.find ?? '') !== find) setTyped(place.find ?? '');
  }, [place.find]);
  return {
    ...{ current, attempt, rows, index, selected, show, select, toggle },
    ...{ typed, setTyped, find, found, matches, toMatch },
    ...{ isOpen, setOpen, open, openIn, close },
  };
}

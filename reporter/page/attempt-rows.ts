import { useRef, useState } from 'preact/hooks';
import type { AttemptReport } from '../report';
import { type DiagramRow, rowsOf } from './rows';

interface FoldedRows {
  readonly unfolded: ReadonlySet<string>;
  readonly rows: readonly DiagramRow[];
}

/** The rows of each attempt, as the reader has unfolded it. They are made when needed, and again when folds change. */
export function useAttemptRows(attempts: readonly AttemptReport[]) {
  const [unfolded, setUnfolded] = useState<readonly ReadonlySet<string>[]>(() => attempts.map(() => new Set<string>()));
  const made = useRef<(FoldedRows | undefined)[]>([]);
  const rowsIn = (number: number): readonly DiagramRow[] => {
    const keys = unfolded[number] as ReadonlySet<string>;
    const last = made.current[number];
    if (last?.unfolded === keys) return last.rows;
    const rows = rowsOf(attempts[number] as AttemptReport, keys);
    made.current[number] = { unfolded: keys, rows };
    return rows;
  };
  const change = (number: number, how: (keys: Set<string>) => void) => {
    setUnfolded((all) =>
      all.map((keys, at) => {
        if (at !== number) return keys;
        const next = new Set(keys);
        how(next);
        return next;
      }),
    );
  };
  const unfold = (number: number, key: string) => change(number, (keys) => keys.add(key));
  const toggle = (number: number, key: string) => change(number, (keys) => keys.delete(key) || keys.add(key));
  return { rowsIn, unfold, toggle };
}

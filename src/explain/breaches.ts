import type { Connection } from '../connection/connection';
import type { TranscriptEntry } from '../log/transcript';

/** The entries that break the contracts of some connections and fail their test, in the order of time, with the sentences. */
export function breachesIn(connections: readonly Connection[]): Map<TranscriptEntry, string> {
  const broken = connections.flatMap(({ contract, entriesOfTest }) =>
    contract === undefined
      ? []
      : entriesOfTest.flatMap((entry): [TranscriptEntry, string][] => {
          const breach = contract.breaches.of(entry);
          return breach && !breach.isWarning && !breach.isMeant ? [[entry, breach.what]] : [];
        }),
  );
  return new Map(broken.sort(([one], [other]) => one.at - other.at));
}

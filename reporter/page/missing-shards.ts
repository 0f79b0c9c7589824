import type { RunReport } from '../report';
import { beginning } from './words';

/** The most shards, to limit the work on damaged data: nobody has more machines. */
const MOST_SHARDS = 10_000;

/** The shards that are missing: `2/3`; if the report has several packages, with the name of theirs: `2/3 of @acme/chat`. */
export function missingShards(runs: readonly RunReport[]): string[] {
  const packages = new Set(runs.map(({ root }) => root));
  return [...packages].flatMap((one) => {
    const missing = missingOf(runs.filter(({ root }) => root === one));
    return packages.size === 1 || one === undefined ? missing : missing.map((shard) => `${shard} of ${one}`);
  });
}

function missingOf(runs: readonly RunReport[]): string[] {
  const here = new Set(runs.map(({ shard }) => shard));
  const counts = new Set([...here].map((shard) => Math.min(Number(shard?.split('/')[1] ?? 0), MOST_SHARDS)));
  return [...counts]
    .flatMap((count) => Array.from({ length: count }, (_, index) => `${index + 1}/${count}`))
    .filter((shard) => !here.has(shard));
}

/** Which shards are missing, in a sentence; undefined if none is. */
export function missingText(runs: readonly RunReport[]): string | undefined {
  const missing = missingShards(runs);
  if (missing.length === 0) return undefined;
  return `Not in this report: ${missing.length === 1 ? 'shard' : 'shards'} ${beginning(missing.join(', '), 200)}.`;
}

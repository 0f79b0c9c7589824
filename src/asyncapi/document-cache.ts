import { statSync } from 'node:fs';
import type { Contract } from '../contract/contract';
import { loadDocument } from './load';
import type { Side } from './servers';

interface Loaded {
  readonly contract: Contract;
  /** The files that it was read from, as they were then. */
  readonly files: ReadonlyMap<string, string>;
}

/** Kept for the whole worker, which runs many test files: a document is read for the first of them. */
const loaded = new Map<string, Loaded>();

/** The document at a path. It is read again if one of its files has changed, as in watch mode. */
export function documentAt(path: string, root: string, side: Side): Contract {
  const key = [path, root, side].join('\0');
  const known = loaded.get(key);
  if (known && [...known.files].every(([file, was]) => stampOf(file) === was)) return known.contract;
  const contract = loadDocument(path, root, side);
  loaded.set(key, { contract, files: new Map(contract.files.map((file) => [file, stampOf(file)])) });
  return contract;
}

function stampOf(file: string): string {
  try {
    const { mtimeMs, size } = statSync(file);
    return `${mtimeMs} ${size}`;
  } catch {
    return 'gone';
  }
}

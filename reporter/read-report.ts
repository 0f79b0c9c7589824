import { existsSync, readdirSync, readFileSync, type Stats, statSync } from 'node:fs';
import { join } from 'node:path';
import schema from '../docs/report.schema.json';
import { isRecord } from '../src/text/options';
import { oneLine } from '../src/text/show';
import { misfit, type Schema } from './conforms';
import { linesOf } from './lines';
import { type Report, VERSION } from './report';
import { fromLines } from './report-json';

/** A report cannot be read: the message says why. */
export class Unreadable extends Error {}

/** The longest file that is read at once, in bytes: a longer one is read line by line, since V8's strings end at 512 MB. */
const LONGEST = 256 * 1024 * 1024;

/**
 * Reads the report in a folder, or the file itself.
 * @throws {Unreadable}
 */
export function readReport(path: string, longest = LONGEST): Report {
  const file = fileIn(path);
  const value = valueOf(file, longest);
  const shown = oneLine(file);
  if (!isRecord(value) || !Array.isArray(value.files) || typeof value.version !== 'number') {
    throw new Unreadable(`${shown} is not a report of jest-websocket.`);
  }
  if (value.version > VERSION) {
    throw new Unreadable(
      `${shown} has version ${value.version} of the format, and this release reads version ${VERSION}: update jest-websocket.`,
    );
  }
  const at = misfit(value, schema as Schema);
  if (at !== undefined) throw new Unreadable(`${shown} is damaged: ${oneLine(at)} is not what it should be.`);
  return value as unknown as Report;
}

function fileIn(path: string): string {
  const stats = statsOf(path);
  if (!stats) throw new Unreadable(`There is no folder ${oneLine(path)}.`);
  if (!stats.isDirectory()) return path;
  const file = join(path, 'report.json');
  if (existsSync(file)) return file;
  const inner = foldersIn(path).filter((name) => existsSync(join(path, name, 'report.json')));
  const advice =
    inner.length === 0
      ? ''
      : ` Did you mean ${inner
          .slice(0, 3)
          .map((name) => oneLine(join(path, name)))
          .join(' ')}?`;
  throw new Unreadable(`The folder ${oneLine(path)} has no report.json.${advice}`);
}

function statsOf(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch (error) {
    throw new Unreadable(`${oneLine(path)} cannot be read: ${oneLine((error as Error).message)}.`);
  }
}

function foldersIn(path: string): string[] {
  try {
    return readdirSync(path).sort();
  } catch {
    return [];
  }
}

function valueOf(file: string, longest: number): unknown {
  try {
    return statSync(file).size > longest ? fromLines(linesOf(file)) : JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    if (error instanceof SyntaxError) throw new Unreadable(`${oneLine(file)} is damaged: it is not JSON, or only a part of it.`);
    throw new Unreadable(`${oneLine(file)} cannot be read: ${oneLine((error as Error).message)}.`);
  }
}

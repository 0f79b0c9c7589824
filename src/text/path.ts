import { pathAdvice } from './path-advice';
import { EACH, type Path, type Segment } from './path-text';
import { show } from './show';
import { UsageError } from './usage-error';

/** RFC 9535 §2.5: a segment, with its key or index in `.key`, `..key`, `[*]`, `[0]` or `['key']`. */
const SEGMENT =
  /\s*(?:(?<dots>\.\.?)(?:(?<each>\*)|(?<key>[A-Za-z_\u0080-\uD7FF\uE000-\u{10FFFF}][\w\u0080-\uD7FF\uE000-\u{10FFFF}]*))|(?<deep>\.\.)?\[\s*(?:(?<all>\*)|(?<index>0|-?[1-9]\d{0,14})|'(?<single>(?:[^'\\]|\\.)*)'|"(?<double>(?:[^"\\]|\\.)*)")\s*\])/suy;

/**
 * Reads a path: `body.items[0].name`, `[-1]`, `[*]`, `['odd key']`, `..name`, with or without the leading `$.`.
 * @param root The text that it may begin with, such as the name of the value that it leads into.
 * @throws {UsageError} that says what to write instead.
 */
export function parsePath(text: unknown, root = '$'): Path {
  const source = typeof text === 'string' ? text.replace(/^[ \t\r\n]+|[ \t\r\n]+$/g, '') : '';
  if (source === '') throw new UsageError(`A path is text such as 'body.items[0].name', not ${show(text)}.`);
  const isRooted = source.startsWith(root);
  const begin = isRooted || /^(\[|\.\.)/.test(source) ? '' : '.';
  const rest = isRooted ? source.slice(root.length) : source;
  const segments = begin && rest.startsWith('.') ? 0 : segmentsOf(begin + rest);
  if (typeof segments !== 'number') return segments;
  throw new UsageError(`${show(text)} ${pathAdvice(rest, isRooted ? root : '', Math.max(0, segments - begin.length))}`);
}

/** The segments, or the index from which they cannot be read. */
function segmentsOf(text: string): Path | number {
  const segments: Segment[] = [];
  SEGMENT.lastIndex = 0;
  while (SEGMENT.lastIndex < text.length) {
    const at = SEGMENT.lastIndex;
    const { dots, each, key, deep, all, index, single, double } = SEGMENT.exec(text)?.groups ?? {};
    if (SEGMENT.lastIndex === 0) return at;
    const select = each || all ? EACH : index ? Number(index) : (key ?? unquoted(single ?? double ?? ''));
    if (select === undefined) return at;
    segments.push({ select, anywhere: dots === '..' || deep === '..' });
  }
  return segments;
}

/** The escapes are those of JSON, and `\'` (RFC 9535 §2.3.1.1). */
function unquoted(text: string): string | undefined {
  const json = text.replace(/\\(.)|"/gs, (found, escape) => (escape === "'" ? "'" : found === '"' ? '\\"' : found));
  try {
    return JSON.parse(`"${json}"`) as string;
  } catch {
    return undefined;
  }
}

/**
 * All values at a path, by own properties only; none if it leads nowhere. Only objects have keys, and only lists have
 * indexes: in a message that is text, only `$` finds something.
 */
export function valuesAt(value: unknown, path: Path): unknown[] {
  let found = [value];
  for (const { select, anywhere } of path) {
    const next: unknown[] = [];
    for (const one of anywhere ? withAllBelow(found) : found) addSelected(one, select, next);
    found = next;
  }
  return found.filter((one) => one !== undefined);
}

function addSelected(value: unknown, select: Segment['select'], found: unknown[]): void {
  if (!isParent(value)) return;
  if (select === EACH) for (const part of partsOf(value)) found.push(part);
  else if (Array.isArray(value)) {
    if (typeof select === 'number') found.push(value.at(select));
  } else if (typeof select === 'string' && Object.hasOwn(value, select)) found.push((value as Record<string, unknown>)[select]);
}

/** The values with everything below them, the nearest first. A value that is part of itself is looked at once. */
function withAllBelow(values: readonly unknown[]): Iterable<object> {
  const found = new Set(values.filter(isParent));
  for (const parent of found) for (const part of partsOf(parent)) if (isParent(part)) found.add(part);
  return found;
}

/** Whether it has parts to look into; bytes do not count as a list. */
const isParent = (value: unknown): value is object => typeof value === 'object' && value !== null && !ArrayBuffer.isView(value);

const partsOf = (value: object): readonly unknown[] => (Array.isArray(value) ? value : Object.values(value));

/** `[*]`: each element of a list, each value of an object. */
export const EACH: unique symbol = Symbol('*');

/** One step of a path into a value. */
export interface Segment {
  /** A key of an object, an index of a list (from its end where it is negative), or each of either. */
  readonly select: string | number | typeof EACH;
  /** Whether that is looked for at any depth, as in `..name`. */
  readonly anywhere: boolean;
}

/** A path into a value: the plain part of JSONPath (RFC 9535). An empty one is the value itself. */
export type Path = readonly Segment[];

/** Keys that need no quotes here. RFC 9535 §2.5.1.1 allows some more, which nobody could tell apart by eye. */
const PLAIN_KEY = /^[\p{L}_][\p{L}\p{N}_]*$/u;

/**
 * The text of a path: `items[0].name`; `$` for the value itself.
 * @param root The name of the value that it leads into, if that has one.
 */
export function pathText(path: Path, root = ''): string {
  return path.reduce((text, segment) => text + segmentText(segment, text === ''), root) || '$';
}

/** The text of a path one step further down. */
export function pathBelow(parent: string, key: string | number): string {
  return parent + segmentText({ select: key, anywhere: false }, parent === '');
}

/** A key of a value, as a path names it: an index, if the value is a list. */
export const keyIn = (value: object, key: PropertyKey): string | number =>
  Array.isArray(value) && /^\d+$/.test(String(key)) ? Number(key) : String(key);

/** The text of the path that these keys make, the outermost first; empty for none. */
export const keysText = (keys: readonly (string | number)[]): string => keys.reduce<string>(pathBelow, '');

function segmentText({ select, anywhere }: Segment, isFirst: boolean): string {
  const dots = anywhere ? '..' : '';
  if (typeof select === 'number') return `${dots}[${select}]`;
  if (select === EACH) return `${dots}[*]`;
  if (!PLAIN_KEY.test(select)) return `${dots}['${quotable(select)}']`;
  return (dots || (isFirst ? '' : '.')) + select;
}

/** The text between single quotes: escaped as in JSON, except for the quotes. */
function quotable(key: string): string {
  const inDoubleQuotes = JSON.stringify(key).slice(1, -1);
  return inDoubleQuotes.replace(/\\(.)|'/g, (found, escape) => (escape === '"' ? '"' : found === "'" ? "\\'" : found));
}

import { decoded } from '../text/decoded';

/** A parameter of an address, and the values that it may have. */
export interface Parameter {
  readonly name: string;
  accepts(value: string): boolean;
}

/** A piece of an address: a text, or a test for the value of a parameter. */
type Piece = string | ((value: string) => boolean);

/**
 * Tells whether a path fits an address (`/rooms/{room}`). The query of a URL does not matter.
 * @param bases The paths of the servers, before the address: `/v1`.
 */
export function pathMatcher(
  address: string,
  bases: readonly string[],
  parameters: ReadonlyMap<string, Parameter>,
): (path: string) => boolean {
  const [withoutQuery = ''] = address.split('?');
  const own = piecesOf(trimmed(withoutQuery), parameters);
  const all = [...new Set(['', ...bases.map(trimmed)])].map((base) => [...piecesOf(base, new Map()), ...own]);
  return (path) => {
    const text = trimmed(path.split('?')[0] ?? '');
    return all.some((pieces) => fits(pieces, text));
  };
}

/** A path with one slash at its beginning and none at its end: `/chat`; `''` for the root. A `/` in a parameter stays encoded. */
function trimmed(path: string): string {
  const inner = decoded(path, decodeURI).replace(/^\/+|\/+$/g, '');
  return inner === '' ? '' : `/${inner}`;
}

function piecesOf(path: string, parameters: ReadonlyMap<string, Parameter>): Piece[] {
  return path.split(/(\{[^{}]*\})/).flatMap((part): Piece[] => {
    if (!/^\{.*\}$/.test(part)) return part === '' ? [] : [part];
    const parameter = parameters.get(part.slice(1, -1));
    return [(value) => parameter?.accepts(decoded(value)) ?? true];
  });
}

/** A parameter stays within one segment, and may end wherever the rest fits: `/{kind}-{id}` may be split at any `-`. */
function fits(pieces: readonly Piece[], text: string): boolean {
  const failed = new Set<string>(); // else many parameters side by side would be split in all ways
  const fitsFrom = (index: number, at: number): boolean => {
    const piece = pieces[index];
    if (piece === undefined) return at === text.length;
    if (typeof piece === 'string') return text.startsWith(piece, at) && fitsFrom(index + 1, at + piece.length);
    const key = `${index} ${at}`;
    if (failed.has(key)) return false;
    const slash = text.indexOf('/', at);
    for (let end = slash === -1 ? text.length : slash; end > at; end--) {
      if (fitsFrom(index + 1, end) && piece(text.slice(at, end))) return true;
    }
    failed.add(key);
    return false;
  };
  return fitsFrom(0, 0);
}

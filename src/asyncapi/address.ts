/** The part of a path that a parameter stands for, with what it may be. */
export interface Parameter {
  readonly name: string;
  accepts(value: string): boolean;
}

const PARAMETER = /\{([^{}]*)\}/g;

/**
 * Whether a path is one that an address means (`/rooms/{room}`). What a URL has behind `?` is not looked at.
 * @param bases The paths of the servers, before the address: `/v1`.
 */
export function pathMatcher(
  address: string,
  bases: readonly string[],
  parameters: ReadonlyMap<string, Parameter>,
): (path: string) => boolean {
  const names: string[] = [];
  const [withoutQuery = ''] = address.split('?');
  const before = [...new Set(['', ...bases.map(trimmed)])].map((base) => withParameters(base)).join('|');
  const pattern = new RegExp(`^(?:${before})${withParameters(trimmed(withoutQuery), names)}$`);
  return (path) => {
    const match = pattern.exec(trimmed(path.split('?')[0] ?? ''));
    const accepts = (name: string, text = '') => parameters.get(name)?.accepts(decoded(text, decodeURIComponent)) ?? true;
    return match !== null && names.every((name, index) => accepts(name, match[index + 1]));
  };
}

/** With one slash before it, and none behind: `/chat`; `''` for the root. A slash within a parameter stays encoded. */
function trimmed(path: string): string {
  const inner = decoded(path, decodeURI).replace(/^\/+|\/+$/g, '');
  return inner === '' ? '' : `/${inner}`;
}

/** @param names If given, the parameters are captured, and their names are added to these. */
function withParameters(path: string, names?: string[]): string {
  let pattern = '';
  let end = 0;
  for (const match of path.matchAll(PARAMETER)) {
    pattern += `${escapedForPattern(path.slice(end, match.index))}${names ? '([^/]+)' : '[^/]+'}`;
    names?.push(match[1] as string);
    end = match.index + match[0].length;
  }
  return pattern + escapedForPattern(path.slice(end));
}

const escapedForPattern = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');

function decoded(text: string, decode: (text: string) => string): string {
  try {
    return decode(text);
  } catch {
    return text;
  }
}

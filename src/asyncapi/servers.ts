import type { Located } from './located';

/** Which application a document describes. */
export type Side = 'server' | 'client';

export interface ServerSource {
  /** The path before the addresses of channels: `/v1`. */
  readonly path: string;
  /** Further paths, for variables whose values have several segments, as no parameter has: `/api/v2` for `/{base}`. */
  readonly longer: readonly string[];
}

/** All paths that may precede addresses. */
export const basesOf = (servers: readonly ServerSource[]): readonly string[] =>
  servers.flatMap(({ path, longer }) => [path, ...longer]);

/** The servers that a channel is on: those that it names, otherwise all. */
export function serversOf(root: Located, channel: Located): readonly ServerSource[] {
  const all = root.get('servers')?.entries() ?? [];
  const named = channel.get('servers')?.items();
  if (!named || named.length === 0) return all.map(([, server]) => serverOf(server));
  return named.map((server) => {
    if (typeof server.value !== 'string') return serverOf(server); // 3.x: a reference, which was followed
    const found = all.find(([name]) => name === server.value);
    if (!found) throw server.problem(`names the server '${server.value}', which is not among the servers of the document`);
    return serverOf(found[1]);
  });
}

function serverOf(server: Located): ServerSource {
  const path = server.text('pathname') ?? pathOf(server.text('url') ?? '');
  const variables = (server.get('variables')?.entries() ?? []).map(
    ([name, variable]) => [`{${name}}`, valuesOf(variable)] as const,
  );
  return { path, longer: variables.flatMap(([name, values]) => longerPaths(path, name, values)) };
}

const longerPaths = (path: string, name: string, values: readonly string[]): string[] =>
  path.includes(name) ? values.filter((value) => value.includes('/')).map((value) => path.replaceAll(name, () => value)) : [];

const valuesOf = (variable: Located): string[] =>
  [variable.get('default'), ...(variable.get('enum')?.items() ?? [])].flatMap((one) => (one ? String(one.value) : []));

/** The path of the URL of a server (2.x), which may have no scheme, and variables anywhere. */
const pathOf = (url: string): string =>
  url
    .replace(/^[^/]*:\/\//, '')
    .replace(/^[^/]*/, '')
    .replace(/[?#].*$/, '');

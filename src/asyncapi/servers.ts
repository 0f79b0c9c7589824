import type { Located } from './located';

/** Which application a document describes. */
export type Side = 'server' | 'client';

export interface ServerSource {
  /** The path before the addresses of channels: `/v1`. */
  readonly path: string;
}

/** The servers that a channel is on: those that it names, else all. */
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
  return { path: server.text('pathname') ?? pathOf(server.text('url') ?? '') };
}

/** The path of the URL of a server (2.x), which may have no scheme, and variables anywhere. */
const pathOf = (url: string): string =>
  url
    .replace(/^[a-z][a-z\d+.-]*:\/\//i, '')
    .replace(/^[^/]*/, '')
    .replace(/[?#].*$/, '');

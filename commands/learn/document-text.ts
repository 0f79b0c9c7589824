import { escaped } from '../../src/text/escape';
import type { LearntDocument } from './document-of';

/** What is used of the package yaml. */
interface Yaml {
  stringify(value: unknown, options: object): string;
}

/** A document as it is written: JSON where its path says so, else YAML. */
export function documentText({ data, notes }: LearntDocument, path: string): string {
  if (/\.json$/i.test(path)) {
    const info = { ...(data.info as object), description: notes.join('\n') };
    return `${JSON.stringify(plain({ ...data, info }), null, 2)}\n`;
  }
  const { stringify } = require('yaml') as Yaml;
  const comment = notes.map((note) => `# ${escaped(note)}\n`).join('');
  return comment + stringify(data, { aliasDuplicateObjects: false, lineWidth: 120 });
}

/** The same with objects in the place of maps. */
function plain(value: unknown): unknown {
  if (value instanceof Map) return Object.fromEntries([...value].map(([name, part]) => [String(name), plain(part)]));
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, plain(part)]));
}

import { escaped } from '../../src/text/escape';
import type { LearntDocument } from './document-of';

/** The part of the package yaml that is used. */
interface Yaml {
  readonly Document: new (value: unknown, options: object) => { toString(options: object): string };
  isMap(node: unknown): boolean;
  isScalar(node: unknown): boolean;
  isSeq(node: unknown): boolean;
  visit(document: object, visitor: Record<'Map' | 'Seq', (key: unknown, node: Collection) => void>): void;
}

interface Collection {
  readonly items: readonly unknown[];
  flow?: boolean;
}

/** The text of a document: JSON if its path ends so, otherwise YAML. */
export function documentText({ data, notes }: LearntDocument, path: string): string {
  if (/\.json$/i.test(path)) {
    const info = { ...(data.info as object), description: notes.join('\n') };
    return `${JSON.stringify(plain({ ...data, info }), null, 2)}\n`;
  }
  const comment = notes.map((note) => `# ${escaped(note)}\n`).join('');
  return comment + yamlText(data);
}

/** Schemas with only these keywords are written on one line: `{ type: string, format: uuid }`. */
const SHORT = new Set(['$ref', 'const', 'enum', 'format', 'type']);

const MOST_ON_A_LINE = 80;

function yamlText(data: unknown): string {
  const yaml = require('yaml') as Yaml;
  // quoted so that readers of YAML 1.1 do not take texts such as `no` or dates for other values
  const document = new yaml.Document(data, { aliasDuplicateObjects: false, compat: 'yaml-1.1' });
  const areFew = ({ items }: Collection) =>
    items.every(yaml.isScalar) && items.reduce<number>((sum, item) => sum + String(item).length + 2, 0) < MOST_ON_A_LINE;
  const isShort = (node: unknown) => yaml.isScalar(node) || (yaml.isSeq(node) && (node as Collection).flow === true);
  yaml.visit(document, {
    Seq: (_, node) => {
      if (areFew(node)) node.flow = true;
    },
    Map: (_, node) => {
      const pairs = node.items as readonly { readonly key: { readonly value?: unknown }; readonly value: Collection }[];
      for (const { value } of pairs) if (yaml.isSeq(value) && areFew(value)) value.flow = true;
      if (pairs.every(({ key, value }) => SHORT.has(String(key.value)) && isShort(value))) node.flow = true;
    },
  });
  return document.toString({ lineWidth: 120 });
}

/** The data with objects instead of maps. */
function plain(value: unknown): unknown {
  if (value instanceof Map) return Object.fromEntries([...value].map(([name, part]) => [String(name), plain(part)]));
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, plain(part)]));
}

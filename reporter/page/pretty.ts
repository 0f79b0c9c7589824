import { escaped } from '../../src/text/escape';
import { cutAt, size } from './words';

interface JsonToken {
  readonly kind: 'key' | 'string' | 'number' | 'word' | 'mark';
  readonly text: string;
}

export type JsonLine = { readonly indent: number; readonly tokens: readonly JsonToken[] };

/** The longest string that is shown whole: the raw text has all of a longer one. */
const LONG = 4000;

export function isJson(text: string): boolean {
  if (!/^\s*[[{]/.test(text)) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/**
 * The first lines of a JSON text, indented anew. Its numbers and strings stay as they were written: parsing and printing would
 * change some.
 */
export function jsonLines(text: string, most: number): { readonly lines: JsonLine[]; readonly more: boolean } {
  const lines: JsonLine[] = [];
  let indent = 0;
  let tokens: JsonToken[] = [];
  const end = (next: number) => {
    if (tokens.length > 0) lines.push({ indent, tokens });
    tokens = [];
    indent = next;
  };
  for (const token of scan(text)) {
    const { kind, text: mark } = token;
    if (kind !== 'mark') tokens.push(token);
    else if (mark === '{' || mark === '[') {
      if (lines.length >= most) return { lines: lines.slice(0, most), more: true };
      tokens.push(token);
      end(indent + 1);
    } else if (mark === '}' || mark === ']') {
      const opened = tokens.length === 0 ? lines.at(-1) : undefined;
      const last = opened?.tokens.at(-1);
      if (opened && last?.kind === 'mark' && '{['.includes(last.text)) {
        // nothing in it: it stays on its line
        lines.pop();
        tokens = [...opened.tokens.slice(0, -1), { kind: 'mark', text: last.text + mark }];
        indent = opened.indent;
      } else {
        end(Math.max(0, indent - 1));
        tokens.push(token);
      }
    } else if (mark === ',') {
      if (lines.length >= most) return { lines: lines.slice(0, most), more: true };
      tokens.push(token);
      end(indent);
    } else tokens.push({ kind: 'mark', text: ': ' });
  }
  end(0);
  return { lines: lines.slice(0, most), more: lines.length > most };
}

function* scan(text: string): Generator<JsonToken> {
  for (let at = 0; at < text.length; ) {
    const character = text[at] as string;
    if (character === '"') {
      const end = endOfString(text, at);
      const isKey = /^\s*:/.test(text.slice(end, end + 20));
      yield { kind: isKey ? 'key' : 'string', text: shown(text.slice(at, end)) };
      at = end;
    } else if ('{}[],:'.includes(character)) {
      yield { kind: 'mark', text: character };
      at++;
    } else if (/\s/.test(character)) at++;
    else {
      let end = at + 1;
      while (end < text.length && !/[\s{}[\],:"]/.test(text[end] as string)) end++;
      const word = text.slice(at, end);
      yield { kind: /^[-\d]/.test(word) ? 'number' : 'word', text: shown(word) };
      at = end;
    }
  }
}

function endOfString(text: string, start: number): number {
  for (let at = text.indexOf('"', start + 1); at !== -1; at = text.indexOf('"', at + 1)) {
    let slashes = 0;
    while (text[at - 1 - slashes] === '\\') slashes++;
    if (slashes % 2 === 0) return at + 1;
  }
  return text.length;
}

const shown = (text: string): string =>
  text.length <= LONG ? escaped(text) : `${escaped(cutAt(text, LONG))}… (${size(text.length - LONG)} more)`;

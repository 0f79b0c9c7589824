import { oneLine, said } from './show';

/** A place in data: the keys and indexes that lead there. */
export type DataPlace = readonly (string | number)[];

/** The part of the package yaml that is used. */
interface Yaml {
  readonly LineCounter: new () => { linePos(offset: number): { readonly line: number } };
  parseDocument(text: string, options: object): YamlDocument;
}

interface YamlDocument {
  readonly errors: readonly { readonly code: string; readonly message: string; readonly pos: readonly [number, number] }[];
  getIn(path: readonly unknown[], keepScalar: true): unknown;
  toJS(options: object): unknown;
}

/** How often aliases may repeat what stands elsewhere. */
const MOST_ALIASES = 1000;

export interface ParsedYaml {
  readonly data: unknown;
  /** The line of a place, or of the nearest one around it that is there. */
  lineOf(place: DataPlace): number;
}

/**
 * Reads YAML, of which JSON is a part, by the package yaml, which must be there.
 * @param problem Makes the error that says what is wrong.
 * @throws what `problem` makes.
 */
export function parseYaml(text: string, problem: (line: number | undefined, problem: string) => Error): ParsedYaml {
  const json = plainJson(text);
  let tree: YamlTree | undefined;
  const treeOf = (): YamlTree => {
    tree ??= parsedTree(text, problem);
    return tree;
  };
  const lineOf = (place: DataPlace) => lineIn(treeOf(), place);
  const data = json ? json.data : dataOf(treeOf().document, problem);
  const refused = refusedIn(data);
  if (refused) throw problem(lineOf(refused.place), refused.problem);
  return { data, lineOf };
}

interface YamlTree {
  readonly document: YamlDocument;
  readonly lines: { linePos(offset: number): { readonly line: number } };
}

type ProblemMaker = Parameters<typeof parseYaml>[1];

function parsedTree(text: string, problem: ProblemMaker): YamlTree {
  const { LineCounter, parseDocument } = require('yaml') as Yaml;
  const lines = new LineCounter();
  const document = readable(problem, () => parseDocument(text, { lineCounter: lines, prettyErrors: false, merge: true }));
  const [error] = document.errors;
  if (!error) return { document, lines };
  const json = /^\s*[{[]\s*["{[]/.test(text) ? jsonProblem(text) : undefined;
  throw problem(lines.linePos(error.pos[0]).line, json ?? syntaxProblem(error));
}

const dataOf = (document: YamlDocument, problem: ProblemMaker): unknown =>
  readable(problem, () => document.toJS({ maxAliasCount: MOST_ALIASES }));

function readable<Value>(problem: ProblemMaker, read: () => Value): Value {
  try {
    return read();
  } catch (thrown) {
    throw problem(undefined, `cannot be read: ${said(thrown)}`); // too deep, say
  }
}

/** Reads JSON without yaml, which is far faster. Undefined for other text, and for an object with a name twice, as YAML is. */
function plainJson(text: string): { readonly data: unknown } | undefined {
  const plain = text.replace(/^\uFEFF/, '');
  if (!/^\s*[{[]/.test(plain)) return undefined;
  try {
    const data = JSON.parse(plain) as unknown;
    return hasNameTwice(plain) ? undefined : { data };
  } catch {
    return undefined;
  }
}

function hasNameTwice(json: string): boolean {
  const around: Set<string>[] = [];
  for (const [token, name, colon] of json.matchAll(/("[^"\\]*(?:\\.[^"\\]*)*")(\s*:)?|[{}]/g)) {
    if (token === '{') around.push(new Set());
    else if (token === '}') around.pop();
    else if (colon !== undefined) {
      const names = around.at(-1) as Set<string>;
      if (names.has(name as string)) return true;
      names.add(name as string);
    }
  }
  return false;
}

/** What is wrong with a text that looks like JSON, in the words of the JSON parser: those of YAML would confuse. */
function jsonProblem(text: string): string | undefined {
  try {
    JSON.parse(text);
    return undefined; // a name twice
  } catch (error) {
    return `is not JSON: ${said(error).replace(/ in JSON at position .*$/, '')}`;
  }
}

function syntaxProblem({ code, message }: { readonly code: string; readonly message: string }): string {
  const what = code === 'MULTIPLE_DOCS' ? 'it holds several documents' : oneLine(message.replace(/\.$/, ''));
  return `is neither YAML nor JSON: ${what}`;
}

/** The line of a place, or of the nearest one around it that is there. */
function lineIn({ document, lines }: YamlTree, place: DataPlace): number {
  for (let depth = place.length; depth > 0; depth--) {
    const parent = document.getIn(place.slice(0, depth - 1), true) as { readonly items?: readonly unknown[] } | undefined;
    const key = place[depth - 1];
    const pair = parent?.items?.find((item) => {
      const name = (item as { key?: { value?: unknown } } | null)?.key?.value;
      return name !== undefined && String(name) === String(key);
    });
    const node = (pair as { key?: unknown } | undefined)?.key ?? document.getIn(place.slice(0, depth), true);
    const range = (node as { range?: readonly number[] } | undefined)?.range;
    if (range) return lines.linePos(range[0] as number).line;
  }
  return 1;
}

const DEEPEST = 200;

/** What no honest document has: a part that contains itself, by an alias; a name such as `__proto__`; excessive depth. */
function refusedIn(data: unknown): { readonly place: DataPlace; readonly problem: string } | undefined {
  const around = new Set<object>();
  const seen = new Set<object>();
  const look = (value: unknown, place: DataPlace): { readonly place: DataPlace; readonly problem: string } | undefined => {
    if (typeof value !== 'object' || value === null) return undefined;
    if (around.has(value)) return { place, problem: 'holds itself, by an alias' };
    if (place.length > DEEPEST) return { place, problem: `is more than ${DEEPEST} levels deep` };
    if (seen.has(value)) return undefined;
    seen.add(value);
    around.add(value);
    for (const [key, part] of Object.entries(value)) {
      const below = [...place, Array.isArray(value) ? Number(key) : key];
      const refused = key === '__proto__' ? { place: below, problem: "has a field '__proto__'" } : look(part, below);
      if (refused) return refused;
    }
    around.delete(value);
    return undefined;
  };
  return look(data, []);
}

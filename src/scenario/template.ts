import { isPlain } from '../runtime/literal';
import type { Realm } from '../runtime/realm';
import { parsePath, valuesAt } from '../text/path';
import type { Path } from '../text/path-text';
import { said, show } from '../text/show';
import { UsageError } from '../text/usage-error';

/** Where the values in a template come from. */
export interface Sources {
  /** The triggering message. */
  readonly message?: { readonly value: unknown };
  readonly captured: ReadonlyMap<string, unknown>;
  /** Stands for what is not captured yet, also for a text with that in it. Without it, all must be captured. */
  readonly unknown?: unknown;
}

/** A value with references in it: `${body.message}` to the triggering message, `${@room}` to a captured value. */
export interface CompiledTemplate {
  readonly source: unknown;
  /** The names of the captured values that it needs. */
  readonly captures: readonly string[];
  /** The paths into the triggering message. */
  readonly paths: readonly { readonly text: string; readonly path: Path }[];
  /**
   * The value; a new one each time if it has references.
   * @throws {UsageError} when there is nothing at a path.
   */
  make(sources: Sources, realm: Realm): unknown;
}

type Make = (sources: Sources, realm: Realm) => unknown;

interface Found {
  readonly captures: Set<string>;
  readonly paths: { readonly text: string; readonly path: Path }[];
}

/**
 * A reference. If it is the whole text, it is replaced by its value, of any type; within a text, by the text of its value.
 * `$${` stands for `${`. Between quotes there may be braces; a missing quote is reported when the path is read.
 */
const PLACE = /\$\$\{|\$\{((?:[^{}'"]|'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")*|[^{}]*)\}/gs;

/** @throws {UsageError} when a path in it cannot be read. */
export function template(source: unknown): CompiledTemplate {
  const found: Found = { captures: new Set(), paths: [] };
  const make = compile(source, found, new Set());
  return { source, captures: [...found.captures], paths: found.paths, make: make ?? (() => source) };
}

/** A message to send: a value with references, or a function that makes one. */
export function messageTemplate(source: unknown): CompiledTemplate {
  if (typeof source !== 'function') return template(source);
  const make: Make = ({ message, captured }, realm) => {
    const context = { captured: capturedObject(captured, realm) };
    try {
      return message ? source(message.value, context) : source(context);
    } catch (error) {
      throw new UsageError(`the function that makes the message threw: ${said(error)}`);
    }
  };
  return { source, captures: [], paths: [], make };
}

/** The captured values by their names, as an object for the user. */
export function capturedObject(captured: ReadonlyMap<string, unknown>, realm: Realm): Record<string, unknown> {
  return Object.assign(new realm.Object(), Object.fromEntries(captured)) as Record<string, unknown>;
}

/** The same limit as for expected messages. */
const DEEPEST = 500;

/** Undefined if there is no reference in it. */
function compile(value: unknown, found: Found, above: Set<unknown>): Make | undefined {
  if (typeof value === 'string') return compileText(value, found);
  const isList = Array.isArray(value);
  if ((!isList && !isPlain(value)) || above.has(value)) return undefined;
  if (above.size > DEEPEST)
    throw new UsageError(`A message of the scenario is more than ${DEEPEST} levels deep. Write a part of it.`);
  above.add(value);
  const entries = Object.entries(value as object);
  const makers = entries.map(([key, part]): [string, unknown, Make | undefined] => [key, part, compile(part, found, above)]);
  above.delete(value);
  if (makers.every(([, , make]) => make === undefined)) return undefined;
  return (sources, realm) => {
    const copy = (isList ? new realm.Array() : new realm.Object()) as Record<string, unknown>;
    for (const [key, part, make] of makers) copy[key] = make ? make(sources, realm) : part;
    return copy;
  };
}

function compileText(text: string, found: Found): Make | undefined {
  if (!text.includes('${')) return undefined;
  const pieces: (string | ((sources: Sources) => unknown))[] = [];
  let end = 0;
  for (const match of text.matchAll(PLACE)) {
    pieces.push(text.slice(end, match.index), match[1] === undefined ? '${' : position(match[1], found));
    end = match.index + match[0].length;
  }
  pieces.push(text.slice(end));
  const said = pieces.filter((piece) => piece !== '');
  const [only] = said;
  if (said.length === 1 && typeof only === 'function') return only;
  return (sources) => {
    const texts = said.map((piece) => (typeof piece === 'string' ? piece : piece(sources)));
    if (sources.unknown !== undefined && texts.includes(sources.unknown)) return sources.unknown;
    return texts.map(asText).join('');
  };
}

const asText = (value: unknown): string => (typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value));

function position(text: string, found: Found): (sources: Sources) => unknown {
  const name = /^\s*@([^./[\s]*)/.exec(text)?.[1];
  if (name !== undefined) {
    if (name === '') throw new UsageError(`\${${text}} names nothing. Write \${@room} for what was captured as 'room'.`);
    found.captures.add(name);
    const path = parsePath(text, `@${name}`);
    return ({ captured, unknown }) =>
      unknown !== undefined && !captured.has(name)
        ? unknown
        : first(captured.get(name), path, text, `what was captured as '${name}'`);
  }
  const path = parsePath(text);
  found.paths.push({ text, path });
  return ({ message }) => first(message?.value, path, text, 'the message that triggered it');
}

function first(value: unknown, path: Path, text: string, where: string): unknown {
  const [found] = valuesAt(value, path);
  if (found === undefined) throw new UsageError(`There is nothing at \${${text}} of ${where}: ${show(value)}.`);
  return found;
}

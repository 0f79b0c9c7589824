import { readFileSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Engine } from '../client/engine';
import type { Target } from '../client/target';
import type { CallLocation } from '../runtime/call-location';
import { isRecord } from '../text/options';
import { pathBelow } from '../text/path-text';
import { said, show } from '../text/show';
import { UsageError } from '../text/usage-error';
import { Builder, type Field, type Locate } from './data';
import { Scenario } from './scenario';

/** The part of the package yaml that is used. */
interface Yaml {
  readonly LineCounter: new () => { linePos(offset: number): { readonly line: number } };
  parseDocument(text: string, options: object): YamlDocument;
}

interface YamlDocument {
  readonly errors: readonly { readonly message: string; readonly linePos?: readonly [{ readonly line: number }, unknown] }[];
  getIn(path: readonly unknown[], keepScalar: true): unknown;
  toJS(): unknown;
}

/**
 * Scenarios by their names, from a file of YAML or JSON, or from such data.
 * @param target Where users connect if their data does not say so.
 * @throws {UsageError} that says where the data is wrong.
 */
export function loadScenarios(
  engine: Engine,
  location: CallLocation,
  source: unknown,
  target: unknown,
): Record<string, Scenario> {
  const { data, locate } = typeof source === 'string' ? read(source, location) : { data: source, locate: nameOf };
  if (typeof source !== 'string' && !isRecord(source)) {
    throw new UsageError(`loadScenarios() takes the path of a file, or an object of named scenarios, not ${show(source)}.`);
  }
  const builder = new Builder(locate, (name) => {
    const scenario = new Scenario({ name, order: 'any', timeouts: {}, steps: [] }, { engine, location, isPart: false });
    return target === undefined ? scenario : scenario.connect(target as Target);
  });
  const built = builder.build(data);
  return Object.assign(new engine.realm.Object(), built) as Record<string, Scenario>;
}

/** Reads a file. The path is relative to the calling file. */
function read(path: string, location: CallLocation): { readonly data: unknown; readonly locate: Locate } {
  const { file } = location.position;
  const from = file.startsWith('file:') ? fileURLToPath(file) : file;
  const where = resolve(dirname(from), path);
  let text: string;
  try {
    text = readFileSync(where, 'utf8');
  } catch (error) {
    throw new UsageError(`loadScenarios() cannot read ${show(path)}: ${said(error)}. A path is relative to the test file.`);
  }
  return parse(text, basename(where));
}

function parse(text: string, name: string): { readonly data: unknown; readonly locate: Locate } {
  const yaml = loadYaml();
  const lines = new yaml.LineCounter();
  const document = yaml.parseDocument(text, { lineCounter: lines, uniqueKeys: true });
  const [error] = document.errors;
  if (error)
    throw new UsageError(`${name}:${error.linePos?.[0].line ?? 1}: ${said(error).replace(/ at line \d+, column \d+:?$/, '')}.`);
  const locate: Locate = (field) => `${name}:${lineOf(document, lines, field)}: ${nameOf(field)}`;
  return { data: document.toJS(), locate };
}

function loadYaml(): Yaml {
  try {
    return require('yaml') as Yaml;
  } catch {
    throw new UsageError(
      'loadScenarios() needs the package yaml to read files, JSON too. Install it: npm install --save-dev yaml.',
    );
  }
}

/** The line of a field, or of the nearest field around it that exists. */
function lineOf(document: YamlDocument, lines: InstanceType<Yaml['LineCounter']>, field: Field): number {
  for (let depth = field.length; depth > 0; depth--) {
    const parent = document.getIn(field.slice(0, depth - 1), true) as { readonly items?: readonly unknown[] } | undefined;
    const key = field[depth - 1];
    const pair = parent?.items?.find((item) => (item as { key?: { value?: unknown } } | null)?.key?.value === key);
    const node = (pair as { key?: unknown } | undefined)?.key ?? document.getIn(field.slice(0, depth), true);
    const range = (node as { range?: readonly number[] } | undefined)?.range;
    if (range) return lines.linePos(range[0] as number).line;
  }
  return 1;
}

/** `user_1.steps[2].delay`. */
function nameOf(field: Field): string {
  return field.length === 0 ? 'the data' : field.reduce<string>((text, part) => pathBelow(text, part), '');
}

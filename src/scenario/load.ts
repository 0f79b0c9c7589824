import { readFileSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Engine } from '../client/engine';
import type { Target } from '../client/target';
import type { CallLocation } from '../runtime/call-location';
import { packagesProblem } from '../runtime/needed-packages';
import { isRecord } from '../text/options';
import { keysText } from '../text/path-text';
import { said, show } from '../text/show';
import { UsageError } from '../text/usage-error';
import { type DataPlace, parseYaml } from '../text/yaml';
import { Builder, type Locate } from './data';
import { newScenario } from './new-scenario';
import type { Scenario } from './scenario';

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
    const scenario = newScenario(engine, location, name);
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
  needYaml();
  const { data, lineOf } = parseYaml(text, (line, problem) => new UsageError(`${name}:${line ?? 1}: ${problem}.`));
  return { data, locate: (field) => `${name}:${lineOf(field)}: ${nameOf(field)}` };
}

function needYaml(): void {
  const problem = packagesProblem('loadScenarios() of a file, JSON too,', ['yaml']);
  if (problem !== undefined) throw new UsageError(`${problem}.`);
}

/** `user_1.steps[2].delay`. */
function nameOf(field: DataPlace): string {
  return field.length === 0 ? 'the data' : keysText(field);
}

import { count } from './count';
import { nameOf } from './name-of';
import { nearestName } from './nearest-name';
import { oneLine, show, showNamed } from './show';
import { UsageError } from './usage-error';

/** The values that an option takes: their type, and how they are checked. */
export interface Check<Value = any> {
  /** The words for these values in the error for another one: `a string`. */
  readonly expects: string;
  accepts(value: unknown): value is Value;
  /** Whether a wrong value may be a secret, though its name does not say so: then only its kind is shown. */
  readonly isSecret?: boolean;
  /** What to write instead of this value, as a sentence. */
  advice?(value: unknown): string | undefined;
  /** If the value is an object with options of its own: their checks. */
  readonly options?: Checks;
  /** Merges two values of the same option. Defaults to the second. */
  merge?(first: Value | undefined, second: Value): Value;
}

/** A table of options: each with its doc comment, its name, and the values that it takes. */
export type Checks = Readonly<Record<string, Check>>;

/**
 * The type of the options of a table. It keeps their doc comments, except those of another file's table that is spread
 * into it: for them an interface must extend that table's interface first.
 */
export type OptionsOf<Table extends Checks> = {
  readonly [Name in keyof Table]?: Table[Name] extends Check<infer Value> ? Value : never;
};

/**
 * @param where Names the options in a sentence: `connect()`, `testEnvironmentOptions.websocket`.
 * @throws {UsageError} that names the option, and for an unknown one the nearest known.
 */
export function checkOptions(options: unknown, checks: Checks, where: string): void {
  if (!isRecord(options)) throw new UsageError(`${where} takes an object of options, not ${show(options)}.`);
  checkEach(options, checks, { where, owner: '', isSecret: false });
}

/** The place where options stand. */
interface Place {
  readonly where: string;
  /** The option whose options they are: `tls.`. */
  readonly owner: string;
  readonly isSecret: boolean;
}

function checkEach(options: Record<string, unknown>, checks: Checks, { where, owner, ...place }: Place): void {
  for (const [name, value] of Object.entries(options)) {
    const check = Object.hasOwn(checks, name) ? checks[name] : undefined;
    if (!check) throw new UsageError(unknown(name, Object.keys(checks), where, owner));
    if (value === undefined) continue;
    const isSecret = place.isSecret || check.isSecret === true;
    if (!accepts(check, value)) {
      const given = shownWith(name, value, check, isSecret);
      throw new UsageError(`The option '${owner}${name}' of ${where} must be ${check.expects}, not ${given}`);
    }
    if (check.options && isRecord(value)) checkEach(value, check.options, { where, owner: `${owner}${name}.`, isSecret });
  }
}

/** A value that throws when it is looked at, such as a revoked proxy, is not accepted. */
function accepts(check: Check, value: unknown): boolean {
  try {
    return check.accepts(value);
  } catch {
    return false;
  }
}

/** The value that was given, with advice if there is any. */
function shownWith(name: string, value: unknown, check: Check, isSecret: boolean): string {
  try {
    const advice = check.advice?.(value);
    return `${shown(name, value, isSecret)}.${advice === undefined ? '' : ` ${advice}`}`;
  } catch {
    return 'something that cannot be shown.';
  }
}

function shown(name: string, value: unknown, isSecret: boolean): string {
  if (isRecord(value) && isSecret && Object.keys(value).length === 0) return nameOf(value);
  if (isRecord(value) && (isSecret || hasFunctions(value))) return `{ ${oneLine(Object.keys(value).join(', '))} }`;
  return isSecret ? kindOf(value) : showNamed(name, value);
}

/** Whether it is an object with functions: shown as a value, it would look empty. */
const hasFunctions = (value: object): boolean => Object.values(value).some((part) => typeof part === 'function');

function kindOf(value: unknown): string {
  if (Array.isArray(value)) return 'an array';
  return value === null ? 'null' : `a ${typeof value}`;
}

function unknown(name: string, known: string[], where: string, owner: string): string {
  const near = nearestName(name, known);
  const all = known.map((other) => `'${owner}${other}'`).join(', ');
  return `${where} has no option '${owner}${name}'. ${near ? `Did you mean '${owner}${near}'?` : `It has ${all}.`}`;
}

/** The options of `base`, overridden by those of `over` that are not undefined. */
export function mergeOptions<Base extends object>(checks: Checks, base: Base, over: object): Base {
  const merged = { ...base } as Record<string, unknown>;
  for (const [name, value] of Object.entries(over)) {
    if (value === undefined) continue;
    const check = checks[name];
    merged[name] = check?.merge ? check.merge(merged[name], value) : value;
  }
  return merged as Base;
}

/**
 * @param more The arguments that a function was given after the last one that it takes.
 * @throws {UsageError} when there are any: they would be ignored.
 */
export function refuseMore(more: readonly unknown[], where: string, most: number): void {
  if (more.length === 0) return;
  const takes = most === 0 ? 'no arguments' : count(most, 'argument');
  throw new UsageError(`${where} takes ${takes}, but was also given ${show(more[0])}.`);
}

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

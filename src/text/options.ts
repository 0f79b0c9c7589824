import { nearestName } from './nearest-name';
import { count, oneLine, show, showNamed } from './show';
import { UsageError } from './usage-error';

/** What may stand under an option: its type, and how it is told from anything else. */
export interface Check<Value = any> {
  /** What may stand there, for the sentence that refuses something else: `a string`. */
  readonly expects: string;
  accepts(value: unknown): value is Value;
  /** Whether a wrong value may be a secret in a place where none is known by its name: only its kind is told. */
  readonly isSecret?: boolean;
  /** What to write instead of this value, as a sentence. */
  advice?(value: unknown): string | undefined;
  /** Of an object of options: those. */
  readonly options?: Checks;
  /** What comes of an option that is given twice. Defaults to the second. */
  merge?(first: Value | undefined, second: Value): Value;
}

/** A table of options, one line each: its doc comment, its name, and what may stand there. */
export type Checks = Readonly<Record<string, Check>>;

/**
 * The type of the options of a table. Doc comments come along, but not those of another file's table that is spread into
 * it: an interface extends the interface of that one first.
 */
export type OptionsOf<Table extends Checks> = {
  readonly [Name in keyof Table]?: Table[Name] extends Check<infer Value> ? Value : never;
};

/**
 * @param where How the options are called in a sentence: `connect()`, `testEnvironmentOptions.websocket`.
 * @throws {UsageError} that names the option, and for an unknown one the nearest known.
 */
export function checkOptions(options: unknown, checks: Checks, where: string): void {
  if (!isRecord(options)) throw new UsageError(`${where} takes an object of options, not ${show(options)}.`);
  checkEach(options, checks, { where, owner: '', isSecret: false });
}

/** Where options stand. */
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
    if (check.options) checkEach(value as Record<string, unknown>, check.options, { where, owner: `${owner}${name}.`, isSecret });
  }
}

/** Nothing is accepted that cannot be looked at, such as a revoked proxy. */
function accepts(check: Check, value: unknown): boolean {
  try {
    return check.accepts(value);
  } catch {
    return false;
  }
}

/** What was given instead, and the advice that there is for it. */
function shownWith(name: string, value: unknown, check: Check, isSecret: boolean): string {
  try {
    const advice = check.advice?.(value);
    return `${shown(name, value, isSecret)}.${advice === undefined ? '' : ` ${advice}`}`;
  } catch {
    return 'something that cannot be shown.';
  }
}

function shown(name: string, value: unknown, isSecret: boolean): string {
  if (isRecord(value) && (isSecret || hasFunctions(value))) return `{ ${oneLine(Object.keys(value).join(', '))} }`;
  return isSecret ? kindOf(value) : showNamed(name, value);
}

/** As a value it looks like an object that has nothing. */
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

/** The second over the first; what is not said in the second stays. */
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
 * @param more What a function was given behind its last argument.
 * @throws {UsageError} when that is anything: it would be ignored.
 */
export function refuseMore(more: readonly unknown[], where: string, most: number): void {
  if (more.length === 0) return;
  const takes = most === 0 ? 'no arguments' : count(most, 'argument');
  throw new UsageError(`${where} takes ${takes}, but was also given ${show(more[0])}.`);
}

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

import { nearestName } from './nearest-name';
import { count, oneLine, show, showNamed } from './show';
import { UsageError } from './usage-error';

/** Whether a value may stand under an option; `expects` says what may, for the sentence when it does not. */
export interface Check {
  readonly expects: string;
  accepts(value: unknown): boolean;
  /** Whether a value that is wrong may be a secret in a place where none is known by its name: only its kind is told. */
  readonly isPrivate?: boolean;
  /** What to write instead of this value, as a sentence. */
  advice?(value: unknown): string | undefined;
}

/** The options of an object, each with its check. */
export type Checks = Readonly<Record<string, Check>>;

/**
 * @param where How the options are called in a sentence: `connect()`, `testEnvironmentOptions.websocket`.
 * @throws {UsageError} that names the option, and for an unknown one the nearest known.
 */
export function checkOptions(options: unknown, checks: Checks, where: string): void {
  if (!isRecord(options)) throw new UsageError(`${where} takes an object of options, not ${show(options)}.`);
  for (const [name, value] of Object.entries(options)) {
    const check = Object.hasOwn(checks, name) ? checks[name] : undefined;
    if (!check) throw new UsageError(unknown(name, Object.keys(checks), where));
    if (value === undefined || accepts(check, value)) continue;
    throw new UsageError(`The option '${name}' of ${where} must be ${check.expects}, not ${given(name, value, check)}`);
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
function given(name: string, value: unknown, check: Check): string {
  try {
    const advice = check.advice?.(value);
    return `${shown(name, value, check)}.${advice === undefined ? '' : ` ${advice}`}`;
  } catch {
    return 'something that cannot be shown.';
  }
}

function shown(name: string, value: unknown, { isPrivate = false }: Check): string {
  if (isRecord(value) && (isPrivate || hasFunctions(value))) return `{ ${oneLine(Object.keys(value).join(', '))} }`;
  return isPrivate ? kindOf(value) : showNamed(name, value);
}

/** As a value it looks like an object that has nothing. */
const hasFunctions = (value: object): boolean => Object.values(value).some((part) => typeof part === 'function');

function kindOf(value: unknown): string {
  if (Array.isArray(value)) return 'an array';
  return value === null ? 'null' : `a ${typeof value}`;
}

function unknown(name: string, known: string[], where: string): string {
  const near = nearestName(name, known);
  const advice = near ? `Did you mean '${near}'?` : `It has ${known.map((other) => `'${other}'`).join(', ')}.`;
  return `${where} has no option '${name}'. ${advice}`;
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

export const isString = (value: unknown): value is string => typeof value === 'string';

export const string: Check = { expects: 'a string', accepts: isString };

export const boolean: Check = { expects: 'true or false', accepts: (value) => typeof value === 'boolean' };

/** Of an option whose values may be secrets. */
export const isPrivate = (check: Check): Check => ({ ...check, isPrivate: true });

export const record: Check = { expects: 'an object', accepts: isRecord };

export const milliseconds: Check = {
  expects: 'a number of milliseconds, 0 or more',
  accepts: (value) => typeof value === 'number' && value >= 0,
};

/** Of what cannot last for ever. */
export const duration: Check = {
  expects: 'a finite number of milliseconds, 0 or more',
  accepts: (value) => milliseconds.accepts(value) && Number.isFinite(value),
};

export const bytes: Check = {
  expects: 'a number of bytes, above 0',
  accepts: (value) => typeof value === 'number' && value > 0,
};

export const times: Check = {
  expects: 'a whole number, 0 or more',
  accepts: (value) => Number.isInteger(value) && (value as number) >= 0,
};

export function oneOf(...values: readonly string[]): Check {
  return {
    expects: values.map((value) => `'${value}'`).join(' or '),
    accepts: (value) => isString(value) && values.includes(value),
  };
}

/** An object of options of its own. */
export function options(checks: Checks): Check {
  const names = Object.entries(checks).map(([name, { expects }]) => `${name}: ${expects}`);
  return {
    expects: `an object { ${names.join(', ')} }`,
    accepts: (value) =>
      isRecord(value) &&
      Object.entries(value).every(([name, part]) => part === undefined || (checks[name]?.accepts(part) ?? false)),
  };
}

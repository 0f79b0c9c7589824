import { type Check, type Checks, isRecord, mergeOptions } from './options';

/** @param accepts Whether a value may be given. It need not check all that the type says. */
export function check<Value>(
  expects: string,
  accepts: (value: unknown) => boolean,
  more: Partial<Check<Value>> = {},
): Check<Value> {
  return { expects, accepts: accepts as Check<Value>['accepts'], ...more };
}

const isNumber = (value: unknown): value is number => typeof value === 'number';

export const isString = (value: unknown): value is string => typeof value === 'string';

export const string = check<string>('a string', isString);

export const boolean = check<boolean>('true or false', (value) => typeof value === 'boolean');

export const milliseconds = check<number>('a number of milliseconds, 0 or more', (value) => isNumber(value) && value >= 0);

/** Milliseconds for something that cannot last for ever. */
export const duration = check<number>(
  'a finite number of milliseconds, 0 or more',
  (value) => milliseconds.accepts(value) && Number.isFinite(value),
);

export const bytes = check<number>('a number of bytes, above 0', (value) => isNumber(value) && value > 0);

export const rate = check<number>('a number of bytes per second, above 0', (value) => isNumber(value) && value > 0);

export const times = check<number>('a whole number, 0 or more', (value) => Number.isInteger(value) && (value as number) >= 0);

export function oneOf<const Value extends string>(...values: readonly Value[]): Check<Value> {
  const expects = values.map((value) => `'${value}'`).join(' or ');
  return check(expects, (value) => (values as readonly unknown[]).includes(value));
}

/** A value that is checked where it is used. */
export const anything = <Value>(expects = 'anything'): Check<Value> => check(expects, () => true);

export const record = check<Readonly<Record<string, unknown>>>('an object', isRecord);

/** An object with options of its own. */
export function group<Value extends object>(
  options: Checks & { readonly [Name in keyof Value]-?: Check<Value[Name]> },
): Check<Value> {
  const names = Object.entries<Check>(options).map(([name, { expects }]) => `${name}: ${expects}`);
  const merge = (first: Value | undefined, second: Value) => mergeOptions(options, first ?? ({} as Value), second);
  return check(`an object { ${names.join(', ')} }`, isRecord, { options, merge });
}

/** A record whose entries are added to those given before, by their names. */
export const added = <Value extends object>(one: Check<Value>): Check<Value> => ({
  ...one,
  merge: (first, second) => ({ ...first, ...second }),
});

/** An option whose values may be secrets. */
export const secret = <Value>(one: Check<Value>): Check<Value> => ({ ...one, isSecret: true });

import { fieldsAdvice, hasFields } from '../text/named-fields';
import { check, isString } from '../text/option-checks';
import type { NamedValues } from './named-values';

/*
 * Checks of what a client offers to the server when it connects: by its own options, or by its codec.
 */

const isScalar = (value: unknown) => ['string', 'number', 'boolean'].includes(typeof value);

export const namedValues = check<NamedValues>(
  'an object of strings, numbers, booleans, or arrays of them',
  (value) =>
    hasFields(value) && Object.values(value).every((part) => part == null || [part].flat().every((item) => isScalar(item))),
  { advice: fieldsAdvice },
);

export const protocols = check<string | readonly string[]>('a string or an array of strings', (value) =>
  [value].flat().every(isString),
);

export const path = check<string>("a path such as '/chat'", (value) => isString(value) && !/^\s*\w+:\/\//.test(value));

import { isRecord } from './options';

/** A `Map`, `Headers` or `URLSearchParams` holds its values elsewhere: as an object it looks empty, and nothing would be sent. */
const isIterable = (value: unknown): boolean => isRecord(value) && typeof value[Symbol.iterator as never] === 'function';

/** Whether it is an object whose values are in its fields. */
export const hasFields = (value: unknown): value is Record<string, unknown> => isRecord(value) && !isIterable(value);

export const fieldsAdvice = (value: unknown): string | undefined =>
  isIterable(value) ? 'Write Object.fromEntries(…).' : undefined;

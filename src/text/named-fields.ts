import { isRecord } from './options';

/**
 * A `Map`, `Headers` or `URLSearchParams` holds its values elsewhere: as an object it looks empty, and nothing would be sent.
 * The headers of axios can be iterated over, too, but are fields.
 */
const holdsElsewhere = (value: unknown): boolean =>
  isRecord(value) && typeof value[Symbol.iterator as never] === 'function' && Object.keys(value).length === 0;

/** Whether it is an object whose values are in its fields. */
export const hasFields = (value: unknown): value is Record<string, unknown> => isRecord(value) && !holdsElsewhere(value);

export const fieldsAdvice = (value: unknown): string | undefined =>
  holdsElsewhere(value) ? 'Write Object.fromEntries(…).' : undefined;

import { bytesOf } from '../runtime/bytes';
import { isPromise } from '../runtime/tag';
import { nameOf } from '../text/name-of';
import { show } from '../text/show';

/** The words for a wrong value that a codec has returned or passed. */
export function kindOf(value: unknown): string {
  if (isPromise(value)) return 'a promise';
  if (bytesOf(value)) return 'bytes';
  if (typeof value === 'string') return `the text ${show(value)}`;
  return typeof value === 'object' && value !== null ? nameOf(value) : show(value);
}

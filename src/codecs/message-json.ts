import { realmOf } from '../runtime/realm';
import { oneLine } from '../text/show';
import type { Payload } from './codec';
import { jsonOf } from './json-form';

/** The realm that the codec is used in. */
const realm = realmOf(globalThis);

/** A message as JSON. @throws for what JSON would lose of it. */
export const toJson = (message: unknown): string => jsonOf(message, realm);

/**
 * The object or array whose JSON a payload is.
 * @throws for anything else.
 */
export function fromJson(payload: Payload): object {
  if (typeof payload !== 'string') throw new Error('bytes, where text is expected');
  const value = parsed(payload);
  if (typeof value !== 'object' || value === null) throw new Error('neither an object nor an array');
  return value;
}

function parsed(text: string): unknown {
  try {
    return realm.parse(text);
  } catch (error) {
    throw new Error(`not JSON: ${oneLine((error as Error).message)}`);
  }
}

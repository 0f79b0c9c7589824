import { bytesOf } from '../runtime/bytes';
import { tagOf } from '../runtime/tag';

/**
 * A value as JSON Schema sees it, which knows no bytes, bigints, dates or undefined: a message of MessagePack may have them,
 * and so may one that is sent. Bytes become a text with a character for each (`format: binary`). A value without any of these
 * is returned as it is.
 */
export function jsonValue(value: unknown): unknown {
  if (typeof value === 'bigint') return Number(value);
  if (typeof value !== 'object' || value === null) return value;
  const bytes = bytesOf(value);
  if (bytes) return bytes.toString('latin1');
  if (tagOf(value) === 'Date') return (value as Date).toJSON();
  return withParts(value);
}

/** Copies it at the first part that differs. */
function withParts(value: object): unknown {
  let copy: Record<string, unknown> | undefined;
  for (const [key, part] of Object.entries(value)) {
    const json = jsonValue(part);
    if (json === part && part !== undefined) continue;
    copy ??= (Array.isArray(value) ? [...value] : { ...value }) as unknown as Record<string, unknown>;
    if (part !== undefined) copy[key] = json;
    else if (Array.isArray(value)) copy[key] = null;
    else delete copy[key];
  }
  return copy ?? value;
}

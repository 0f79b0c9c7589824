import { dirname, relative, resolve } from 'node:path';
import { decoded } from '../text/decoded';
import { isRecord } from '../text/options';
import type { Located } from './located';

/**
 * The schema of the headers of a message, merged with those of its traits by JSON Merge Patch (RFC 7396).
 * @param sources The message and its traits: the first takes precedence.
 */
export function headersOf(message: Located, sources: readonly Located[]): Located | undefined {
  const all = sources.flatMap((source) => source.child('headers') ?? []);
  return all.length < 2 ? all[0] : all.reduceRight((target, patch) => merged(target, patch, message.below('headers')));
}

function merged(target: Located, patch: Located, at: Located): Located {
  const value = mergedValue(target, patch, dirname(at.file.path), []);
  return at.replaced(value, (place) => {
    const keys = place.slice(at.place.length);
    const source = [patch, target].map((one) => one.followed()).find((one) => one.file.name === at.file.name && has(one, keys));
    return source ? source.file.lineOf([...source.place, ...keys]) : at.file.lineOf(at.place);
  });
}

const has = (at: Located, keys: Located['place']): boolean =>
  keys.reduce<unknown>((value, key) => (typeof value === 'object' ? value?.[key as never] : undefined), at.value) !== undefined;

/**
 * @param folder The folder that references are relative to.
 * @param around The values that are being merged, to find one that contains itself.
 */
function mergedValue(target: Located | undefined, patch: Located, folder: string, around: readonly string[]): unknown {
  const [one, other] = [target?.followed(), patch.followed()];
  const pair = `${one?.id} ${other.id}`;
  if (!one || !isRecord(one.value) || !isRecord(other.value) || around.includes(pair)) return moved(patch.value, patch, folder);
  const value: Record<string, unknown> = {};
  for (const key of Object.keys(one.value)) value[key] = moved(one.value[key], one, folder);
  for (const key of Object.keys(other.value)) {
    if (other.value[key] === null) delete value[key];
    else value[key] = mergedValue(one.child(key), other.below(key), folder, [...around, pair]);
  }
  return value;
}

/** A value with its references made relative to another folder. */
function moved(value: unknown, from: Located, folder: string): unknown {
  if (Array.isArray(value)) return value.map((item) => moved(item, from, folder));
  if (!isRecord(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, part]) => [
      key,
      key === '$ref' && typeof part === 'string' ? movedReference(part, from, folder) : moved(part, from, folder),
    ]),
  );
}

function movedReference(ref: string, from: Located, folder: string): string {
  const [, path = '', fragment = ''] = /^([^#]*)(.*)$/s.exec(ref) ?? [];
  if (/^([a-z][a-z\d+.-]+:|\/)/i.test(path)) return ref; // which is refused when it is followed
  const file = path === '' ? from.file.path : resolve(dirname(from.file.path), decoded(path));
  return `${relative(folder, file).split(/[\\/]/).map(encodeURIComponent).join('/')}${fragment}`;
}

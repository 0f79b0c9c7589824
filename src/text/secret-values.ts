import { bytesOf } from '../runtime/bytes';
import { fieldsOf } from '../runtime/fields';
import { holdsSecrets, isSecret, nameWithin } from './secret-names';

const DEEPEST = 8;

/** The texts within a value that have the name of a secret; bytes are read as text. */
export function secretsIn(value: unknown, name = '', holds = false, depth = 0): string[] {
  const text = bytesOf(value)?.toString() ?? value;
  if (typeof text === 'string') return text !== '' && (holds || (name !== '' && isSecret(name, text))) ? [text] : [];
  if (typeof text !== 'object' || text === null || depth > DEEPEST) return [];
  const allAre = holds || (name !== '' && holdsSecrets(name, Array.isArray(text)));
  const part = (key: PropertyKey) => (text as Record<PropertyKey, unknown>)[key];
  if (Array.isArray(text)) return text.flatMap((one: unknown) => secretsIn(one, name, allAre, depth + 1));
  return fieldsOf(text).flatMap((key) => secretsIn(part(key), nameWithin(name, String(key)), allAre, depth + 1));
}

import type { Realm } from '../runtime/realm';
import { jsonOf } from './json-form';
import { jsonWeight } from './json-weight';
import { neverInJson } from './never-in-json';
import { OneToOneCodec } from './one-to-one-codec';

/** JSON where the text parses, else the text; bytes stay bytes. Values are made in the realm. */
export const json = (realm: Realm) =>
  new OneToOneCodec('json', {
    decode: (payload) => (typeof payload === 'string' ? jsonOrText(payload, realm) : payload),
    encode: (message) => jsonOf(message, realm),
    whyNever: neverInJson,
    weigh: jsonWeight,
  });

function jsonOrText(text: string, realm: Realm): unknown {
  if (!mayBeJson(text)) return text;
  try {
    return realm.parse(text);
  } catch {
    return text;
  }
}

/** Looks at the first character only: a thrown SyntaxError costs more than a whole small message. */
function mayBeJson(text: string): boolean {
  return /^[\s{["\-0-9tfn]/.test(text);
}

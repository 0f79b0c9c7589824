import type { Realm } from '../runtime/realm';
import { jsonOf } from './json-form';
import { jsonWeight } from './json-weight';
import { neverInJson } from './never-in-json';
import { OneToOneCodec } from './one-to-one-codec';

/** The value if a text is JSON, otherwise the text; bytes stay bytes. Values are made in the given realm. */
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

/** A quick look at the first character, since a thrown SyntaxError costs more than a whole small message. */
function mayBeJson(text: string): boolean {
  return /^[\s{["\-0-9tfn]/.test(text);
}

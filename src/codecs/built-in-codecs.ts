import type { Realm } from '../runtime/realm';
import { binary } from './binary';
import { json } from './json';
import type { OneToOneCodec } from './one-to-one-codec';
import { text } from './text';

/** The codecs that come with the package. */
export type CodecName = 'json' | 'text' | 'binary';

/** Each makes a codec, whose values belong to the given realm. */
const makers: Readonly<Record<CodecName, (realm: Realm) => OneToOneCodec>> = {
  json,
  text,
  binary,
};

export const codecNames = Object.keys(makers) as readonly CodecName[];

export const builtInCodec = (name: CodecName, realm: Realm): OneToOneCodec => makers[name](realm);

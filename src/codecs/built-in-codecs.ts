import type { Realm } from '../runtime/realm';
import { binary } from './binary';
import type { Codec } from './codec';
import { json } from './json';
import type { OneToOneCodec } from './one-to-one-codec';
import { text } from './text';

/** The codecs that a user may name, a line each: what makes one whose values belong to a realm. */
const builtIn = { json, text, binary } satisfies Readonly<Record<string, (realm: Realm) => Codec | OneToOneCodec>>;

export type CodecName = keyof typeof builtIn;

export const codecNames = Object.keys(builtIn) as readonly CodecName[];

export const builtInCodec = (name: CodecName, realm: Realm): Codec | OneToOneCodec => builtIn[name](realm);

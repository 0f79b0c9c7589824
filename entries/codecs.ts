export type { Answer, Codec, CodecConnection, CodecHandshake, CodecRequest, CodecSession, Payload } from '../src/codecs/codec';
export type { NamedValues } from '../src/codecs/named-values';

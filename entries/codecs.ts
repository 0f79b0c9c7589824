export type { Answer, Codec, CodecConnection, CodecHandshake, CodecRequest, CodecSession, Payload } from '../src/codecs/codec';
export { mqtt } from '../src/codecs/mqtt';
export type { MqttOptions, MqttWill } from '../src/codecs/mqtt-connect';
export type * from '../src/codecs/mqtt-packets';
export type { MqttPayloadForm } from '../src/codecs/mqtt-payload';
export { type MsgpackExtensions, type MsgpackOptions, msgpack } from '../src/codecs/msgpack';
export type { NamedValues } from '../src/codecs/named-values';
export {
  type ProtobufOptions,
  type ProtobufRoot,
  type ProtobufType,
  type ProtobufTypes,
  protobuf,
} from '../src/codecs/protobuf';

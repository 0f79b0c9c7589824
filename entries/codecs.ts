export type {
  Answer,
  Codec,
  CodecConnection,
  CodecHandshake,
  CodecRequest,
  CodecSession,
  Incomplete,
  Payload,
} from '../src/codecs/codec';
export {
  type GraphqlError,
  type GraphqlRequest,
  type GraphqlResult,
  type GraphqlWsIncoming,
  type GraphqlWsOptions,
  type GraphqlWsOutgoing,
  graphqlWs,
} from '../src/codecs/graphql-ws';
export { type JsonRpcOptions, jsonRpc } from '../src/codecs/json-rpc';
export type { JsonRpcEnvelope, JsonRpcEnvelopeName, JsonRpcKind } from '../src/codecs/json-rpc-envelopes';
export { mqtt } from '../src/codecs/mqtt';
export type { MqttOptions, MqttWill } from '../src/codecs/mqtt-connect';
export type * from '../src/codecs/mqtt-packets';
export type { MqttPayloadForm } from '../src/codecs/mqtt-payload';
export { type MsgpackExtensions, type MsgpackOptions, msgpack } from '../src/codecs/msgpack';
export type { NamedValues } from '../src/codecs/named-values';
export { type ProtobufOptions, protobuf } from '../src/codecs/protobuf';
export type { ProtobufRoot, ProtobufType, ProtobufTypes } from '../src/codecs/protobuf-types';
export { type SocketIoOptions, socketIo } from '../src/codecs/socket-io';
export { ack, type SocketIoAck, type SocketIoEvent, type SocketIoEventOf } from '../src/codecs/socket-io-events';

export type { Answer, Codec, CodecConnection, CodecHandshake, CodecRequest, CodecSession, Payload } from '../src/codecs/codec';
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
export type { JsonRpcEnvelope, JsonRpcEnvelopeName } from '../src/codecs/json-rpc-envelopes';
export type { NamedValues } from '../src/codecs/named-values';
export { type SocketIoOptions, socketIo } from '../src/codecs/socket-io';
export { ack, type SocketIoAck, type SocketIoEvent, type SocketIoEventOf } from '../src/codecs/socket-io-events';

import fc from 'fast-check';
import { Answer, type Codec, type Payload } from '../../src/codecs/codec';
import { graphqlWs } from '../../src/codecs/graphql-ws';
import { jsonRpc } from '../../src/codecs/json-rpc';
import { socketIo } from '../../src/codecs/socket-io';
import { codecConnection } from '../support/codec-connection';

interface Fuzzed {
  readonly codec: () => Codec;
  /** Ends the opening handshake. */
  readonly greeting: readonly string[];
  /** Frames of all kinds. */
  readonly frames: readonly Payload[];
  /** A frame of one message that stands for itself, whatever came before. */
  readonly last: string;
}

const EVIL = '{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}';
const RPC = [
  '{"jsonrpc":"2.0","id":1,"result":2}',
  '{"jsonrpc":"2.0","id":null,"error":{"code":-32700,"message":"Parse error"}}',
  '{"jsonrpc":"2.0","method":"ask","id":"x"}',
  '[{"id":1,"result":{}},{"method":"tick","params":[1]}]',
  EVIL,
];

const codecs: Readonly<Record<string, Fuzzed>> = {
  'Socket.IO': {
    codec: socketIo,
    greeting: ['0{"sid":"s","pingInterval":25000,"pingTimeout":20000}', '40{"sid":"n"}'],
    frames: [
      '2',
      '3',
      '6',
      '40{"sid":"n"}',
      '42["hello",{"a":[1,"b",null]}]',
      `42["evil",${EVIL}]`,
      '42/admin,["hello"]',
      '4217["ask"]',
      '430["yes"]',
      '452-["file",{"_placeholder":true,"num":0},{"_placeholder":true,"num":1}]',
      `451-["file",{"_placeholder":true,"num":0,"__proto__":{"polluted":1}},${EVIL}]`,
      '461-3[{"_placeholder":true,"num":0}]',
      '44{"message":"no"}',
      'bAQID',
      Buffer.from([1, 2, 3]),
    ],
    last: '42["last"]',
  },
  'graphql-ws': {
    codec: graphqlWs,
    greeting: ['{"type":"connection_ack"}'],
    frames: [
      '{"type":"next","id":"1","payload":{"data":{"a":[1]}}}',
      '{"type":"error","id":"1","payload":[{"message":"no"}]}',
      '{"type":"complete","id":"1"}',
      '{"type":"ping","payload":{"__proto__":{"polluted":1}}}',
      '{"type":"pong"}',
      `{"type":"next","id":"1","payload":${EVIL}}`,
      '{"type":"connection_ack"}',
      EVIL,
    ],
    last: '{"type":"complete","id":"last"}',
  },
  'JSON-RPC': { codec: jsonRpc, greeting: [], frames: RPC, last: '{"last":1}' },
  tRPC: { codec: () => jsonRpc({ envelope: 'trpc' }), greeting: [], frames: [...RPC, 'PING', 'PONG'], last: '{"last":1}' },
  'OCPP-J': {
    codec: () => jsonRpc({ envelope: 'ocpp' }),
    greeting: [],
    frames: ['[2,"1","Reset",{}]', '[3,"1",{}]', '[4,"1","NotImplemented","",{}]', `[3,"1",${EVIL}]`, EVIL],
    last: '[3,"last",{}]',
  },
};

/** Frames as they are, cut short, with something put in, or made of anything. */
function framesLike(frames: readonly Payload[]): fc.Arbitrary<Payload[]> {
  const known = fc.constantFrom(...frames);
  const broken = fc
    .tuple(known, fc.nat(), fc.nat(4), fc.string({ unit: 'binary', maxLength: 4 }))
    .map(([frame, at, cut, put]) => {
      if (typeof frame !== 'string') return frame.subarray(at % (frame.length + 1));
      const index = at % (frame.length + 1);
      return frame.slice(0, index) + put + frame.slice(index + cut);
    });
  const truncated = fc.tuple(known, fc.nat()).map(([frame, at]) => frame.slice(0, at % (frame.length + 1)) as Payload);
  const bytes = fc.uint8Array({ maxLength: 8 }).map((some) => Buffer.from(some));
  return fc.array(fc.oneof(known, broken, broken, truncated, fc.string({ unit: 'binary' }), fc.json(), bytes), { maxLength: 12 });
}

describe.each(Object.entries(codecs))('%s', (_, { codec, greeting, frames, last }) => {
  function opened() {
    const connection = codecConnection();
    const session = codec().open(connection);
    for (const payload of greeting) session.decode(payload);
    return { ...connection, session };
  }

  /** What the log makes of a payload: its messages, or an undecodable one. */
  function decoded(session: ReturnType<typeof opened>['session'], payload: Payload): unknown[] {
    try {
      return [...session.decode(payload)].map((message) => (message instanceof Answer ? message.value : message));
    } catch (error) {
      expect(error).toBeInstanceOf(Error);
      return [];
    }
  }

  test('whatever comes is decoded or refused, and what comes behind it is decoded', () => {
    fc.assert(
      fc.property(framesLike(frames), (payloads) => {
        const { session } = opened();
        const request = session.request?.(exampleOf(session));
        for (const payload of payloads) for (const message of decoded(session, payload)) request?.isReply(message);
        const end = decoded(session, last);
        expect(end.length > 0 ? end : decoded(session, last)).toHaveLength(1);
        expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
      }),
      { seed: 13, numRuns: 400 },
    );
  });

  test('also before the handshake is done', () => {
    fc.assert(
      fc.property(framesLike([...frames, ...greeting, last]), (payloads) => {
        const connection = codecConnection();
        const session = codec().open(connection);
        for (const payload of payloads) decoded(session, payload);
        const outcomes = connection.acts.filter(([kind]) => kind === 'ready' || kind === 'refused');
        expect(outcomes.length).toBeLessThanOrEqual(greeting.length === 0 ? 0 : payloads.length);
      }),
      { seed: 13, numRuns: 200 },
    );
  });

  test('what is deep or long', () => {
    const { session } = opened();
    const deep = '['.repeat(100_000) + ']'.repeat(100_000);
    for (const prefix of ['', '42', '451-', '42["a",', '9'.repeat(100_000), `42/${'x'.repeat(100_000)}`]) {
      decoded(session, prefix + deep);
      decoded(session, Buffer.from([1]));
    }
    expect(decoded(session, last)).toHaveLength(1);
  });
});

/** A message that can be asked. */
function exampleOf(session: { encode(message: any): unknown }): unknown {
  const examples = [['ask'], { type: 'subscribe', payload: { query: '' } }, { method: 'query' }, [2, 'Heartbeat', {}]];
  const found = examples.find((message) => {
    try {
      session.encode(message);
      return true;
    } catch {
      return false;
    }
  });
  return found;
}

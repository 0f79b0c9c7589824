import fc from 'fast-check';

type Payload = string | Buffer;

/** Of a protocol, what a server says. */
interface FuzzedProtocol {
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

/** By the names of their codecs. */
export const fuzzedProtocols: Readonly<Record<string, FuzzedProtocol>> = {
  'Socket.IO': {
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
  'JSON-RPC': { greeting: [], frames: RPC, last: '{"last":1}' },
  tRPC: { greeting: [], frames: [...RPC, 'PING', 'PONG'], last: '{"last":1}' },
  'OCPP-J': {
    greeting: [],
    frames: ['[2,"1","Reset",{}]', '[3,"1",{}]', '[4,"1","NotImplemented","",{}]', `[3,"1",${EVIL}]`, EVIL],
    last: '[3,"last",{}]',
  },
};

/** Frames as they are, cut short, with something put in, or made of anything. */
export function framesLike(frames: readonly Payload[]): fc.Arbitrary<Payload[]> {
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

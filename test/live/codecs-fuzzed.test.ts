import fc from 'fast-check';
import { type Codec, connect } from 'jest-websocket';
import { graphqlWs, jsonRpc, socketIo } from 'jest-websocket/codecs';
import { framesLike, fuzzedProtocols } from '../support/fuzzed-protocols';
import { serverThat } from '../support/servers';

const codecs: readonly [string, () => Codec, unknown][] = [
  ['Socket.IO', socketIo, ['last']],
  ['graphql-ws', graphqlWs, { type: 'complete', id: 'last' }],
  ['JSON-RPC', jsonRpc, { last: 1 }],
  ['tRPC', () => jsonRpc({ envelope: 'trpc' }), { last: 1 }],
  ['OCPP-J', () => jsonRpc({ envelope: 'ocpp' }), [3, 'last', {}]],
];

type Frame = string | Buffer;

/** A server of Socket.IO that says this leaves. */
const isGoodbye = (frame: Frame): boolean => typeof frame === 'string' && /^(1|41)/.test(frame);

/** What may be a part of a message with attachments, which is recorded when it is whole. */
const isPart = (frame: Frame): boolean => typeof frame !== 'string' || /^(45|46|b)/.test(frame);

test.each(codecs)('a server of %s that says anything is heard to its last message', async (name, codec, lastMessage) => {
  const { greeting, frames, last } = fuzzedProtocols[name] as NonNullable<(typeof fuzzedProtocols)[string]>;
  const said = fc
    .sample(framesLike(frames), { seed: 13, numRuns: 100 })
    .flat()
    .filter((frame) => !isGoodbye(frame));
  const server = serverThat((socket) => {
    // twice: what is in the midst of a message takes the first for a part of it
    for (const frame of [...greeting, ...said, last, last]) socket.send(frame);
  });
  const client = await connect(server, { codec: codec() });
  await client.receive(lastMessage as never);
  const recorded = new Set(client.transcript.flatMap((entry) => ('payload' in entry ? [String(entry.payload)] : [])));
  const missing = said.filter((frame) => !isPart(frame) && !recorded.has(Buffer.from(frame as string).toString()));
  expect(missing).toEqual([]);
  expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
});

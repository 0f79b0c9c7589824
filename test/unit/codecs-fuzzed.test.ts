import fc from 'fast-check';
import { Answer, type Codec, Incomplete, type Payload } from '../../src/codecs/codec';
import { graphqlWs } from '../../src/codecs/graphql-ws';
import { jsonRpc } from '../../src/codecs/json-rpc';
import { socketIo } from '../../src/codecs/socket-io';
import { codecConnection } from '../support/codec-connection';
import { framesLike, fuzzedProtocols } from '../support/fuzzed-protocols';
import { runs } from '../support/runs';

const codecs: Readonly<Record<string, () => Codec>> = {
  'Socket.IO': socketIo,
  'graphql-ws': graphqlWs,
  'JSON-RPC': jsonRpc,
  tRPC: () => jsonRpc({ envelope: 'trpc' }),
  'OCPP-J': () => jsonRpc({ envelope: 'ocpp' }),
};

describe.each(Object.entries(codecs))('%s', (name, codec) => {
  const { greeting, frames, last } = fuzzedProtocols[name] as NonNullable<(typeof fuzzedProtocols)[string]>;

  function opened() {
    const connection = codecConnection();
    const session = codec().open(connection);
    for (const payload of greeting) session.decode(payload);
    return { ...connection, session };
  }

  /** What the log makes of a payload: its messages, or an undecodable one. */
  function decoded(session: ReturnType<typeof opened>['session'], payload: Payload): unknown[] {
    try {
      const all = [...session.decode(payload)].filter((message) => !(message instanceof Incomplete));
      return all.map((message) => (message instanceof Answer ? message.value : message));
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
      { seed: 13, numRuns: runs(400) },
    );
  });

  test('also before the handshake is done, of which nothing else is said once it is', () => {
    fc.assert(
      fc.property(framesLike([...frames, ...greeting, last]), (payloads) => {
        const connection = codecConnection();
        const session = codec().open(connection);
        for (const payload of payloads) decoded(session, payload);
        const outcomes = connection.acts.filter(([kind]) => kind === 'ready' || kind === 'refused');
        const different = new Set(outcomes.map((outcome) => JSON.stringify(outcome)));
        expect(different.size).toBeLessThanOrEqual(greeting.length === 0 ? 0 : 1);
      }),
      { seed: 13, numRuns: runs(200) },
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

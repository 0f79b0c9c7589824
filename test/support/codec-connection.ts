import { Answer, type CodecConnection, Incomplete } from '../../src/codecs/codec';

/** What a codec has done with a connection. */
export type CodecAct =
  | readonly ['sent', payload: string | Uint8Array, value: unknown]
  | readonly ['traffic', value: unknown]
  | readonly ['ready']
  | readonly ['refused', reason: string, properties: unknown]
  | readonly ['ended', reason: string];

/** A connection that only notes what a codec does with it. */
export function codecConnection(): CodecConnection & { readonly acts: CodecAct[]; readonly taken: () => CodecAct[] } {
  const acts: CodecAct[] = [];
  return {
    acts,
    /** What it has done since this was last asked. */
    taken: () => acts.splice(0),
    protocol: '',
    send: (payload, value = payload) => void acts.push(['sent', payload, value]),
    sendMessage: () => {},
    traffic: (value) => void acts.push(['traffic', value]),
    answer: (value) => new Answer(value),
    incomplete: (problem) => new Incomplete(problem),
    handshake: () => ({
      done: () => void acts.push(['ready']),
      fail: (reason, properties = {}) => void acts.push(['refused', reason, properties]),
    }),
    every: () => {},
    end: (reason) => void acts.push(['ended', reason]),
  };
}

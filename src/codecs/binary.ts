import { show } from '../text/show';
import { OneToOneCodec } from './one-to-one-codec';

/** Every payload as bytes, text too. */
export const binary = () =>
  new OneToOneCodec('binary', {
    decode: (payload) => (typeof payload === 'string' ? Buffer.from(payload) : payload),
    whyNever: ({ source }) => {
      const instead = typeof source === 'string' ? 'Write Buffer.from(…)' : "Write bytes, or connect with { codec: 'json' }";
      return `is ${show(source)}, but the codec 'binary' gives Buffers. ${instead}.`;
    },
  });

import { show } from '../text/show';
import { OneToOneCodec } from './one-to-one-codec';

/** Every payload as it came: text stays text, bytes stay bytes. */
export const text = () =>
  new OneToOneCodec('text', {
    decode: (payload) => payload,
    whyNever: ({ source }) => {
      if (typeof source === 'string') return undefined;
      return `is ${show(source)}, but the codec 'text' gives text. Write text, or connect with { codec: 'json' }.`;
    },
  });

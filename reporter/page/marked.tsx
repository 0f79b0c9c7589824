import { splitAt } from './find';

/** A text with the matches of a search marked. */
export function Marked({ text, find }: { text: string; find: string }) {
  if (find === '') return <>{text}</>;
  const parts = splitAt(text, find);
  // biome-ignore lint/suspicious/noArrayIndexKey: a text has no other keys
  return <>{parts.map((part, index) => (index % 2 === 1 ? <mark key={index}>{part}</mark> : part))}</>;
}

import { splitAt } from './find';

/** A text with the matches of a search marked. */
export function Marked({ text, find }: { text: string; find: string }) {
  if (find === '') return <>{text}</>;
  const parts = splitAt(text, find);
  return <>{parts.map((part, index) => (index % 2 === 1 ? <mark key={index}>{part}</mark> : part))}</>;
}

import { aboutDifference, type Hint } from './hint';

/** Invisible characters: zero-width and bidirectional ones, soft hyphens, variation selectors. */
const UNSEEN = /[\p{Default_Ignorable_Code_Point}\p{Cf}]/gu;
const LONGEST = 16 * 1024;
/** If more characters than this differ, it is another text, not one that looks the same. */
const FEW = 3;

/** A hint about two texts that look the same. `say` tells how they differ, as the end of a sentence about the received one. */
const aboutTexts = (say: (received: string, expected: string) => string | undefined): Hint =>
  aboutDifference(({ received, expected, where }) => {
    if (typeof received !== 'string' || typeof expected !== 'string' || received === expected) return undefined;
    if (Math.max(received.length, expected.length) > LONGEST) return undefined;
    const how = say(received, expected);
    return how === undefined ? undefined : `${where} ${how}.`;
  });

const unseen = aboutTexts((received, expected) => {
  if (received.replace(UNSEEN, '') !== expected.replace(UNSEEN, '')) return undefined;
  return `differs in invisible characters: ${atDifference(received, expected)}`;
});

const composed = aboutTexts((received, expected) => {
  const form = (['NFC', 'NFKC'] as const).find((one) => received.normalize(one) === expected.normalize(one));
  if (form === undefined) return undefined;
  return `has characters that are composed differently: ${atDifference(received, expected)}. Normalize both texts before you compare them (String.prototype.normalize)`;
});

const blanks = aboutTexts((received, expected) => {
  if (received.replace(/\s+/g, '') !== expected.replace(/\s+/g, '')) return undefined;
  return `differs only in whitespace: ${atDifference(received, expected)}`;
});

const letterCase = aboutTexts((received, expected) =>
  received.toLowerCase() === expected.toLowerCase() ? 'differs only in upper and lower case' : undefined,
);

const escaped = aboutTexts((received, expected) => {
  const isEscaped = received === JSON.stringify(expected).slice(1, -1) || received === encoded(expected);
  return isEscaped ? 'is escaped once more' : undefined;
});

/** As in a URL; undefined for a text with half a surrogate pair. */
function encoded(text: string): string | undefined {
  try {
    return encodeURIComponent(text);
  } catch {
    return undefined;
  }
}

/** A letter of another alphabet, such as a Cyrillic one among Latin ones. */
const otherLetters = aboutTexts((received, expected) => {
  const [ours, theirs] = [[...expected], [...received]];
  if (ours.length !== theirs.length) return undefined;
  const differing = theirs.flatMap((one, index) => (one === ours[index] ? [] : [[one, ours[index] as string] as const]));
  const foreign = differing.length <= FEW && differing.every(([a, b]) => !isAscii(a) || !isAscii(b));
  return foreign ? `differs in a character: ${atDifference(received, expected)}` : undefined;
});

export const textHints: readonly Hint[] = [unseen, composed, blanks, letterCase, escaped, otherLetters];

const isAscii = (character: string): boolean => character.charCodeAt(0) < 128;

/** `at character 2 it has U+200B, where U+0079 is expected`. */
function atDifference(received: string, expected: string): string {
  const [theirs, ours] = [[...received], [...expected]];
  let index = 0;
  while (index < theirs.length && theirs[index] === ours[index]) index++;
  const is = theirs[index] === undefined ? 'it ends' : `it has ${point(theirs[index])}`;
  const not = ours[index] === undefined ? 'the expected text ends' : `${point(ours[index])} is expected`;
  return `at character ${index + 1} ${is}, where ${not}`;
}

const point = (character = ''): string => `U+${character.codePointAt(0)?.toString(16).toUpperCase().padStart(4, '0')}`;

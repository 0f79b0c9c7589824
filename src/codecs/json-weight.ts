import type { Payload } from './codec';

/** What is smaller weighs what its text does. */
const SMALL = 128;
/** So many characters tell whether text is mostly brackets and commas. */
const SAMPLES = 16;
/** What is longer is counted, whatever it looks like. */
const LONG = 64 * 1024;

/** What an array or object takes, and what each of its items does. */
const CONTAINER = 24;
const ITEM = 8;
const STRING = 8;

/**
 * What a payload weighs with the values that JSON makes of it: an estimate, before it is decoded. `[[],[],…]` makes many
 * times of what its text takes.
 */
export function jsonWeight(payload: Payload): number {
  const { length } = payload;
  if (typeof payload !== 'string' || length < SMALL || !isJson(payload)) return length;
  return length > LONG || isDense(payload) ? length + structureOf(payload) : length;
}

function isJson(text: string): boolean {
  const first = text.charCodeAt(0);
  return first === OBJECT || first === ARRAY || (first <= SPACE && /^\s*[[{]/.test(text));
}

/** Whether a quarter of it, as far as samples tell, makes arrays, objects and their items. */
function isDense(text: string): boolean {
  const step = (text.length - 1) / SAMPLES;
  let found = 0;
  for (let sample = 0; sample < SAMPLES; sample++) {
    const code = text.charCodeAt((sample * step) | 0);
    if (isBracket(code) || code === COMMA) found++;
  }
  return found * 4 >= SAMPLES;
}

const SPACE = 32;
const QUOTE = 34;
const COMMA = 44;
const COLON = 58;
const ARRAY = 91;
const OBJECT = 123;

/** `[`, `]`, `{` or `}`. */
const isBracket = (code: number): boolean => code === ARRAY || code === 93 || code === OBJECT || code === 125;

function structureOf(text: string): number {
  let weight = 0;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (isBracket(code)) weight += CONTAINER;
    else if (code === COMMA || code === COLON) weight += ITEM;
    else if (code === QUOTE) weight += STRING;
  }
  return weight;
}

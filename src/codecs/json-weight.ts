import type { Payload } from './codec';

/** A shorter text weighs as much as its length. */
const SMALL = 128;
/** How many characters are sampled in a text of up to `LONG`: if many are brackets or commas, all of it is read. */
const SAMPLES = 16;
/** A longer text is always read in stretches. */
const LONG = 1024;

/** The memory (bytes) for each bracket of an array or object, item, quote of a string, and key (in addition to its quotes). */
const CONTAINER = 24;
const ITEM = 8;
const STRING = 8;
const KEY = 24;

/**
 * The memory (bytes) that a payload and its values take once it is decoded as JSON: an estimate made before, since the values
 * of `[[],[],…]` take many times as much as its text.
 */
export function jsonWeight(payload: Payload): number {
  const { length } = payload;
  if (typeof payload !== 'string' || length < SMALL || !isJson(payload)) return length;
  if (length <= LONG) return isDense(payload) ? length + structureBetween(payload, 0, length) : length;
  const structure = structureOf(payload);
  return structure > length ? length + structure : length; // a few fields of long text weigh no more than the text
}

/** Whether a payload seems to be JSON, or a packet of Socket.IO with JSON in it, judging by its beginning. */
export function isJson(text: Payload): boolean {
  if (typeof text !== 'string') return false;
  const first = text.charCodeAt(0);
  if (first === OBJECT || first === ARRAY) return true;
  return (first <= SPACE || isDigit(first)) && JSON_BEHIND.test(text);
}

/** JSON after spaces, or after the head of a packet of Socket.IO: `42/chat,7["hello"]`. */
const JSON_BEHIND = /^(?:\s*|\d[\d-]*(?:\/[^,[{]*,\d*)?)[[{]/;

const isDigit = (code: number): boolean => code >= 48 && code <= 57;

/** Whether a quarter of it is brackets and commas, judging by samples. */
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

/** The memory for what a character stands for, by its code. A colon that does not follow a quote is part of a string. */
const WEIGHTS = new Uint8Array(128);
for (const code of [ARRAY, ARRAY + 2, OBJECT, OBJECT + 2]) WEIGHTS[code] = CONTAINER;
WEIGHTS[COMMA] = ITEM;
WEIGHTS[QUOTE] = STRING;
WEIGHTS[COLON] = KEY;

/** A long text is divided into at most `MOST_PARTS` parts, and one stretch of each is read (sizes in characters). */
const STRETCH = 24;
const PART = 256;
const MOST_PARTS = 128;
/** Moves the stretch to another place in each part, so that a text that repeats itself is read at different places. */
const GOLDEN = 0.618;

/** The memory for its arrays, objects, items and strings, estimated from stretches of it. */
function structureOf(text: string): number {
  const { length } = text;
  const parts = Math.min(MOST_PARTS, Math.floor(length / PART));
  const step = length / parts;
  let weight = 0;
  for (let part = 0; part < parts; part++) {
    const from = Math.floor(part * step + ((part * GOLDEN) % 1) * (step - STRETCH));
    weight += structureBetween(text, from, from + STRETCH);
  }
  return Math.round((weight * length) / (parts * STRETCH));
}

function structureBetween(text: string, from: number, to: number): number {
  let weight = 0;
  let before = 0;
  for (let index = from; index < to; index++) {
    const code = text.charCodeAt(index);
    if (code < WEIGHTS.length && (code !== COLON || before === QUOTE)) weight += WEIGHTS[code] as number;
    before = code;
  }
  return weight;
}

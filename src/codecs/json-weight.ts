import type { Payload } from './codec';

/** What is smaller weighs what its text does. */
const SMALL = 128;
/** Of text up to here, so many characters tell whether it is mostly brackets and commas: then all of it is looked at. */
const SAMPLES = 16;
/** What is longer is looked at in stretches, whatever it looks like. */
const LONG = 1024;

/** What each end of an array or object takes, each item, each quote of a string, and each key beside its quotes (bytes). */
const CONTAINER = 24;
const ITEM = 8;
const STRING = 8;
const KEY = 24;

/**
 * What a payload weighs with the values that JSON makes of it: an estimate, before it is decoded. `[[],[],…]` makes many
 * times of what its text takes.
 */
export function jsonWeight(payload: Payload): number {
  const { length } = payload;
  if (typeof payload !== 'string' || length < SMALL || !isJson(payload)) return length;
  if (length <= LONG) return isDense(payload) ? length + structureBetween(payload, 0, length) : length;
  const structure = structureOf(payload);
  return structure > length ? length + structure : length; // a few fields of long text are plain
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

/** What a character stands for takes, by its code. A colon that follows no quote is a part of a string. */
const WEIGHTS = new Uint8Array(128);
for (const code of [ARRAY, ARRAY + 2, OBJECT, OBJECT + 2]) WEIGHTS[code] = CONTAINER;
WEIGHTS[COMMA] = ITEM;
WEIGHTS[QUOTE] = STRING;
WEIGHTS[COLON] = KEY;

/** Of long text one stretch of so many characters is looked at in each part of so many, and at most in so many parts. */
const STRETCH = 24;
const PART = 256;
const MOST_PARTS = 128;
/** Stretches begin elsewhere in each part, so that what repeats is not met at the same place each time. */
const GOLDEN = 0.618;

/** What its arrays, objects, items and strings take, as far as stretches of it tell. */
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

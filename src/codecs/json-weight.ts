import type { Payload } from './codec';

/** What is smaller weighs what its text does. */
const SMALL = 128;
/** So many characters tell whether text is mostly brackets and commas. */
const SAMPLES = 16;
/** What is longer is looked at more closely, whatever it looks like. */
const LONG = 64 * 1024;

/** What each end of an array or object takes, each item, and each quote of a string (bytes). */
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

/** Of longer text so many stretches are looked at, each of so many characters. */
const STRETCHES = 64;
const STRETCH = 64;

/** What its arrays, objects, items and strings take, as far as stretches of long text tell. */
function structureOf(text: string): number {
  const { length } = text;
  if (length <= STRETCHES * STRETCH) return structureBetween(text, 0, length);
  const step = (length - STRETCH) / (STRETCHES - 1);
  let weight = 0;
  for (let stretch = 0; stretch < STRETCHES; stretch++) {
    const from = Math.floor(stretch * step);
    weight += structureBetween(text, from, from + STRETCH);
  }
  return Math.round((weight * length) / (STRETCHES * STRETCH));
}

function structureBetween(text: string, from: number, to: number): number {
  let weight = 0;
  for (let index = from; index < to; index++) {
    const code = text.charCodeAt(index);
    if (isBracket(code)) weight += CONTAINER;
    else if (code === COMMA || code === COLON) weight += ITEM;
    else if (code === QUOTE) weight += STRING;
  }
  return weight;
}

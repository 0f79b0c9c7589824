import type { Payload } from '../codecs/codec';
import type { Received } from './messages';
import type { Entry } from './transcript';

/** What each event weighs beside its payload: the record of it, and what decoding makes of a small one (bytes). */
export const OVERHEAD = 128;

/** What the events of a log weigh, in bytes: those that are over, and the messages that are not. */
export class Weights {
  over = 0;
  pending = 0;

  /** An event that is over as soon as it is recorded. */
  add(entry: Entry): void {
    this.over += weightOf(entry);
  }

  /** A message that waits for who reads it. */
  arrive(message: Received): void {
    const { frame, payload } = message;
    this.pending += OVERHEAD;
    if (!frame) {
      this.pending += payload.length;
      return;
    }
    if (frame.pending++ === 0) {
      this.pending += frame.weight;
      if (frame.kept > 0) this.over -= frame.weight;
    }
    frame.kept++;
  }

  /** A message that is over now. */
  end(message: Received): void {
    const { frame, payload } = message;
    let weight = OVERHEAD;
    if (!frame) weight += payload.length;
    else if (--frame.pending === 0) weight += frame.weight;
    this.pending -= weight;
    this.over += weight;
  }

  /** An event that is over leaves the log. */
  leave(entry: Entry): void {
    const frame = 'frame' in entry ? (entry as Received).frame : undefined;
    this.over -= weightOf(entry);
    if (frame && --frame.kept === 0) this.over -= frame.weight;
  }
}

/** What an event weighs by itself, its frame aside. */
function weightOf(entry: Entry): number {
  if (!('payload' in entry) || ('frame' in entry && entry.frame !== undefined)) return OVERHEAD;
  return entry.payload.length + OVERHEAD;
}

/** What is smaller than this weighs what its text does: `OVERHEAD` is for the rest. */
const SMALL = 64;
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
export function weightDecoded(payload: Payload): number {
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

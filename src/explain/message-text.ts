import { inspect } from 'node:util';
import type { Message, ProtocolEntry } from '../log/transcript';
import { bytesOf } from '../runtime/bytes';
import { isPlain } from '../runtime/literal';
import { bytesText } from '../text/bytes-text';
import { displayable } from '../text/displayable';
import { maskedBeginning } from '../text/masked-beginning';
import { oneLine } from '../text/show';

/** How many characters are shown of the message that a failure is about. */
export const WHOLE = 3 * 1024;

const NARROWEST = 16;
/** Longer text is not parsed to see whether it is the message itself. */
const LONGEST_PARSED = 64 * 1024;
const IN_SHORT = { depth: 4, breakLength: Number.POSITIVE_INFINITY };

/** A message on one line: text and JSON as they came, bytes as hex with their number, other decoded values as they are. */
export function messageText(message: Message, room: number): string {
  const { payload } = message;
  const problem = message.direction === 'received' ? message.problem : undefined;
  if (problem !== undefined) return fitted(`${payloadText(payload)} (not decoded: ${problem})`, room);
  return fitted(message.shown ?? ownText(message), room);
}

/** The traffic of a protocol, in the same way. */
export const trafficText = (traffic: ProtocolEntry, room: number): string => fitted(ownText(traffic), room);

function ownText(entry: Message | ProtocolEntry): string {
  return isPayload(entry) ? payloadText(entry.payload) : valueText(entry.value);
}

/** Whether the payload shows all of the decoded message: it is text, or the JSON of it. */
export function isPayload({ payload, value }: Message | ProtocolEntry): boolean {
  return value === payload || (typeof payload === 'string' && isItsJson(payload, value));
}

/** A payload on one line. */
export const payloadLine = (payload: string | Buffer, room: number): string => fitted(payloadText(payload), room);

/** A payload as it came: text, or bytes as hex with their number. */
function payloadText(payload: string | Buffer): string {
  return typeof payload === 'string' ? payload : bytesText(payload);
}

/** Whether the text is the JSON of this message, not of several messages, nor framed by a protocol. */
function isItsJson(text: string, value: unknown): boolean {
  if (text.length > LONGEST_PARSED) return /^\s*[[{]/.test(text);
  try {
    return JSON.stringify(JSON.parse(text)) === JSON.stringify(value);
  } catch {
    return false;
  }
}

function valueText(value: unknown): string {
  if (typeof value === 'string') return value;
  const bytes = bytesOf(value);
  if (bytes) return bytesText(bytes);
  const isJson = isPlain(value) || Array.isArray(value);
  try {
    return (isJson && JSON.stringify(value, bytesAsText)) || inspect(displayable(value), IN_SHORT);
  } catch {
    return inspect(displayable(value), IN_SHORT); // cyclic, or with a bigint
  }
}

/** `JSON.stringify` calls `toJSON()` of bytes before it calls this: `this[key]` is the bytes themselves. */
function bytesAsText(this: Record<string, unknown>, key: string, value: unknown): unknown {
  const bytes = bytesOf(this[key]);
  return bytes ? `<${bytesText(bytes)}>` : value;
}

/** Fields that say what went wrong, the plainest first. */
const TELLING = [
  /"(?:errors?|reason|details?)"\s*:\s*(?:"(?:[^"\\]|\\.){0,160}"?|[[{].{0,160}|[^,"\]}]{1,40})/i,
  /"(?:message|code|status)"\s*:\s*(?:"(?:[^"\\]|\\.){0,160}"?|[^,"[{\]}]{1,40})/i,
];
const LOOKED_THROUGH = 64 * 1024;

/** The text on one line, cut if it is too long; but a field that says what went wrong is kept. */
function fitted(whole: string, longest: number): string {
  const room = Math.max(NARROWEST, longest);
  const text = maskedBeginning(whole, LOOKED_THROUGH); // before it is cut: the rest might not be recognized as secret
  if (text.length <= room) return oneLine(text, room);
  const field = tellingField(text.slice(Math.floor(room / 2), LOOKED_THROUGH));
  if (field === undefined || room < 3 * NARROWEST) return oneLine(text, room);
  const kept = field.slice(0, Math.floor(room / 2));
  return oneLine(`${text.slice(0, room - kept.length - 2)}…${kept}…`, room);
}

function tellingField(text: string): string | undefined {
  for (const pattern of TELLING) {
    const [found] = pattern.exec(text) ?? [];
    if (found) return found;
  }
  return undefined;
}

/** Text in lines of at most `width` characters, broken after a comma or a blank if there is one near the end. */
export function wrapped(text: string, width: number): string[] {
  const lines: string[] = [];
  for (let start = 0; start < text.length; ) {
    const end = start + width;
    const places = [text.lastIndexOf(',', end - 1), text.lastIndexOf(' ', end - 1)].map((position) => position + 1);
    const stop = end >= text.length ? end : (places.find((position) => position > start + width / 2) ?? end);
    lines.push(text.slice(start, stop));
    start = stop;
  }
  return lines;
}

import { closeText } from '../connection/ending';
import { isPayload, messageText, trafficText } from '../explain/message-text';
import { frameText, networkText } from '../explain/wire-text';
import type { ReceivedMessage, TranscriptEntry } from '../log/transcript';
import { MASK, maskText } from '../text/mask';
import { part } from '../text/part-of-text';
import { type RecordLimits, SHORT } from './limits';
import type { PositionsRecorder } from './positions';
import type { EventRecord } from './test-record';

/** How far a text is looked through for secrets. */
const LOOKED_AT = 2 ** 18;

/** Makes records of the events of a test, as long as there is room for their payloads. */
export class EventRecorder {
  readonly #limits: RecordLimits;
  readonly #positions: PositionsRecorder;
  #room: number;

  constructor(limits: RecordLimits, positions: PositionsRecorder) {
    this.#limits = limits;
    this.#positions = positions;
    this.#room = limits.total;
  }

  /** @param at When it happened, in ms since the test began. */
  one(entry: TranscriptEntry, at: number, client: number): EventRecord {
    const base = { at, client, kind: entry.kind };
    switch (entry.kind) {
      case 'open':
        return base;
      case 'message': {
        const { direction, number } = entry;
        const value = isPayload(entry) && !entry.shown ? undefined : messageText(entry, this.#limits.payload);
        const whole = { ...base, direction, number, ...this.#payload(entry.payload, value), ...given('value', value) };
        return direction === 'sent' ? whole : { ...whole, ...this.#fate(entry) };
      }
      case 'protocol': {
        const value = isPayload(entry) ? undefined : trafficText(entry, this.#limits.payload);
        return { ...base, direction: entry.direction, ...this.#payload(entry.payload, value), ...given('value', value) };
      }
      case 'ping':
      case 'pong':
        return { ...base, direction: entry.direction, ...this.#payload(entry.payload) };
      case 'close': {
        const { direction, code, reason } = entry;
        return { ...base, direction, code, reason: maskText(reason), text: maskText(closeText(entry)) };
      }
      case 'error':
        return { ...base, text: this.#cut(maskText(entry.message)) };
      case 'frame':
        return { ...base, direction: 'sent', value: frameText(entry), ...this.#payload(entry.payload) };
      case 'network':
        return { ...base, text: networkText(entry) };
    }
  }

  #fate(message: ReceivedMessage): Partial<EventRecord> {
    const { status, reader, problem } = message;
    return {
      status,
      ...(reader && { reader: { name: reader.name, position: this.#positions.of(reader.position) } }),
      ...given('problem', problem === undefined ? undefined : this.#cut(maskText(problem))),
    };
  }

  /** @param value What it is decoded to, as it is shown: where that has a secret, so has the payload. */
  #payload(payload: string | Buffer, value = ''): Partial<EventRecord> {
    if (typeof payload === 'string') {
      return { size: Buffer.byteLength(payload), text: this.#cut(maskText(part(payload, 0, LOOKED_AT))) };
    }
    const bytes = payload.subarray(0, this.#spent(Math.min(payload.length, this.#most)));
    const text = payload.subarray(0, LOOKED_AT).toString('latin1');
    if (value.includes(MASK) || maskText(text) !== text) return { size: payload.length };
    return { size: payload.length, bytes: bytes.toString('base64') };
  }

  #cut(text: string): string {
    const most = this.#most;
    this.#spent(Math.min(text.length, most));
    return text.length > most ? `${part(text, 0, most)}…` : text;
  }

  get #most(): number {
    return this.#room > 0 ? this.#limits.payload : SHORT;
  }

  #spent(characters: number): number {
    this.#room -= characters;
    return characters;
  }
}

/** A field that is left out where it says nothing. */
function given<Name extends keyof EventRecord>(name: Name, value: EventRecord[Name]): Partial<EventRecord> {
  return value === undefined ? {} : { [name]: value };
}

import { closeText } from '../connection/ending';
import { isPayload, messageText, trafficText } from '../explain/message-text';
import { frameText, networkText } from '../explain/wire-text';
import type { Message, TranscriptEntry } from '../log/transcript';
import { MASK, maskText } from '../text/mask';
import { part } from '../text/part-of-text';
import { type RecordLimits, SHORT } from './limits';
import type { PositionsRecorder } from './positions';
import type { EventRecord } from './test-record';

/** How far a text is looked through for secrets. */
const LOOKED_AT = 2 ** 18;

type Draft = { -readonly [Name in keyof EventRecord]: EventRecord[Name] };

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

  /**
   * @param at When it happened, in ms since the test began.
   * @param isPlain Whether its codec is a built-in one, whose messages are what their payloads say.
   */
  one(entry: TranscriptEntry, at: number, client: number, isPlain: boolean): EventRecord {
    const record: Draft = { at, client, kind: entry.kind };
    if ('direction' in entry) record.direction = entry.direction;
    switch (entry.kind) {
      case 'open':
        break;
      case 'message':
        record.number = entry.number;
        this.#message(record, entry, isPlain);
        break;
      case 'protocol':
        if (!isPayload(entry)) record.value = trafficText(entry, this.#limits.payload);
        this.#payload(record, entry.payload);
        break;
      case 'ping':
      case 'pong':
        this.#payload(record, entry.payload);
        break;
      case 'close':
        record.code = entry.code;
        record.reason = maskText(entry.reason);
        record.text = maskText(closeText(entry));
        break;
      case 'error':
        record.text = this.#cut(maskText(entry.message));
        break;
      case 'frame':
        record.value = frameText(entry);
        this.#payload(record, entry.payload);
        break;
      case 'network':
        record.text = networkText(entry);
    }
    return record;
  }

  #message(record: Draft, message: Message, isPlain: boolean): void {
    const isShown = isPlain || (message.shown === undefined && isPayload(message));
    if (!isShown) record.value = messageText(message, this.#limits.payload);
    this.#payload(record, message.payload);
    if (message.direction === 'sent') return;
    const { status, reader, problem } = message;
    record.status = status;
    if (reader) record.reader = { name: reader.name, position: this.#positions.of(reader.position) };
    if (problem !== undefined) record.problem = this.#cut(maskText(problem));
  }

  /** Where the value that it is decoded to has a secret, so have the bytes. */
  #payload(record: Draft, payload: string | Buffer): void {
    if (typeof payload === 'string') {
      record.size = Buffer.byteLength(payload);
      record.text = this.#cut(maskText(part(payload, 0, LOOKED_AT)));
      return;
    }
    record.size = payload.length;
    const bytes = payload.subarray(0, this.#spent(Math.min(payload.length, this.#most)));
    const text = payload.subarray(0, LOOKED_AT).toString('latin1');
    const isSecret = record.value?.includes(MASK) || maskText(text) !== text;
    if (!isSecret) record.bytes = bytes.toString('base64');
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

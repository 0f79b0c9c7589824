import type { Payload } from '../codecs/codec';
import type { ContractBreach } from '../connection/contract-breach';
import { closeText } from '../connection/ending';
import { isPayload, messageText, trafficText } from '../explain/message-text';
import { frameText, networkText } from '../explain/wire-text';
import type { Message, Reader, TranscriptEntry } from '../log/transcript';
import { MASK, maskText } from '../text/mask';
import { secretMargin } from '../text/masked-beginning';
import { type RecordLimits, SHORT } from './limits';
import type { PositionsRecorder } from './positions';
import { safeText } from './safe-text';
import type { EventRecord } from './test-record';
import type { WaitIndexes } from './wait-record';

type Draft = { -readonly [Name in keyof EventRecord]: EventRecord[Name] };

/** How much of a decoded value is searched for secrets, in characters. */
const LOOKED_AT = 2 ** 16;
/** The words in a printed value that stand for parts which are left out. */
const LEFT_OUT = /… [\d,]+ more |\[(?:Object|Array|Map|Set)\]/;

/** Makes records of the events of a test. When there is no more room, payloads are cut shorter. */
export class EventRecorder {
  readonly #limits: RecordLimits;
  readonly #positions: PositionsRecorder;
  readonly #waits: WaitIndexes;
  #room: number;

  constructor(limits: RecordLimits, positions: PositionsRecorder, waits: WaitIndexes) {
    this.#limits = limits;
    this.#positions = positions;
    this.#waits = waits;
    this.#room = limits.total;
  }

  /**
   * @param at When it happened, in ms since the test began.
   * @param isPlain Whether its codec is a built-in one, so that payloads show all of their messages.
   * @param breach How it breaks the contract of its client.
   */
  one(entry: TranscriptEntry, at: number, client: number, isPlain: boolean, breach?: Breach): EventRecord {
    const record: Draft = { at, client, kind: entry.kind };
    if (breach) {
      record.breach = this.#kept(breach.what);
      if (breach.isMeant) record.isBreachMeant = true;
    }
    if ('direction' in entry) record.direction = entry.direction;
    switch (entry.kind) {
      case 'open':
        break;
      case 'message':
        record.number = entry.number;
        this.#message(record, entry, isPlain);
        break;
      case 'protocol':
        this.#payloads(record, entry, !isPayload(entry) && this.#value(record, (room) => trafficText(entry, room)));
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
        record.text = this.#kept(entry.message);
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
    const isWhole = !('payloads' in message) || message.problem !== undefined;
    const isShown = isWhole && (isPlain || (message.shown === undefined && isPayload(message)));
    this.#payloads(record, message, !isShown && this.#value(record, (room) => messageText(message, room)));
    if (message.direction === 'sent') return;
    const { status, reader, problem } = message;
    record.status = status;
    if (reader) record.reader = this.#reader(reader);
    if (problem !== undefined) record.problem = this.#kept(problem);
  }

  #reader({ name, position }: Reader): NonNullable<EventRecord['reader']> {
    const wait = this.#waits.get(position);
    return { name, position: this.#positions.of(position), ...(wait !== undefined && { wait }) };
  }

  /**
   * Records the value that a payload is decoded to.
   * @param textOf Prints the value within this number of characters; what is left out is replaced by `…`.
   * @returns Whether it has a secret, or may have one in a part that is left out: then so may the payload.
   */
  #value(record: Draft, textOf: (room: number) => string): boolean {
    const most = this.#most;
    const value = textOf(most);
    record.value = value;
    this.#room -= value.length;
    const whole = isFull(value, most) ? textOf(LOOKED_AT) : value;
    return whole.includes(MASK) || isFull(whole, LOOKED_AT) || LEFT_OUT.test(whole);
  }

  #payloads(record: Draft, { payload, payloads }: PayloadsOf, isSecret: boolean): void {
    if (!payloads) {
      this.#payload(record, payload, isSecret);
      return;
    }
    const texts = payloads.filter((one) => typeof one === 'string');
    const bytes = payloads.filter((one) => typeof one !== 'string');
    if (texts.length > 0) this.#text(record, texts.join('\n'), isSecret);
    if (bytes.length > 0) this.#bytes(record, bytes, isSecret);
    record.size = payloads.reduce((sum, one) => sum + Buffer.byteLength(one), 0);
  }

  #payload(record: Draft, payload: Payload, isSecret = false): void {
    record.size = Buffer.byteLength(payload);
    if (typeof payload === 'string') this.#text(record, payload, isSecret);
    else this.#bytes(record, [payload], isSecret);
  }

  /** A payload with a secret is left out if the secret is not found in its text, since the codec may have encoded it. */
  #text(record: Draft, payload: string, isSecret: boolean): void {
    const text = safeText(payload, this.#most);
    if (isSecret && !text.includes(MASK)) return;
    record.text = text;
    this.#room -= text.length;
  }

  #bytes(record: Draft, payloads: readonly Buffer[], isSecret: boolean): void {
    if (isSecret) return;
    const most = this.#most;
    const [first = Buffer.alloc(0)] = payloads;
    const all = payloads.length === 1 ? first : Buffer.concat(payloads);
    const text = all.subarray(0, 2 * most + secretMargin()).toString('latin1');
    if (maskText(text) !== text) return;
    const bytes = all.subarray(0, most);
    record.bytes = bytes.toString('base64');
    this.#room -= bytes.length;
  }

  #kept(given: string): string {
    const text = safeText(given, this.#most);
    this.#room -= text.length;
    return text;
  }

  get #most(): number {
    return this.#room > 0 ? this.#limits.payload : SHORT;
  }
}

type Breach = Pick<ContractBreach, 'what' | 'isMeant'>;

interface PayloadsOf {
  readonly payload: Payload;
  readonly payloads?: readonly Payload[];
}

/** Whether a text is about as long as there was room for, so that it may have been cut: a cut may be a few characters earlier. */
const isFull = (text: string, room: number): boolean => text.length > room - 8;

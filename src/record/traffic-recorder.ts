import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { threadId } from 'node:worker_threads';
import type { DocumentedMessage } from '../codecs/codec';
import type { CodecProfile } from '../codecs/codec-profile';
import type { Connection } from '../connection/connection';
import { pathOf } from '../connection/websocket-url';
import type { Direction } from '../contract/definition';
import { ReceivedAnswer } from '../log/messages';
import type { Message, TranscriptEntry } from '../log/transcript';
import type { Scope } from '../waiting/scope';
import { jsonValueOf, shapeOf } from './json-shape';
import { maskedPath, maskedValue, maskLearnt } from './masked-value';
import type { TrafficRecord } from './traffic-record';

/** How much a worker writes. */
interface TrafficLimits {
  /** Messages of one shape: further ones teach nothing. */
  readonly alike: number;
  /** All messages. */
  readonly messages: number;
  /** The size of all messages, in characters of JSON. */
  readonly total: number;
}

const LIMITS: TrafficLimits = { alike: 40, messages: 20_000, total: 2 ** 26 };

/** The longest message, in characters of JSON. */
const LONGEST = 2 ** 17;

/** The first close code that is an application's own (RFC 6455 §7.4.2). */
const FIRST_OWN_CODE = 4000;

/** Gives the test that events of a connection belong to now; if none runs, the block or file that opened the connection. */
export type BelongsTo = () => Pick<Scope, 'isOfTest' | 'began'>;

/** Writes what comes and goes on connections into the file of this worker. */
export class TrafficRecorder {
  readonly #file: string;
  readonly #written = new Map<string, number>();
  readonly #tests = new Set<string>();
  readonly #limits: TrafficLimits;
  #count = 0;
  #length = 0;
  #isFull = false;

  constructor(folder: string, limits = LIMITS) {
    this.#limits = limits;
    this.#file = join(folder, `${process.pid}-${threadId}.jsonl`);
  }

  /** Writes down the traffic of a connection, to be called before its first message. */
  watch(connection: Connection, belongsTo: BelongsTo, profile: Pick<CodecProfile, 'documented' | 'messagesIn'> = {}): void {
    const documented = profile.documented ?? ((payload: unknown) => ({ payload }));
    const path = maskedPath(pathOf(connection.url));
    const message = (value: unknown, { direction }: Message) => {
      this.#test(belongsTo());
      this.#message(documented(value), direction, path);
    };
    this.#write({ kind: 'connection', ...(profile.documented === undefined && { path }) });
    this.#test(belongsTo());
    let lastSent = 0;
    connection.log.watch((entry) => {
      if (entry.kind === 'close') this.#closed(entry, path);
      if (entry.kind !== 'message') return;
      if (entry.direction === 'received') {
        // documents do not describe acknowledgements
        if (entry.problem === undefined && !(entry instanceof ReceivedAnswer)) message(entry.value, entry);
      } else if (entry.number !== lastSent) {
        lastSent = entry.number; // one of several payloads has an entry for each
        if (connection.sending.isUnheld) return;
        const value = connection.codec ? connection.codec.decode(entry.payload) : entry.value;
        for (const one of profile.messagesIn?.(value) ?? [value]) message(one, entry);
      }
    });
  }

  #test({ isOfTest, began }: ReturnType<BelongsTo>): void {
    if (!isOfTest) return;
    const id = `${process.pid}-${threadId}-${began}`;
    if (this.#tests.has(id)) return;
    this.#tests.add(id);
    this.#write({ kind: 'test', id });
  }

  #message(message: DocumentedMessage | undefined, direction: Direction, ofConnection: string): void {
    if (!message || this.#isFull) return;
    const { payload, name, channel } = message;
    const path = channel === undefined ? ofConnection : maskedPath(channel);
    const json = payload === undefined ? undefined : jsonValueOf(payload);
    if (payload !== undefined && (json === undefined || json.text.length > LONGEST)) {
      this.#write({ kind: 'other', path, direction });
      return;
    }
    const shape = json && [shapeOf(json.value), ...json.bytes];
    if (!this.#isNews(JSON.stringify([path, direction, name, shape]), json?.text.length ?? 0)) return;
    this.#write({
      kind: 'message',
      path,
      direction,
      ...(name !== undefined && { name: maskLearnt(name) }),
      ...(json && { value: maskedValue(json.value, json.text) }),
      ...(json && json.bytes.length > 0 && { bytes: json.bytes }),
    });
  }

  /** Whether to write a message: not if enough of its kind were written, nor past a limit, which is noted once. */
  #isNews(kind: string, length: number): boolean {
    const written = this.#written.get(kind) ?? 0;
    if (written >= this.#limits.alike) return false;
    if (this.#count >= this.#limits.messages || this.#length + length > this.#limits.total) {
      this.#isFull = true;
      this.#write({ kind: 'full' });
      return false;
    }
    this.#written.set(kind, written + 1);
    this.#count++;
    this.#length += length;
    return true;
  }

  #closed({ direction, code, reason }: TranscriptEntry & { kind: 'close' }, path: string): void {
    if (direction === 'received' && code >= FIRST_OWN_CODE)
      this.#write({ kind: 'close', path, code, reason: maskLearnt(reason) });
  }

  /** Never throws: a folder that is full or gone fails no test. */
  #write(record: TrafficRecord): void {
    try {
      appendFileSync(this.#file, `${JSON.stringify(record)}\n`);
    } catch {
      // the command that reads the traffic tells how much there was
    }
  }
}

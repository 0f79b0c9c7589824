import type { AskedRequest } from '../codecs/checked-request';
import type { Payload } from '../codecs/codec';
import type { Log } from '../log/log';
import type { ReceivedMessage } from '../log/transcript';
import { mergeOptions } from '../text/options';
import { UsageError } from '../text/usage-error';
import type { Closing } from './closing';
import { type FrameOptions, frameOptions } from './connect-options';
import type { ContractWatch } from './contract-watch';
import { ask, encode } from './encode';
import { beyondWs, frameOf, headerOf, isOfMessage } from './frame';
import type { OpenCodec } from './open-codec';
import type { Socket } from './socket';

/** Called when a message has been handed to the operating system. */
type Written = (error?: Error) => void;

/** The part of a connection that sending needs. */
interface Sender {
  /** As it is shown. */
  readonly name: string;
  readonly codecName: string;
  readonly log: Log;
  readonly codec: OpenCodec;
  readonly closing: Closing;
  readonly contract: ContractWatch | undefined;
  socket(): Socket;
}

/** What one client sends: messages by its codec, and raw frames. */
export class Sending {
  readonly #sender: Sender;
  /** Whether what is sent now need not conform to the contract, as the option `contract` of `sendRaw()` says. */
  isUnheld = false;

  constructor(sender: Sender) {
    this.#sender = sender;
  }

  /** Whether something can be written, also before the codec's protocol is ready. */
  get canSend(): boolean {
    const { closing } = this.#sender;
    return !closing.ending && !closing.begun;
  }

  /**
   * Encodes and writes a message.
   * @param written Called when it has been handed to the operating system.
   * @param trigger The received message that it answers; null for none. Defaults to the last one that was read.
   * @param isRepeat Whether it was sent before, and is sent again because nothing has answered it.
   * @throws {UsageError} when it cannot be encoded, or the connection is not open.
   */
  send(message: unknown, written: Written = () => {}, trigger?: ReceivedMessage | null, isRepeat = false): void {
    const { codec, log } = this.#sender;
    const { session } = codec;
    if (!session || !this.canSend) throw this.cannot('send');
    const encoded = encode(message, session, this.#sender, trigger === undefined ? log.lastRead : (trigger ?? undefined));
    log.send(encoded, trigger === null ? 0 : trigger?.number, isRepeat);
    encoded.forEach(({ payload }, index) => {
      this.write(payload, index === encoded.length - 1 ? written : undefined);
    });
    if (encoded.length === 0) queueMicrotask(written); // the codec sends it later, or not at all
  }

  /**
   * Sends a message as a request, if the codec has such. Returns how its reply is recognised; undefined if the codec cannot.
   * @throws {UsageError} when it has no reply, cannot be encoded, or the connection is not open.
   */
  ask(message: unknown): AskedRequest | undefined {
    const { session } = this.#sender.codec;
    const asked = session?.request && ask(message, session, this.#sender);
    this.send(asked ? asked.message : message);
    return asked;
  }

  /**
   * Writes a message, or a fragment of one, as it is, without the codec. A whole message must conform to the contract; its
   * options may say otherwise. A frame that `ws` does not make is no message of the log, so it is not held to it.
   * @throws {UsageError} when the connection is not open.
   */
  sendRaw(data: Payload, { contract: isHeld, ...frame }: FrameOptions): void {
    const { contract, socket } = this.#sender;
    const write = () => this.#writeRaw(data, frame);
    this.isUnheld = !(isHeld ?? (frame.fin !== false && !socket().isWithinMessage));
    try {
      if (contract && this.isUnheld) contract.suspended(write);
      else write();
    } finally {
      this.isUnheld = false;
    }
  }

  #writeRaw(data: Payload, frame: FrameOptions): void {
    if (!this.canSend || !this.#sender.codec.isReady) throw this.cannot('send');
    const payload = typeof data === 'string' ? data : Buffer.from(data); // the user may change the bytes afterwards
    if (beyondWs(frame).length > 0) this.#sendFrame(payload, frame);
    else {
      this.#sender.log.send([{ payload, valueOf: () => payload }]);
      const options = mergeOptions(frameOptions, { binary: typeof data !== 'string' }, frame); // ws has the other defaults
      this.#sender.socket().send(payload, options, () => {});
    }
  }

  /** Writes bytes, which `ws` puts into one piece with their header; a string would take two. */
  write(payload: Payload, written: Written = () => {}): void {
    const binary = typeof payload !== 'string';
    this.#sender.socket().send(binary ? payload : Buffer.from(payload), { binary }, written);
  }

  #sendFrame(payload: Payload, options: FrameOptions): void {
    const { log } = this.#sender;
    const socket = this.#sender.socket();
    const bytes = Buffer.from(payload);
    const header = headerOf(options, bytes.length, typeof payload !== 'string', socket.isWithinMessage);
    log.note({ kind: 'frame', direction: 'sent', at: performance.now(), ...header, payload, after: log.cursor });
    socket.write(frameOf(header, bytes), isOfMessage(header) ? !header.fin : socket.isWithinMessage);
  }

  /** Why a client that is not open cannot do something. */
  cannot(act: 'send' | 'pause'): UsageError {
    const { name, closing } = this.#sender;
    return new UsageError(`${name} cannot ${act}: ${closing.why ?? 'it is not open yet'}.`);
  }
}

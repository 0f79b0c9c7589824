/** The payload of one WebSocket message: text frames are strings, binary frames are `Buffer`s (RFC 6455 §5.6). */
export type Payload = string | Buffer;

/** What a codec may know about its connection. */
export interface CodecConnection {
  /** The subprotocol that the server chose, or `''`. */
  readonly protocol: string;
  /**
   * Sends a payload as it is, for what a protocol sends by itself (acknowledgements, heartbeats). Does nothing when the
   * connection is no longer open.
   */
  send(payload: string | Uint8Array): void;
}

/** The state of a codec for one connection. */
export interface CodecSession<Incoming = unknown, Outgoing = unknown> {
  /** The messages that a payload completes: none (part of a larger one, or protocol traffic), one, or many. */
  decode(payload: Payload): Iterable<Incoming>;
  /** The payloads that carry a message; none if it is sent later. Throws if it cannot be encoded. */
  encode(message: Outgoing): string | Uint8Array | readonly (string | Uint8Array)[];
  /** The value of a sent payload in the transcript. Defaults to the message given to `encode`, as it was then. */
  sentValue?(payload: Payload, message: Outgoing): unknown;
}

/** Translates between payloads and messages. `open` is called once for each connection, when its handshake is done. */
export interface Codec<Incoming = unknown, Outgoing = unknown> {
  /** Shown in failures. Defaults to `'custom'`. */
  readonly name?: string;
  open(connection: CodecConnection): CodecSession<Incoming, Outgoing>;
}

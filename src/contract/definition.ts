/** The direction of a message, as the client sees it. */
export type Direction = 'received' | 'sent';

export const opposite = (direction: Direction): Direction => (direction === 'received' ? 'sent' : 'received');

/** One thing that is wrong with a message: `/text must be string, got 7`. */
export interface Issue {
  /** The place of the value, as a JSON pointer (RFC 6901); `''` for the message itself. */
  readonly pointer: string;
  /** What must be there, as the rest of a sentence that begins with the place. */
  readonly text: string;
}

/** A value that a constant of a schema can be. */
export type Constant = string | number | boolean | null;

/** One kind of message, as a contract documents it. */
export interface MessageDefinition {
  /** Its name in the document: `ChatSaid`. */
  readonly name: string;
  /** Where it is documented: `asyncapi.yaml:34`. */
  readonly where: string;
  /**
   * The places whose value is one of a few, by which kinds of messages are told apart. A place is a JSON pointer; the type of
   * the message itself (`'object'`) is at `#type`.
   */
  readonly constants: ReadonlyMap<string, ReadonlySet<Constant>>;
  /** Whether its payload is text (`contentType: text/plain`), though a codec may have made a value of it. Defaults to `false`. */
  readonly isText?: boolean;
  /** The place of the value that a reply repeats from its request, in both of them; undefined if none is documented. */
  readonly correlation: MessagePlace | undefined;
  /** The documented values of its enumerations, by their places. */
  readonly enums: ReadonlyMap<string, readonly Constant[]>;
  /** Whether a message is of this kind. */
  fits(message: ContractMessage): boolean;
  /** What is wrong with a message; empty if it fits. */
  issues(message: ContractMessage): readonly Issue[];
  /**
   * A message of this kind, ready to send.
   * @throws {UsageError} when none can be made of the schema.
   */
  example(): unknown;
}

/** The place of a value in a message. */
export interface MessagePlace {
  readonly part: 'payload' | 'headers';
  readonly keys: readonly string[];
}

/** A message as a contract sees it. */
export interface ContractMessage {
  readonly payload: unknown;
  /** The text of which the payload is made, if it is made of text alone. */
  readonly text?: string | undefined;
  /** Left out if the codec has none. */
  readonly headers?: unknown;
  /** Its name, if the codec tells that: the event of Socket.IO. */
  readonly name?: string | undefined;
}

/** What a kind of message describes of a message: its text if that is documented, `12` for a 12 of JSON. */
export const payloadFor = ({ isText }: MessageDefinition, { payload, text }: ContractMessage): unknown =>
  isText ? (text ?? payload) : payload;

/** The messages of one direction of a channel, and their replies. */
export interface Operation {
  readonly name: string;
  /** Where it is documented; undefined if it was made because the channel has none. */
  readonly where: string | undefined;
  readonly direction: Direction;
  readonly messages: readonly MessageDefinition[];
  /** The messages that answer, in the other direction. */
  readonly replies: readonly MessageDefinition[];
}

/** The messages and close codes for the WebSockets of one address. */
export interface Channel {
  /** Its name in the document. */
  readonly id: string;
  /** Its name for people: its address, if it has one. */
  readonly name: string;
  readonly where: string;
  /** Whether a connection to this path belongs to it. */
  matches(path: string): boolean;
  readonly operations: readonly Operation[];
  /** The documented close codes; undefined if there are none. */
  readonly closeCodes: ReadonlyMap<number, DocumentedCloseCode> | undefined;
}

/** A close code of a channel. */
export interface DocumentedCloseCode {
  /** In words; `''` if it is only listed. */
  readonly meaning: string;
  /** Where it is documented: `asyncapi.yaml:47`. */
  readonly where: string;
}

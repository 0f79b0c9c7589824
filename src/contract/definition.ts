/** Which way a message goes, seen by the client. */
export type Direction = 'received' | 'sent';

/** What a message breaks: `/text must be string, got 7`. */
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
  /** As the document calls it: `ChatSaid`. */
  readonly name: string;
  /** Where it is documented: `asyncapi.yaml:34`. */
  readonly where: string;
  /**
   * The places whose value is one of a few: what tells messages apart. A place is a JSON pointer; the type of the message
   * itself (`'object'`) stands at `#type`.
   */
  readonly constants: ReadonlyMap<string, ReadonlySet<Constant>>;
  /** Where the value is by which a reply is known, in a request and in its reply; undefined where none is documented. */
  readonly correlation: MessagePlace | undefined;
  /** Its enumerations: each place with the values that are documented. */
  readonly enums: ReadonlyMap<string, readonly Constant[]>;
  /** Whether a message is one of these. */
  fits(message: ContractMessage): boolean;
  /** What is wrong with a message; none where it fits. */
  issues(message: ContractMessage): readonly Issue[];
  /**
   * A message of this kind, ready to send.
   * @throws {UsageError} when the schema is one for which none can be made.
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
  /** Where the codec has any. */
  readonly headers?: unknown;
  /** What the codec says that it is called: the event of Socket.IO. */
  readonly name?: string | undefined;
}

/** What is sent one way over a channel, and how it is answered. */
export interface Operation {
  readonly name: string;
  /** Where it is documented; undefined where it is made because the document has none. */
  readonly where: string | undefined;
  readonly direction: Direction;
  readonly messages: readonly MessageDefinition[];
  /** What comes back, the other way. */
  readonly replies: readonly MessageDefinition[];
}

/** What can be said over the WebSockets of one address. */
export interface Channel {
  /** As the document calls it. */
  readonly id: string;
  /** As it is shown: its address where it has one. */
  readonly name: string;
  readonly where: string;
  /** Whether a connection to this path is one of its own. */
  matches(path: string): boolean;
  readonly operations: readonly Operation[];
  /** The close codes that are documented; undefined where none are. */
  readonly closeCodes: ReadonlyMap<number, DocumentedCloseCode> | undefined;
}

/** A close code of a channel. */
export interface DocumentedCloseCode {
  /** In words; `''` where it is only listed. */
  readonly meaning: string;
  /** Where it is documented: `asyncapi.yaml:47`. */
  readonly where: string;
}

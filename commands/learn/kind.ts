import type { LearntSchema } from './schema-of';

/** A kind of message that was learnt from some messages. */
export interface Kind {
  /** In PascalCase: `ChatSaid`. */
  readonly name: string;
  /** Its name, if the codec tells that: `chat message`. */
  readonly event?: string;
  /** Undefined for the default of the document, which is JSON. */
  readonly contentType?: string;
  readonly schema: LearntSchema;
  /** One of the messages; undefined if a document can contain none of them. */
  readonly example: unknown;
}

import type { LearntSchema } from './schema-of';

/** A kind of message, learnt from some. */
export interface Kind {
  /** In PascalCase: `ChatSaid`. */
  readonly name: string;
  /** What the codec says that it is called, where it says so: `chat message`. */
  readonly event?: string;
  /** Undefined for that of the document, which is JSON. */
  readonly contentType?: string;
  readonly schema: LearntSchema;
  /** One of the messages; undefined where none can stand in a document. */
  readonly example: unknown;
}

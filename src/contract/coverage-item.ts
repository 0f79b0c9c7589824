/** Something that a contract documents, and how often it was seen. */
export interface CoverageItem {
  readonly kind: 'operation' | 'message' | 'reply' | 'value' | 'close code';
  /** The name of its channel. */
  readonly channel: string;
  /** As it is shown: `ChatSaid`; for a value, `ChatJoined /role "moderator"`; for a close code, `4001 "the name is taken"`. */
  readonly name: string;
  /** Where it is documented: `asyncapi.yaml:34`. */
  readonly where: string;
  readonly seen: number;
}

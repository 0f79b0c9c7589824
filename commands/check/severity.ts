import type { Direction } from '../../src/contract/definition';
import type { Certainty, SchemaChange } from './certainty';

/** Whether clients that were written for the old document break. */
export type Severity = 'breaking' | 'may-break' | 'compatible';

/** A line of a document. */
export interface WrittenAt {
  readonly file: string;
  readonly line: number;
  /** The place in the file, as a JSON pointer. */
  readonly pointer: string;
}

/** A change between two documents. */
export interface Change {
  readonly severity: Severity;
  readonly channel: string;
  /** The direction of the message, as the client sees it. */
  readonly direction?: Direction;
  /** The name of the message in the old document, or in the new one if only that has it. */
  readonly message?: string;
  /** The place in the message, as a JSON pointer; after `headers` for its headers. */
  readonly pointer?: string;
  /** The rest of a sentence that begins with the place, or the message, or the channel: the first of them that there is. */
  readonly text: string;
  readonly where: WrittenAt;
}

const SEVERITIES: Readonly<Record<Certainty, Severity>> = { yes: 'breaking', maybe: 'may-break', no: 'compatible' };

/**
 * What a change means to clients: they must still understand all that they receive, and what they send must not be refused.
 */
export const severityOf = (direction: Direction, { admits, refuses }: Pick<SchemaChange, 'admits' | 'refuses'>): Severity =>
  SEVERITIES[direction === 'received' ? admits : refuses];

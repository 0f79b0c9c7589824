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

/** Something that the new document says otherwise than the old one. */
export interface Change {
  readonly severity: Severity;
  readonly channel: string;
  /** Which way the message goes, seen by the client. */
  readonly direction?: Direction;
  /** The message, as the old document calls it, or the new one where only that has it. */
  readonly message?: string;
  /** The place in the message, as a JSON pointer; behind `headers` for its headers. */
  readonly pointer?: string;
  /** As the rest of a sentence that begins with the place, else with the message, else with the channel. */
  readonly text: string;
  readonly where: WrittenAt;
}

const SEVERITIES: Readonly<Record<Certainty, Severity>> = { yes: 'breaking', maybe: 'may-break', no: 'compatible' };

/**
 * What a change means to clients: they must still understand all that they receive, and what they send must still be taken.
 */
export const severityOf = (direction: Direction, { admits, refuses }: Pick<SchemaChange, 'admits' | 'refuses'>): Severity =>
  SEVERITIES[direction === 'received' ? admits : refuses];

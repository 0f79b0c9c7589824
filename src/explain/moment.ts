import type { TranscriptEntry } from '../log/transcript';

/** One moment of a conversation. */
export interface Moment {
  /** On the clock of `performance.now()`. */
  readonly at: number;
  /** The index of the client; undefined if it concerns several. */
  readonly client: number | undefined;
  readonly what: TranscriptEntry | Mark | Beats;
}

/** Something that happened to a wait, not on a connection. */
export interface Mark {
  readonly kind: 'mark';
  readonly text: string;
}

type Beat = Extract<TranscriptEntry, { kind: 'ping' | 'pong' | 'protocol' }>;

/** Pings and pongs in a row, or protocol traffic in a row. */
export interface Beats {
  readonly kind: 'beats';
  readonly of: Beat['kind'];
  /** `↔` for pings with their pongs, and for traffic both ways; `→` and `←` for those without an answer. */
  arrow: '↔' | '→' | '←';
  count: number;
  /** The first few of them. */
  first: readonly Beat[];
}

import type { TranscriptEntry } from '../log/transcript';

/** One moment of a conversation. */
export interface Moment {
  /** On the clock of `performance.now()`. */
  readonly at: number;
  /** Which of the clients, by its place among them; undefined for what concerns several. */
  readonly client: number | undefined;
  readonly what: TranscriptEntry | Mark | Beats;
}

/** Something that happened to a wait, not on a connection. */
export interface Mark {
  readonly kind: 'mark';
  readonly text: string;
}

/** Pings and pongs in a row. */
export interface Beats {
  readonly kind: 'beats';
  /** `↔` for pings with their pongs; `→` and `←` for what was not answered. */
  readonly arrow: '↔' | '→' | '←';
  readonly of: 'ping' | 'pong';
  count: number;
  /** Of a single one. */
  readonly payload: Buffer;
}

import type { TranscriptEntry } from '../log/transcript';

/** One moment of a conversation. */
export interface Moment {
  /** On the clock of `performance.now()`. */
  readonly at: number;
  /** The index of the client; undefined for what concerns several. */
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
  /** `↔` for pings with their pongs; `→` and `←` for those without an answer. */
  readonly arrow: '↔' | '→' | '←';
  readonly of: 'ping' | 'pong';
  count: number;
  /** The payload of the first. */
  readonly payload: Buffer;
}

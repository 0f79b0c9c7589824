import type { Direction } from '../contract/definition';

/** The environment variable by which `jest-websocket contract --learn` gives the workers the path of a folder for traffic. */
export const TRAFFIC_VARIABLE = 'JEST_WEBSOCKET_TRAFFIC';

/** Whether a document is learnt from this run. Then breaches of an existing document fail nothing. */
export const isLearning = (): boolean => Boolean(process.env[TRAFFIC_VARIABLE]);

/** Something that happened on a connection of a test, as plain data whose secrets are masked. */
export type TrafficRecord =
  | {
      readonly kind: 'connection';
      /** Undefined if the codec tells the channel of each message. */
      readonly path?: string;
    }
  /** A test that has opened a connection, or in which a message came or went; `id` identifies it. */
  | { readonly kind: 'test'; readonly id: string }
  | {
      readonly kind: 'message';
      readonly path: string;
      readonly direction: Direction;
      /** Its name, if the codec tells that: the event of Socket.IO. */
      readonly name?: string;
      /** Left out if it is undefined. */
      readonly value?: unknown;
      /** Where there were bytes, as JSON pointers: the value has null there. */
      readonly bytes?: readonly string[];
    }
  /** A message that JSON and bytes cannot express, or that is too long. */
  | { readonly kind: 'other'; readonly path: string; readonly direction: Direction }
  /** A worker has reached its limit: later messages are left out. */
  | { readonly kind: 'full' }
  /** By the server, with a code of the application's own. */
  | { readonly kind: 'close'; readonly path: string; readonly code: number; readonly reason: string };

import type { Direction } from '../contract/definition';

/** The environment variable by which `jest-websocket contract --learn` tells the workers where to write traffic: the path of a folder. */
export const TRAFFIC_VARIABLE = 'JEST_WEBSOCKET_TRAFFIC';

/** Something that happened on a connection of a test, as plain data whose secrets are masked. */
export type TrafficRecord =
  | {
      readonly kind: 'connection';
      /** Undefined where the codec says of each message which channel it is of. */
      readonly path?: string;
      /** Tells tests apart; undefined for a connection that belongs to no single one. */
      readonly test?: string;
    }
  | {
      readonly kind: 'message';
      readonly path: string;
      readonly direction: Direction;
      /** What the codec says that it is called: the event of Socket.IO. */
      readonly name?: string;
      /** Left out where it is undefined. */
      readonly value?: unknown;
      /** Where there were bytes, as JSON pointers: the value has null there. */
      readonly bytes?: readonly string[];
    }
  /** A message that is more than JSON and bytes can say, or is too long. */
  | { readonly kind: 'other'; readonly path: string; readonly direction: Direction }
  /** By the server, with a code of the application's own. */
  | { readonly kind: 'close'; readonly path: string; readonly code: number; readonly reason: string };

import type { Direction } from '../contract/definition';

/** The environment variable by which `jest-websocket contract --learn` tells the workers where to write traffic: the path of a folder. */
export const TRAFFIC_VARIABLE = 'JEST_WEBSOCKET_TRAFFIC';

/** Whether a document is learnt from this run: what breaks the one that is there, if there is one, fails nothing. */
export const isLearning = (): boolean => !['', undefined].includes(process.env[TRAFFIC_VARIABLE]);

/** Something that happened on a connection of a test, as plain data whose secrets are masked. */
export type TrafficRecord =
  | {
      readonly kind: 'connection';
      /** Undefined where the codec says of each message which channel it is of. */
      readonly path?: string;
    }
  /** A test that has opened a connection, or in which something was said over one; `id` tells it from others. */
  | { readonly kind: 'test'; readonly id: string }
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
  /** A worker has written as much as it may: messages that came later are left out. */
  | { readonly kind: 'full' }
  /** By the server, with a code of the application's own. */
  | { readonly kind: 'close'; readonly path: string; readonly code: number; readonly reason: string };

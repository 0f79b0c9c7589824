import type { Connection } from '../connection/connection';
import type { CallLocation } from '../runtime/call-location';
import type { Caller } from '../waiting/caller';
import type { Engine } from './engine';

/** A call of a client's method by the user's code. */
export interface MethodCall {
  readonly engine: Engine;
  readonly connection: Connection;
  readonly name: string;
  readonly location: CallLocation;
  /** The test, hook or file that calls it. */
  readonly caller: Caller;
}

import { isRecord } from '../text/options';

/** An event, by its name and its arguments. */
export type SocketIoEvent = [name: string, ...args: any[]];

/** The acknowledgement of an event that the server sent. `ack()` makes it. */
export interface SocketIoAck {
  /** The arguments that the server's callback gets. */
  readonly ack: readonly unknown[];
}

/**
 * Makes an acknowledgement, for an event with which the server asks for one. Send it by `respond()`, `toSendOnReceive()`, or
 * `send()` when the event has been read.
 * @param args The arguments that the server's callback gets.
 */
export const ack = (...args: unknown[]): SocketIoAck => ({ ack: args });

export const isAck = (message: unknown): message is SocketIoAck => isRecord(message) && Array.isArray(message.ack);

/** Event names that Socket.IO's clients and servers keep for themselves. */
const RESERVED = ['connect', 'connect_error', 'disconnect', 'disconnecting', 'newListener', 'removeListener'];

/** @throws for what is not an event, or not one that a client may send. */
export function checkEvent(message: unknown): asserts message is SocketIoEvent {
  if (!Array.isArray(message) || typeof message[0] !== 'string') throw new Error("Write an event: ['name', …arguments]");
  if (typeof message.at(-1) === 'function')
    throw new Error(`For the acknowledgement, write await client.request(['${message[0]}', …])`);
  if (RESERVED.includes(message[0])) throw new Error(`'${message[0]}' is a reserved event name`);
}

/**
 * The events of an interface as Socket.IO's own types have it: `{ message(from: string, text: string): void }`. What is a
 * `SocketIoEvent` already stays as it is. A last parameter that is a callback, for the acknowledgement, is left out.
 */
export type SocketIoEventOf<Events> = Events extends SocketIoEvent
  ? Events
  : {
      [Name in keyof Events & string]: Events[Name] extends (...args: infer Args) => unknown
        ? [name: Name, ...args: WithoutCallback<Args>]
        : never;
    }[keyof Events & string];

type WithoutCallback<Args extends any[]> = Args extends [...infer Others, infer Last]
  ? IsCallback<Last> extends true
    ? Others
    : Args
  : Args;

type IsCallback<Value> = 0 extends 1 & Value ? false : Value extends (...args: any[]) => unknown ? true : false;

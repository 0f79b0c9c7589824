/** An event, by its name and its arguments. */
export type SocketIoEvent = [name: string, ...args: any[]];

/** What acknowledges an event of the server's: what `ack()` makes. */
export interface SocketIoAck {
  /** The arguments that the server's callback gets. */
  readonly ack: readonly unknown[];
}

/**
 * An acknowledgement, to be sent as the answer to an event with which the server asks for one: by `respond()`,
 * `toSendOnReceive()`, or `send()` when the event has been read.
 * @param args The arguments that the server's callback gets.
 */
export const ack = (...args: unknown[]): SocketIoAck => ({ ack: args });

/**
 * The events of an interface as Socket.IO's own types know it, `{ message(from: string, text: string): void }`; or what is
 * such events already. The callback that gets an acknowledgement is not one of the arguments.
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

import type { StandardSchema } from './expected';
import type { Undecodable } from './undecodable';

/** What a test may expect of a message: see `expected` in the docs. */
export type ExpectedMessage<Message = any> =
  | MessagePattern<Message>
  | RegExp
  | ((message: Message) => boolean)
  | StandardSchema
  | Undecodable
  | NodeJS.ArrayBufferView
  | ArrayBuffer;

/** A part of a message, or matchers such as `expect.any(String)` in its place. */
export type MessagePattern<Message> = 0 extends 1 & Message
  ? any
  : unknown extends Message
    ? unknown
    : AsymmetricMatcher | Part<Message>;

type Part<Message> = Message extends string | number | boolean | null | undefined | Uint8Array
  ? Message
  : Message extends readonly (infer Item)[]
    ? readonly MessagePattern<Item>[]
    : { readonly [Key in keyof Message]?: MessagePattern<Message[Key]> };

/** Jest's `expect.any(…)`, `expect.stringMatching(…)` and their like. */
export interface AsymmetricMatcher {
  asymmetricMatch(other: unknown): boolean;
}

declare const alternatives: unique symbol;

/** What `anyOf()` returns. */
export interface AnyOf<Alternative> extends AsymmetricMatcher {
  readonly [alternatives]: Alternative;
}

/** The members of a union of messages that a pattern can match: for `{ type: 'said' }`, those whose `type` may be that. */
export type Matched<Message, Expected> = 0 extends 1 & Message
  ? any
  : unknown extends Message
    ? unknown
    : Message extends unknown
      ? Fits<Message, Expected> extends true
        ? Message
        : never
      : never;

type Fits<Message, Expected> =
  Expected extends AnyOf<infer Alternative>
    ? true extends Fits<Message, Alternative>
      ? true
      : false
    : Expected extends AsymmetricMatcher | RegExp | StandardSchema | ((...args: never[]) => unknown)
      ? true
      : Expected extends readonly unknown[]
        ? Message extends readonly unknown[]
          ? true
          : false
        : Expected extends object
          ? Message extends object
            ? HasAll<Message, Expected>
            : false
          : [Extract<Message, Expected> | Extract<Expected, Message>] extends [never]
            ? false
            : true;

type HasAll<Message extends object, Expected extends object> = true extends {
  [Key in keyof Expected]-?: Key extends keyof Message ? (true extends Fits<Message[Key], Expected[Key]> ? never : true) : true;
}[keyof Expected]
  ? false
  : true;

/** A pattern that some message can match; any other is left to the overload whose compile error tells why. */
export type Matching<Message, Expected> = Expected & ([Matched<Message, Expected>] extends [never] ? never : unknown);

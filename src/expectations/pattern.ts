import type { StandardSchema } from './expected';
import type { Undecodable } from './undecodable';

/**
 * What a test may expect of a message: a part of it, a RegExp for its text, a predicate, a Standard Schema, bytes, or
 * `undecodable()`. See docs/matchers.md.
 */
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
    ? IsTuple<Message> extends true
      ? { readonly [Place in keyof Message]: MessagePattern<Message[Place]> }
      : readonly MessagePattern<Item>[]
    : { readonly [Key in keyof Message]?: MessagePattern<Message[Key]> };

/** Whether it has a fixed length, like an event of Socket.IO: `['said', text]`. */
type IsTuple<List extends readonly unknown[]> = number extends List['length'] ? false : true;

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
          ? FitsList<Message, Expected>
          : false
        : Expected extends object
          ? Message extends object
            ? HasAll<Message, Expected>
            : false
          : [Extract<Message, Expected> | Extract<Expected, Message>] extends [never]
            ? false
            : true;

/** Lists match as a whole: a list of another length never matches. */
type FitsList<Message extends readonly unknown[], Expected extends readonly unknown[]> =
  IsTuple<Expected> extends false
    ? true
    : IsTuple<Message> extends false
      ? true
      : Expected['length'] extends Message['length']
        ? true extends {
            [Place in keyof Expected]: Place extends keyof Message ? Misses<Message[Place], Expected[Place]> : never;
          }[number]
          ? false
          : true
        : false;

type Misses<Message, Expected> = true extends Fits<Message, Expected> ? never : true;

type HasAll<Message extends object, Expected extends object> = true extends {
  [Key in keyof Expected]-?: Key extends keyof Message ? Misses<Message[Key], Expected[Key]> : true;
}[keyof Expected]
  ? false
  : true;

/** A pattern that some message can match. Any other is `never`, so that a later overload applies, whose error tells why. */
export type Matching<Message, Expected> = Expected & ([Matched<Message, Expected>] extends [never] ? never : unknown);

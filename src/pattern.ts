import type { StandardSchema } from './expected';
import type { Undecodable } from './undecodable';

/** What a test may expect of a message: see `expected` in the docs. */
export type ExpectedMessage<Message = any> =
  | Pattern<Message>
  | RegExp
  | ((message: Message) => boolean)
  | StandardSchema
  | Undecodable
  | NodeJS.ArrayBufferView
  | ArrayBuffer;

/** A part of a message, or matchers such as `expect.any(String)` in its place. */
export type Pattern<Message> = 0 extends 1 & Message
  ? any
  : unknown extends Message
    ? unknown
    : AsymmetricMatcher | Part<Message>;

type Part<Message> = Message extends string | number | boolean | null | undefined | Uint8Array
  ? Message
  : Message extends readonly (infer Item)[]
    ? readonly Pattern<Item>[]
    : { readonly [Key in keyof Message]?: Pattern<Message[Key]> };

/** Jest's `expect.any(…)`, `expect.stringMatching(…)` and their like. */
export interface AsymmetricMatcher {
  asymmetricMatch(other: unknown): boolean;
}

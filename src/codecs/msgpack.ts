import { isPlain } from '../runtime/literal';
import { isPromise } from '../runtime/tag';
import { nameOf } from '../text/name-of';
import { anything, boolean, check } from '../text/option-checks';
import type { OptionsOf } from '../text/options';
import { bytesIn } from './bytes-in';
import type { Codec } from './codec';
import { checkCodecOptions } from './codec-options';
import { refuseCutShort } from './msgpack-lengths';
import { peers } from './peer';

/** An `ExtensionCodec` of @msgpack/msgpack. */
export interface MsgpackExtensions {
  tryToEncode(value: unknown, context: any): unknown;
  decode(data: Uint8Array, type: number, context: any): unknown;
}

const isExtensions = (value: unknown): boolean => typeof (value as Partial<MsgpackExtensions> | null)?.tryToEncode === 'function';
const length = check<number>('a number, 0 or more', (value) => typeof value === 'number' && value >= 0);

/** The options of the library, which gets them as they are. */
const options = {
  /** Encodes and decodes extension types: an `ExtensionCodec`. Defaults to one that knows only timestamps, as `Date`. */
  extensionCodec: check<MsgpackExtensions>('an ExtensionCodec', isExtensions),
  /** What the functions of the extension codec get as their last argument. */
  context: anything<unknown>(),
  /** 64-bit integers are `bigint`s, both ways. Defaults to `false`: numbers, inexact beyond 2^53. */
  useBigInt64: boolean,
  /** Strings are decoded as bytes. Defaults to `false`. */
  rawStrings: boolean,
  /** Makes a key of an object of a map's key that is neither text nor a number. Left out, such a message is undecodable. */
  mapKeyConverter: check<(key: unknown) => string | number>('a function', (value) => typeof value === 'function'),
  /** The longest string, in bytes: a message with a longer one is undecodable. */
  maxStrLength: length,
  /** The same for binary data, in bytes. */
  maxBinLength: length,
  /** The same for an array, in items. */
  maxArrayLength: length,
  /** The same for a map, in entries. */
  maxMapLength: length,
  /** The same for extension data, in bytes. */
  maxExtLength: length,
  /** How deeply a message that is sent may be nested. Defaults to 100. */
  maxDepth: length,
  /** Sorts the keys of what is sent. Defaults to `false`. */
  sortKeys: boolean,
  /** Sends numbers with fractions in 32 bits. Defaults to `false`. */
  forceFloat32: boolean,
  /** Sends all numbers as floating point. Defaults to `false`. */
  forceIntegerToFloat: boolean,
  /** Leaves out keys whose value is `undefined`, as JSON does. Defaults to `false`: they are sent as `null`. */
  ignoreUndefined: boolean,
};

/** The options of `encode()` and `decode()` of @msgpack/msgpack. */
export interface MsgpackOptions extends OptionsOf<typeof options> {}

interface Library {
  encode(value: unknown, options: object): Uint8Array;
  decode(bytes: Uint8Array, options: object): unknown;
  readonly ExtensionCodec: { readonly defaultCodec: MsgpackExtensions };
}

/**
 * MessagePack, one value a frame. It needs the package @msgpack/msgpack.
 * @throws for an unknown or wrong option, and if the package is missing.
 */
export function msgpack<Incoming = any, Outgoing = any>(given: MsgpackOptions = {}): Codec<NoInfer<Incoming>, NoInfer<Outgoing>> {
  checkCodecOptions(msgpack, given, options);
  const [library] = peers<[Library]>(msgpack, '@msgpack/msgpack');
  const extensionCodec = refusingLoss(given.extensionCodec ?? library.ExtensionCodec.defaultCodec);
  return {
    name: 'msgpack',
    open: () => ({
      decode: (payload) => {
        const bytes = bytesIn(payload, 'MessagePack');
        refuseCutShort(bytes);
        return [library.decode(bytes, given) as Incoming];
      },
      encode: (message) => library.encode(message, { ...given, extensionCodec }),
    }),
  };
}

/** The library asks the extension codec about each object before it encodes it as a map: so what a map would lose is refused. */
const refusingLoss = (extensions: MsgpackExtensions): MsgpackExtensions => ({
  tryToEncode: (value, context) => extensions.tryToEncode(value, context) ?? refuseLost(value),
  decode: (data, type, context) => extensions.decode(data, type, context),
});

function refuseLost(value: unknown): null {
  if (typeof value === 'bigint') throw new TypeError(`${value}n: write msgpack({ useBigInt64: true }), or Number(n)`);
  if (typeof value !== 'object' || value === null) throw new TypeError(`a ${typeof value} has no form in MessagePack`);
  if (isPromise(value)) throw new TypeError('a promise: await it first');
  const isKept = Array.isArray(value) || ArrayBuffer.isView(value) || isPlain(value) || Object.keys(value).length > 0;
  if (isKept) return null;
  const advice = 'Write the values that it holds, or give an extensionCodec that knows it';
  throw new TypeError(`${nameOf(value)}: MessagePack makes {} of it. ${advice}`);
}

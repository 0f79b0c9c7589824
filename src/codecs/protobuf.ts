import { realmOf } from '../runtime/realm';
import { guarded } from '../text/error-at';
import { boolean, check } from '../text/option-checks';
import { mergeOptions, type OptionsOf } from '../text/options';
import { UsageError } from '../text/usage-error';
import { bytesIn } from './bytes-in';
import type { Codec } from './codec';
import { checkCodecOptions } from './codec-options';
import { checkedMessage } from './protobuf-fields';
import type { ProtobufRoot, ProtobufType, ProtobufTypes } from './protobuf-types';

const oneOfClasses = <Class>(...classes: readonly { readonly name: string }[]) =>
  check<Class>(classes.map(({ name }) => name).join(' or '), (value) => classes.includes(value as never));

/** How messages are shown and compared. */
const options = {
  /** `String` gives enums by their names, `Number` by their numbers. Defaults to `String`. */
  enums: oneOfClasses<StringConstructor | NumberConstructor>(String, Number),
  /** `String`, `Number` or `BigInt` for 64-bit integers. Defaults to `String`, which is exact. */
  longs: oneOfClasses<StringConstructor | NumberConstructor | BigIntConstructor>(String, Number, BigInt),
  /** `String` gives bytes as base64, `Array` as numbers. Defaults to `Buffer`s. */
  bytes: oneOfClasses<StringConstructor | ArrayConstructor>(String, Array),
  /** Whether fields that were not sent have their default values, as for any reader of proto3. Defaults to `true`. */
  defaults: boolean,
  /** Whether a field with the name of each `oneof` tells which of its fields is set. Defaults to `true`. */
  oneofs: boolean,
  /** Whether `NaN` and infinities are given as text. Defaults to `false`. */
  json: boolean,
};

/** How messages are given as plain objects: the options of `toObject()` of protobufjs. */
export interface ProtobufOptions extends OptionsOf<typeof options> {}

/** As text, enums are readable and 64-bit integers exact. */
const DEFAULTS = { enums: String, longs: String, defaults: true, oneofs: true };

/**
 * Protocol Buffers, one message a frame, as plain objects. It takes the types of protobufjs.
 * @param type A `Type` or a class of a static module, for both directions; or `{ incoming, outgoing }`, one for each.
 * @throws if it is something else, and for an unknown or wrong option.
 */
export function protobuf<Incoming = any, Outgoing = any>(
  type: ProtobufType | ProtobufTypes,
  options?: ProtobufOptions,
): Codec<NoInfer<Incoming>, NoInfer<Outgoing>>;
/**
 * Protocol Buffers, one message a frame, as plain objects.
 * @param root What `load()` or `parse()` of protobufjs gives.
 * @param name The full name of a type in the root: `chat.Envelope`.
 * @throws if the root has no such type, and for an unknown or wrong option.
 */
export function protobuf<Incoming = any, Outgoing = any>(
  root: ProtobufRoot,
  name: string,
  options?: ProtobufOptions,
): Codec<NoInfer<Incoming>, NoInfer<Outgoing>>;
export function protobuf(type: unknown, ...rest: readonly unknown[]): Codec {
  const [name, given = {}] = typeof rest[0] === 'string' ? rest : [undefined, rest[0]];
  const { incoming, outgoing } = guarded(realmOf(globalThis), protobuf, () => typesOf(type, name));
  checkCodecOptions(protobuf, given, options);
  const form = mergeOptions<ProtobufOptions>(options, DEFAULTS, given as ProtobufOptions);
  return {
    name: 'protobuf',
    open: () => ({
      decode: (payload) => [incoming.toObject(incoming.decode(bytesIn(payload, 'protobuf')), form)],
      encode: (message) => outgoing.encode(checkedMessage(message, outgoing)).finish(),
    }),
  };
}

function typesOf(given: unknown, name: unknown): ProtobufTypes {
  if (isType(given)) return { incoming: given, outgoing: given };
  const { lookupType, incoming, outgoing } = (given ?? {}) as Partial<ProtobufRoot & ProtobufTypes>;
  if (isType(incoming) && isType(outgoing)) return { incoming, outgoing };
  if (typeof lookupType !== 'function') throw new UsageError(`protobuf() takes ${EXPECTED}.`);
  if (typeof name !== 'string')
    throw new UsageError("protobuf() was given a root: name the type too, protobuf(root, 'chat.Envelope').");
  return typesOf((given as ProtobufRoot).lookupType(name), undefined);
}

const EXPECTED =
  "a type of protobufjs, such as root.lookupType('chat.Envelope') or a class of a static module, { incoming, outgoing }, or a root and a name";

const isType = (value: unknown): value is ProtobufType =>
  (['decode', 'encode', 'fromObject', 'toObject', 'verify'] as const).every(
    (method) => typeof (value as Partial<ProtobufType> | null | undefined)?.[method] === 'function',
  );

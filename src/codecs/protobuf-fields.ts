import { isPlain } from '../runtime/literal';
import { nearestName } from '../text/nearest-name';
import { pathBelow } from '../text/path-text';
import type { ProtobufType } from './protobuf-types';

type Fields = Readonly<Record<string, unknown>>;

/** The options of `toObject()` for the text forms that a field may also be given in. */
const AS_TEXT = { enums: String, longs: String, defaults: true };

/**
 * What `fromObject()` of protobufjs makes of a message, checked. By itself it accepts anything: it makes `0` of `'abc'`, and
 * drops a field whose name is misspelt.
 * @throws {TypeError} that says which field of a message is wrong.
 */
export function checkedMessage(message: unknown, type: ProtobufType): object {
  if (typeof message !== 'object' || message === null) throw new TypeError('a message of protobuf is an object of its fields');
  const given = message as Fields;
  const made = madeOf(given, type);
  const problem = type.verify(inNumbers(given, made, type.toObject(made, AS_TEXT), '') as Fields);
  if (problem) throw new TypeError(problem);
  return made;
}

function madeOf(given: Fields, type: ProtobufType): object {
  try {
    return type.fromObject(given);
  } catch (error) {
    throw new TypeError(type.verify(given) ?? (error as Error).message);
  }
}

/**
 * The same value with numbers in place of text for an enum or a 64-bit integer: `toObject()` gives these as text, but
 * `verify()` refuses text.
 * @param made What `fromObject()` made of it.
 * @param text What `toObject()` makes of that.
 * @throws {TypeError} for a name that is not a field's.
 */
function inNumbers(given: unknown, made: unknown, text: unknown, path: string): unknown {
  if (Array.isArray(given) && Array.isArray(made)) {
    return given.map((item, index) => inNumbers(item, made[index], (text as unknown[])[index], pathBelow(path, index)));
  }
  if (isPlain(given) && typeof made === 'object' && made !== null) {
    return Object.fromEntries(
      Object.entries(given).map(([name, value]) => {
        if (!isPlain(made)) refuseUnknown(name, made, path);
        return [name, inNumbers(value, (made as Fields)[name], (text as Fields | undefined)?.[name], pathBelow(path, name))];
      }),
    );
  }
  const isNamed = (typeof given === 'string' || typeof given === 'bigint') && typeof made !== 'string';
  return isNamed && text === String(given) ? made : given;
}

/**
 * Refuses a field that the type does not have: `message` has a property for each field of its type, set or not.
 * @throws {TypeError} that names the field, and the nearest that exists.
 */
function refuseUnknown(name: string, message: object, path: string): void {
  const isOfLibrary = OF_LIBRARY.has(name) || name in Object.prototype;
  if (name.startsWith('@') || (name in message && !isOfLibrary)) return;
  const fields: string[] = [];
  for (const field in message) if (!OF_LIBRARY.has(field)) fields.push(field);
  const nearest = nearestName(name, fields);
  const advice = nearest === undefined ? '' : ` Did you mean ${nearest}?`;
  throw new TypeError(`${path === '' ? 'the message' : path} has no field ${name}.${advice}`);
}

/** Properties of messages that are not fields. */
const OF_LIBRARY = new Set(['$type', 'toJSON']);

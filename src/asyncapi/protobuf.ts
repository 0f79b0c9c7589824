import { checkedMessage } from '../codecs/protobuf-fields';
import type { Constant, Issue } from '../contract/definition';
import { pointerBelow } from '../contract/pointer';
import { bytesOf } from '../runtime/bytes';
import { oneLine, said, show } from '../text/show';
import type { Located } from './located';
import { type PayloadCheck, packageFor } from './payload';
import { type MessageType, type Protobufjs, protobufTypes } from './protobuf-source';

/**
 * Checks messages of protobuf, as the codec of protobuf has them, and bytes, which are decoded first.
 * @throws {DocumentProblem} when the schema is none, or protobufjs is missing.
 */
export function protobufCheck(schema: Located): PayloadCheck {
  const library = packageFor(schema, 'protobuf', 'protobufjs') as Protobufjs;
  if (typeof schema.value !== 'string')
    throw schema.problem(`must be the text of a .proto file, or a $ref to one, not ${show(schema.value)}`);
  const types = protobufTypes(schema, library);
  const [type] = types;
  const issues = (value: unknown): readonly Issue[] => {
    const found = types.map((one) => issuesOf(one, value));
    return found.find(({ length }) => length === 0) ?? (found[0] as readonly Issue[]);
  };
  return {
    constants: new Map(),
    enums: enumsOf(type),
    schema: undefined,
    fits: (value) => issues(value).length === 0,
    issues,
    example: () => type.toObject(type.fromObject({}), { enums: String, longs: String, defaults: true }),
  };
}

/** Of the first problem: protobufjs tells no more. */
function issuesOf(type: MessageType, value: unknown): readonly Issue[] {
  try {
    if (ArrayBuffer.isView(value)) type.decode(bytesOf(value) as Buffer);
    else checkedMessage(value, type);
    return [];
  } catch (error) {
    if (ArrayBuffer.isView(value))
      return [{ pointer: '', text: `cannot be decoded as ${type.fullName.slice(1)}: ${said(error)}` }];
    return [issueOf(said(error))];
  }
}

/** `inner.tags[0]: string expected` */
const PROBLEM = /^([\w.[\]]+): (.*)$/s;

function issueOf(problem: string): Issue {
  const [, path, text] = PROBLEM.exec(problem) ?? [];
  if (path === undefined || text === undefined) return { pointer: '', text: `is wrong: ${oneLine(problem)}` };
  const keys = path.replaceAll(/\[(\w+)\]/g, '.$1').split('.');
  return { pointer: keys.reduce(pointerBelow, ''), text: `is wrong: ${oneLine(text)}` };
}

const DEEPEST = 6;

function enumsOf(root: MessageType): ReadonlyMap<string, readonly Constant[]> {
  const found = new Map<string, readonly Constant[]>();
  const look = (type: MessageType, place: string, depth: number): void => {
    for (const { name, resolvedType, repeated, map } of type.fieldsArray) {
      const below = `${pointerBelow(place, name)}${repeated || map ? '/*' : ''}`;
      if (resolvedType && 'values' in resolvedType) found.set(below, Object.keys(resolvedType.values));
      else if (resolvedType && depth < DEEPEST) look(resolvedType, below, depth + 1);
    }
  };
  look(root, '', 0);
  return new Map([...found].filter(([, values]) => values.length > 1));
}

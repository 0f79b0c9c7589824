import { checkedMessage } from '../codecs/protobuf-fields';
import type { Issue } from '../contract/definition';
import { pointerBelow } from '../contract/pointer';
import { bytesOf } from '../runtime/bytes';
import { oneLine, said, show } from '../text/show';
import { enumerationsOf, type SchemaParts } from './enumerations';
import { packageFor } from './language-package';
import type { Located } from './located';
import type { PayloadCheck } from './payload';
import { type MessageType, type ProtobufEnum, type Protobufjs, protobufTypes } from './protobuf-source';

/**
 * Checks messages in the form of the protobuf codec, and bytes, which are decoded first.
 * @throws {DocumentProblem} when the schema is wrong, or protobufjs is missing.
 */
export function protobufCheck(schema: Located): PayloadCheck {
  const library = packageFor(schema, 'protobuf', 'protobufjs') as Protobufjs;
  if (typeof schema.value !== 'string')
    throw schema.problem(`must be the text of a .proto file, or a $ref to one, not ${show(schema.value)}`);
  const [type, typeAsWritten] = protobufTypes(schema, library);
  const issues = (value: unknown): readonly Issue[] => {
    const found = issuesOf(type, value);
    return found.length === 0 || issuesOf(typeAsWritten, value).length === 0 ? [] : found;
  };
  return {
    constants: new Map(),
    get enums() {
      return enumerationsOf<MessageType | ProtobufEnum>(type, partsOf);
    },
    schema: undefined,
    fits: (value) => issues(value).length === 0,
    issues,
    example: () => type.toObject(type.fromObject({}), { enums: String, longs: String, bytes: String, defaults: true }),
  };
}

/** The first problem only: protobufjs tells no more. */
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

function partsOf(type: MessageType | ProtobufEnum): SchemaParts<MessageType | ProtobufEnum> {
  if ('values' in type) return { values: Object.keys(type.values), same: [], below: [] };
  const below = type.fieldsArray.flatMap(({ name, resolvedType, repeated, map }) =>
    resolvedType ? [[`${pointerBelow('', name)}${repeated || map ? '/*' : ''}`, resolvedType] as const] : [],
  );
  return { same: [], below };
}

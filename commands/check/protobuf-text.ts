import type { Located } from '../../src/asyncapi/located';
import { packageFor } from '../../src/asyncapi/payload';
import { type MessageType, type Protobufjs, protobufTypes } from '../../src/asyncapi/protobuf-source';
import { canonical } from './canonical';

/** The same text for schemas of protobuf that mean the same, whatever else stands in their files or in what they import. */
export function protobufText(schema: Located): string {
  const [, type] = protobufTypes(schema, packageFor(schema, 'protobuf', 'protobufjs') as Protobufjs);
  const types: Record<string, unknown> = {};
  const visit = (one: MessageType): void => {
    const { nested: _, fields = {}, ...own } = one.toJSON();
    const named: Record<string, unknown> = { ...fields };
    types[one.fullName] = { ...own, fields: named };
    for (const { name, resolvedType } of one.fieldsArray) {
      if (!resolvedType) continue;
      named[name] = { ...fields[name], type: resolvedType.fullName }; // however it is called there
      if (Object.hasOwn(types, resolvedType.fullName)) continue;
      if ('values' in resolvedType) types[resolvedType.fullName] = resolvedType.values;
      else visit(resolvedType);
    }
  };
  visit(type);
  return canonical([type.fullName, types]);
}

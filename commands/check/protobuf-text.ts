import { packageFor } from '../../src/asyncapi/language-package';
import type { Located } from '../../src/asyncapi/located';
import { type MessageType, type Protobufjs, protobufTypes } from '../../src/asyncapi/protobuf-source';
import { canonical } from './canonical';

/** A text that is the same for protobuf schemas with the same meaning, whatever else their files and imports contain. */
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

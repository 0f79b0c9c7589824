import type { Constant, Issue } from '../contract/definition';
import { shownValue } from '../contract/issue-text';
import { pointerBelow } from '../contract/pointer';
import { bytesOf } from '../runtime/bytes';
import { said } from '../text/show';
import type { Avro, AvroType } from './avro-types';
import type { Located } from './located';
import { type PayloadCheck, packageFor } from './payload';

/**
 * Checks values of Avro, and bytes, which are decoded first. Both ways to write a value of a union in JSON are taken: by
 * itself, and as an object with the name of its type.
 * @throws {DocumentProblem} when the schema is none, or avsc is missing.
 */
export function avroCheck(schema: Located): PayloadCheck {
  const { Type } = packageFor(schema, 'Avro', 'avsc') as Avro;
  let type: AvroType;
  let wrapped: AvroType;
  try {
    type = Type.forSchema(schema.value);
    wrapped = Type.forSchema(schema.value, { wrapUnions: true });
  } catch (error) {
    throw schema.problem(`is not Avro: ${said(error)}`);
  }
  const issues = (value: unknown) => {
    if (ArrayBuffer.isView(value)) return decodingIssues(type, bytesOf(value) as Buffer);
    return type.isValid(value) || wrapped.isValid(value) ? [] : issuesOf(type, value);
  };
  return {
    constants: new Map(),
    enums: enumsOf(type),
    schema: undefined,
    fits: (value) => issues(value).length === 0,
    issues,
    example: () => {
      const made = madeOf(type, 0);
      return type.isValid(made) ? made : undefined;
    },
  };
}

function decodingIssues(type: AvroType, bytes: Buffer): readonly Issue[] {
  try {
    type.fromBuffer(bytes);
    return [];
  } catch (error) {
    return [{ pointer: '', text: `cannot be decoded as Avro: ${said(error)}` }];
  }
}

function issuesOf(type: AvroType, value: unknown): readonly Issue[] {
  const issues: Issue[] = [];
  type.isValid(value, {
    errorHook(path, part, expected) {
      const pointer = path.reduce(pointerBelow, '');
      const text = part === undefined ? 'is missing' : `must be ${nameOf(expected)}, got ${shownValue(pointer, part)}`;
      issues.push({ pointer, text });
    },
  });
  return issues;
}

function nameOf({ typeName, name, symbols, types }: AvroType): string {
  if (symbols) return `one of ${symbols.map((symbol) => JSON.stringify(symbol)).join(', ')}`;
  if (types) return types.map(nameOf).join(' or ');
  return name ?? typeName;
}

/** How deep below the message enumerations and examples go: a type may refer to itself. */
const DEEPEST = 6;

function enumsOf(root: AvroType): ReadonlyMap<string, readonly Constant[]> {
  const found = new Map<string, readonly Constant[]>();
  const look = (type: AvroType | undefined, place: string, depth: number): void => {
    if (!type || depth > DEEPEST) return;
    if (type.symbols && type.symbols.length > 1) found.set(place, type.symbols);
    for (const { name, type: below } of type.fields ?? []) look(below, pointerBelow(place, name), depth + 1);
    for (const below of [type.itemsType, type.valuesType]) look(below, `${place}/*`, depth + 1);
    for (const one of type.types ?? []) look(one, place, depth);
  };
  look(root, '', 0);
  return found;
}

function madeOf(type: AvroType, depth: number): unknown {
  const { fields, symbols, types, size } = type;
  if (fields)
    return Object.fromEntries(fields.map(({ name, type: below }) => [name, depth > DEEPEST ? null : madeOf(below, depth + 1)]));
  if (symbols) return symbols[0];
  if (types) {
    const first = types.find(({ typeName }) => (typeName === 'null') === depth > 2) ?? (types[0] as AvroType);
    const made = madeOf(first, depth + 1);
    return type.isValid(made) ? made : { [first.name ?? first.typeName]: made };
  }
  if (type.itemsType) return [];
  if (type.valuesType) return {};
  return size === undefined ? SIMPLE[type.typeName] : Buffer.alloc(size);
}

const SIMPLE: Readonly<Record<string, unknown>> = {
  boolean: true,
  bytes: Buffer.alloc(0),
  double: 1,
  float: 1,
  int: 1,
  long: 1,
  null: null,
  string: 'text',
};

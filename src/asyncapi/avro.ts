import type { Issue } from '../contract/definition';
import { shownValue } from '../contract/issue-text';
import { pointerBelow } from '../contract/pointer';
import { bytesOf } from '../runtime/bytes';
import { listed } from '../text/listed';
import { said } from '../text/show';
import type { Avro, AvroType } from './avro-types';
import { avroValue } from './avro-value';
import { enumerationsOf, type SchemaParts } from './enumerations';
import { packageFor } from './language-package';
import type { Located } from './located';
import type { PayloadCheck } from './payload';

/**
 * Checks values of Avro, with those of unions wrapped or not, and bytes, which are decoded first.
 * @throws {DocumentProblem} when the schema is wrong, or avsc is missing.
 */
export function avroCheck(schema: Located): PayloadCheck {
  const { Type } = packageFor(schema, 'Avro', 'avsc') as Avro;
  let type: AvroType;
  try {
    type = Type.forSchema(schema.value);
  } catch (error) {
    throw schema.problem(`is not Avro: ${said(error)}`);
  }
  const issues = (value: unknown) => {
    if (ArrayBuffer.isView(value)) return decodingIssues(type, bytesOf(value) as Buffer);
    const read = avroValue(type, value);
    return type.isValid(read) ? [] : issuesOf(type, read);
  };
  return {
    constants: new Map(),
    get enums() {
      return enumerationsOf(type, partsOf);
    },
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
  if (symbols) return `one of ${listed(symbols.map((symbol) => JSON.stringify(symbol)))}`;
  if (types) return types.map(nameOf).join(' or ');
  return name ?? typeName;
}

function partsOf({ symbols, types, fields, itemsType, valuesType }: AvroType): SchemaParts<AvroType> {
  return {
    values: symbols,
    same: types ?? [],
    below: [
      ...(fields ?? []).map(({ name, type }) => [pointerBelow('', name), type] as const),
      ...[itemsType, valuesType].flatMap((type) => (type ? [['/*', type] as const] : [])),
    ],
  };
}

/** How deep an example may be, since a type may refer to itself. */
const DEEPEST = 6;

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
  if (size !== undefined || type.typeName === 'bytes') return bytesFor(size ?? 0);
  return SIMPLE[type.typeName];
}

/** Bytes for codecs of Avro. `toJSON()` gives the form of Avro's JSON. */
const bytesFor = (size: number): Buffer =>
  Object.defineProperty(Buffer.alloc(size), 'toJSON', {
    value(this: Buffer) {
      return this.toString('latin1');
    },
  });

const SIMPLE: Readonly<Record<string, unknown>> = {
  boolean: true,
  double: 1,
  float: 1,
  int: 1,
  long: 1,
  null: null,
  string: 'text',
};

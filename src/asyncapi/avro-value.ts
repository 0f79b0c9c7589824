import { isRecord } from '../text/options';
import type { AvroType } from './avro-types';

/**
 * A message in the form of avsc. Avro's JSON writes bytes as a text with a character for each byte, and the value of a union
 * as an object with the name of its type, which may be left out. A value that fits no type stays as it is.
 */
export function avroValue(type: AvroType, value: unknown): unknown {
  if (isOfBytes(type)) return typeof value === 'string' && isLatin1(value) ? Buffer.from(value, 'latin1') : value;
  if (type.types) return unionValue(type, type.types, value);
  if (type.itemsType && Array.isArray(value)) return value.map((item) => avroValue(type.itemsType as AvroType, item));
  if (!isRecord(value) || ArrayBuffer.isView(value)) return value;
  if (type.valuesType) return mapped(value, () => type.valuesType);
  return type.fields ? mapped(value, (name) => type.fields?.find((field) => field.name === name)?.type) : value;
}

const mapped = (value: Record<string, unknown>, typeOf: (name: string) => AvroType | undefined): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(value).map(([name, part]) => {
      const type = typeOf(name);
      return [name, type ? avroValue(type, part) : part];
    }),
  );

function unionValue({ typeName }: AvroType, branches: readonly AvroType[], value: unknown): unknown {
  const named = namedBranch(branches, value);
  if (typeName === 'union:wrapped') return wrappedValue(branches, named, value);
  const plain = branches.find((branch) => isOfKind(branch, value));
  if (named && !isMeantPlainly(plain, named.name, value)) return avroValue(named.type, named.value);
  return plain ? avroValue(plain, value) : value;
}

interface NamedBranch {
  readonly name: string;
  readonly type: AvroType;
  readonly value: unknown;
}

/** The value of a union whose branches cannot be told apart by values, such as two records: avsc wraps all but null. */
function wrappedValue(branches: readonly AvroType[], named: NamedBranch | undefined, value: unknown): unknown {
  const inside = named && avroValue(named.type, named.value);
  if (named?.type.isValid(inside)) return { [named.name]: inside };
  for (const branch of branches) {
    const plain = avroValue(branch, value);
    if (branch.isValid(plain)) return branch.typeName === 'null' ? null : { [branchName(branch)]: plain };
  }
  return named ? { [named.name]: inside } : value;
}

/** `{ "string": "x" }` */
function namedBranch(branches: readonly AvroType[], value: unknown): NamedBranch | undefined {
  if (!isRecord(value)) return undefined;
  const [name, another] = Object.keys(value);
  const type = another === undefined && branches.find((branch) => branchName(branch) === name);
  return type ? { name: name as string, type, value: value[name as string] } : undefined;
}

/** Whether an object is a record, or a map, that happens to have a field with the name of a type. */
const isMeantPlainly = (plain: AvroType | undefined, name: string, value: unknown): boolean =>
  plain?.fields?.some((field) => field.name === name) === true || (plain?.valuesType !== undefined && plain.isValid(value));

/** Whether a value may be meant for a branch: in a union without wrapping, no two branches are of the same kind. */
function isOfKind(branch: AvroType, value: unknown): boolean {
  if (isOfBytes(branch)) return typeof value === 'string' && branch.isValid(avroValue(branch, value));
  if (branch.itemsType) return Array.isArray(value);
  return (branch.fields ?? branch.valuesType) !== undefined && isRecord(value);
}

const branchName = ({ name, typeName }: AvroType): string => name ?? typeName;

const isOfBytes = ({ typeName }: AvroType): boolean => typeName === 'bytes' || typeName === 'fixed';

const isLatin1 = (text: string): boolean => !/[^\0-\xff]/.test(text);

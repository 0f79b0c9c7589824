import type { ProtobufType } from '../codecs/protobuf-types';
import { said, show } from '../text/show';
import type { Located } from './located';

// the part of protobufjs that is used, written out, so that no type needs a package that a user may not have

export interface Protobufjs {
  readonly Root: new () => Root;
  readonly common: { get(file: string): { readonly nested: object } | null };
  parse(text: string, root: Root, options: { readonly keepCase: boolean; readonly alternateCommentMode: boolean }): Parsed;
}

interface Root {
  addJSON(nested: object): unknown;
  resolveAll(): unknown;
  lookupType(name: string): MessageType;
  readonly nestedArray: readonly Nested[];
}

interface Parsed {
  readonly imports?: readonly string[];
  readonly weakImports?: readonly string[];
}

type Nested = Partial<MessageType> & { readonly nestedArray?: readonly Nested[] };

/** A message of a .proto file. */
export interface MessageType extends ProtobufType {
  /** With a leading dot: `.chat.Said`. */
  readonly fullName: string;
  readonly comment: string | null;
  readonly fieldsArray: readonly {
    readonly name: string;
    readonly repeated: boolean;
    readonly map: boolean;
    readonly resolvedType: MessageType | ProtobufEnum | null;
  }[];
  toJSON(): { readonly fields?: Readonly<Record<string, object>>; readonly nested?: object };
}

export interface ProtobufEnum {
  readonly fullName: string;
  readonly values: Readonly<Record<string, number>>;
}

/** The message that a .proto text describes, once with fields in camel case, once as written: users may have either. */
export function protobufTypes(schema: Located, library: Protobufjs): readonly [MessageType, MessageType] {
  return [typeIn(schema, library, false), typeIn(schema, library, true)];
}

function typeIn(schema: Located, library: Protobufjs, keepCase: boolean): MessageType {
  const root = new library.Root();
  const own: string[] = [];
  read(schema, { library, root, keepCase, seen: new Set() }, () =>
    own.push(...messagesIn(root.nestedArray).map(({ fullName }) => fullName)),
  );
  try {
    root.resolveAll();
  } catch (error) {
    throw schema.problem(`is not protobuf: ${said(error)}`);
  }
  const messages = messagesIn(root.nestedArray).filter(({ fullName }) => own.includes(fullName));
  return typeOf(schema, messages);
}

interface Reading {
  readonly library: Protobufjs;
  readonly root: Root;
  readonly keepCase: boolean;
  readonly seen: Set<string>;
}

/** @param done Called when the file itself has been read, before its imports are. */
function read(file: Located, reading: Reading, done: () => void = () => {}): void {
  const { library, root, keepCase, seen } = reading;
  if (seen.has(file.file.path)) return;
  if (file.place.length === 0 || file.file.name.endsWith('.proto')) seen.add(file.file.path);
  let parsed: Parsed;
  try {
    parsed = library.parse(file.value as string, root, { keepCase, alternateCommentMode: true });
  } catch (error) {
    const line = / ?\(line (\d+)\)$/.exec(said(error))?.[1];
    throw file.problem(
      `is not protobuf: ${said(error).replace(/ ?\(line \d+\)$/, '')}${line === undefined ? '' : `, in its line ${line}`}`,
    );
  }
  done();
  for (const path of [...(parsed.imports ?? []), ...(parsed.weakImports ?? [])]) {
    const known = library.common.get(path); // google/protobuf/timestamp.proto
    if (known) root.addJSON(known.nested);
    else read(file.included(path), reading);
  }
}

const messagesIn = (nested: readonly Nested[]): MessageType[] =>
  nested.flatMap((one) => [...(one.fieldsArray ? [one as MessageType] : []), ...messagesIn(one.nestedArray ?? [])]);

/** The message that the reference names; otherwise that marked with @RootNode; otherwise the only one not part of another. */
function typeOf(schema: Located, messages: readonly MessageType[]): MessageType {
  const names = messages.map(({ fullName }) => fullName.slice(1));
  if (schema.file.data === schema.value && schema.place.length > 0) {
    const found = messages.find(({ fullName }) => fullName === `.${schema.key}`);
    if (!found) throw schema.problem(`has no message ${show(schema.key)}: it has ${names.join(', ') || 'none'}`);
    return found;
  }
  const parts = messages.flatMap((message) =>
    message.fieldsArray.map(({ resolvedType }) => resolvedType).filter((type) => type !== message),
  );
  const whole = messages.filter((message) => !parts.includes(message));
  const marked = messages.filter(({ comment }) => comment?.includes('@RootNode'));
  const [found, another] = marked.length > 0 ? marked : whole;
  if (found && !another) return found;
  if (messages.length === 0) throw schema.problem('is protobuf without a message');
  throw schema.problem(
    `has several messages: write @RootNode above one, or its name behind the file: './chat.proto#/${names[0]}'`,
  );
}

// the part of protobufjs that is used, written out, so that these types need no package that a user may not have

/** A type of protobufjs: a reflected `Type`, or a class of a static module. */
export interface ProtobufType {
  decode(bytes: Uint8Array): object;
  encode(message: any): { finish(): Uint8Array };
  fromObject(object: { [key: string]: any }): object;
  toObject(message: any, options?: object): { [key: string]: any };
  verify(object: { [key: string]: any }): string | null;
}

/** A root of protobufjs, as `load()` and `parse()` give it. */
export interface ProtobufRoot {
  lookupType(name: string): ProtobufType;
}

/** For a client that receives messages of one type and sends those of another. */
export interface ProtobufTypes {
  readonly incoming: ProtobufType;
  readonly outgoing: ProtobufType;
}

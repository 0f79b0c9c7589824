// the part of avsc that is used, written out, so that no type needs a package that a user may not have

export interface Avro {
  readonly Type: { forSchema(schema: unknown, options?: { readonly wrapUnions?: boolean }): AvroType };
}

/** A type of avsc. Which fields it has depends on its name. */
export interface AvroType {
  /** `record`, `enum`, `array`, `union:unwrapped`, `long`… */
  readonly typeName: string;
  readonly name?: string;
  readonly fields?: readonly { readonly name: string; readonly type: AvroType }[];
  readonly symbols?: readonly string[];
  readonly itemsType?: AvroType;
  readonly valuesType?: AvroType;
  readonly types?: readonly AvroType[];
  readonly size?: number;
  isValid(value: unknown, options?: { errorHook(path: readonly string[], value: unknown, type: AvroType): void }): boolean;
  fromBuffer(bytes: Buffer): unknown;
}

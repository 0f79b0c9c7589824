/** The part of JSON Schema (2020-12) that `docs/report.schema.json` uses. */
export interface Schema {
  readonly $ref?: string;
  readonly type?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly minimum?: number;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly $defs?: Readonly<Record<string, Schema>>;
}

/**
 * The place at which a value does not fit a schema: `files[0].tests[2].status`; undefined if it fits. Unknown fields are
 * allowed, since a later release may have added them.
 */
export function misfit(value: unknown, schema: Schema, root: Schema = schema, at = ''): string | undefined {
  if (schema.$ref) return misfit(value, referred(schema.$ref, root), root, at);
  const fits = isOf(schema.type, value) && isAllowed(value, schema);
  if (!fits) return at;
  if (Array.isArray(value))
    return schema.items && firstOf(value, (part, index) => misfit(part, schema.items as Schema, root, `${at}[${index}]`));
  const { properties = {}, required = [] } = schema;
  const fields = value as Readonly<Record<string, unknown>>;
  return firstOf(Object.entries(properties), ([name, one]) => {
    const path = at === '' ? name : `${at}.${name}`;
    if (!Object.hasOwn(fields, name)) return required.includes(name) ? path : undefined;
    return misfit(fields[name], one, root, path);
  });
}

/** `#/$defs/run` */
const referred = (reference: string, root: Schema): Schema => root.$defs?.[reference.slice('#/$defs/'.length)] ?? {};

function isOf(type: string | undefined, value: unknown): boolean {
  switch (type) {
    case 'object':
      return typeof value === 'object' && value !== null && !Array.isArray(value);
    case 'array':
      return Array.isArray(value);
    case 'integer':
      return Number.isInteger(value);
    default:
      return type === undefined || typeof value === type;
  }
}

function isAllowed(value: unknown, schema: Schema): boolean {
  if ('const' in schema && value !== schema.const) return false;
  if (schema.enum && !schema.enum.includes(value)) return false;
  return schema.minimum === undefined || (value as number) >= schema.minimum;
}

function firstOf<Part>(parts: readonly Part[], at: (part: Part, index: number) => string | undefined): string | undefined {
  for (const [index, part] of parts.entries()) {
    const found = at(part, index);
    if (found !== undefined) return found;
  }
  return undefined;
}

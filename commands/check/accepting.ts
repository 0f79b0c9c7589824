import type { JsonSchema } from '../../src/asyncapi/json-schema-bundle';
import { isRecord } from '../../src/text/options';
import type { SchemaSource } from './schema-part';

type Check = (value: unknown) => boolean;

/**
 * Tells whether parts of a schema accept values. Each part is compiled by itself when it is first needed.
 * @param compile Compiles a schema that refers to nothing but its own `definitions`.
 */
export function accepting(root: JsonSchema, compile: (schema: JsonSchema) => Check): SchemaSource['accepts'] {
  const known = new Map<string, Check>();
  let definitions: unknown;
  return ({ key, schema }, value) => {
    if (schema === false) return false;
    definitions ??= withRoot(isRecord(root) ? { ...(root.definitions as object | undefined), [ROOT]: root } : {});
    const check = known.get(key) ?? compile({ ...(withRoot(schema) as object), definitions });
    known.set(key, check);
    return check(value);
  };
}

const ROOT = 'the whole';

/** Makes references to the whole schema refer to a definition, since the root is another schema now. */
function withRoot(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withRoot);
  if (!isRecord(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, part]) => [
      name,
      name === '$ref' && part === '#' ? `#/definitions/${encodeURIComponent(ROOT)}` : withRoot(part),
    ]),
  );
}

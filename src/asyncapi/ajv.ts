import type { Ajv, ErrorObject, ValidateFunction } from 'ajv';
import type { Issue } from '../contract/definition';
import { valueAt } from '../contract/pointer';
import { said } from '../text/show';
import { issuesOf } from './ajv-issues';
import { CompiledSchemas, idOf, newAjv } from './compiled-schemas';
import { endlessDefinition } from './endless-schema';
import { exampleOfSchema } from './example';
import { type Bundle, Bundler, type JsonSchema } from './json-schema-bundle';
import { type Dialect, looksBesideRefs, neededDialect, saidDialect, schemaRoot, youngest } from './json-schema-dialect';
import { jsonValue } from './json-value';
import type { Located } from './located';

/** The schemas of a document, compiled. */
export class JsonSchemas {
  readonly #alone = new Map<Dialect, Ajv>();
  /** Two sets: in one of them, keywords beside a reference count. A definition that both refer to may differ between them. */
  readonly #read = new Map<boolean, ReadSchemas>();

  /** Compiles a schema that is known to be right, and refers to nothing but its own `definitions`. */
  compile(schema: JsonSchema): (value: unknown) => boolean {
    const ajv = keptIn(this.#alone, neededDialect(schema), (dialect) => newAjv(dialect, false));
    return ajv.compile(schema) as (value: unknown) => boolean;
  }

  /**
   * @param format The `schemaFormat` that the document gives it.
   * @throws {DocumentProblem} when the schema is wrong.
   */
  check(schema: Located, format?: string): JsonSchemaCheck {
    const root = schemaRoot(schema, format);
    const read = keptIn(this.#read, looksBesideRefs(root, format), (beside) => new ReadSchemas(beside));
    return read.check(root, saidDialect(root, format));
  }
}

/** Schemas that share their definitions. */
class ReadSchemas {
  readonly #bundler: Bundler;
  readonly #dialects = new Map<string, Dialect>();
  readonly #ajvs = new Map<Dialect, Ajv>();
  readonly #quick = new Map<Dialect, CompiledSchemas>();
  readonly #thorough = new Map<Dialect, CompiledSchemas>();
  /** The definitions that are known to be right, by version and name. */
  readonly #right = new Set<string>();
  readonly #ended = new Set<string>();

  constructor(beside: boolean) {
    this.#bundler = new Bundler({ looksBesideRefs: beside, refTo: idOf });
  }

  check(root: Located, dialectOfRoot: Dialect | undefined): JsonSchemaCheck {
    const bundle = this.#bundler.bundle(root);
    const dialect = dialectOfRoot ?? this.#dialectOf(bundle.needed);
    const ajv = keptIn(this.#ajvs, dialect, () => newAjv(dialect, false));
    this.#refuseWrong(bundle.needed, dialect, ajv);
    const definition = (name: string) => this.#bundler.definition(name);
    return new JsonSchemaCheck(
      bundle,
      () => keptIn(this.#quick, dialect, () => new CompiledSchemas(ajv, definition)),
      () => keptIn(this.#thorough, dialect, () => new CompiledSchemas(newAjv(dialect, true), definition)),
    );
  }

  #dialectOf(names: readonly string[]): Dialect {
    return youngest(names.map((name) => keptIn(this.#dialects, name, () => neededDialect(this.#bundler.definition(name)))));
  }

  /** @throws {DocumentProblem} that says where a schema is wrong, or endless. */
  #refuseWrong(names: readonly string[], dialect: Dialect, ajv: Ajv): void {
    for (const name of names) {
      const key = `${dialect} ${name}`;
      if (this.#right.has(key)) continue;
      const schema = this.#bundler.definition(name);
      if (!ajv.validateSchema(schema)) {
        const { pointer, problem } = wrongPart(schema, ajv.errors as ErrorObject[]);
        throw this.#bundler.sourceOf(name, pointer).problem(`is not JSON Schema: ${problem}`);
      }
      this.#right.add(key);
    }
    const endless = endlessDefinition(names, (name) => this.#bundler.definition(name), this.#ended);
    if (endless !== undefined) {
      throw this.#bundler.sourceOf(endless, '').problem('is a schema of which each value must fit itself again, without end');
    }
  }
}

/** Whether a value fits a JSON Schema. */
export class JsonSchemaCheck {
  readonly #bundle: Bundle;
  readonly #quick: () => CompiledSchemas;
  readonly #thorough: () => CompiledSchemas;
  #validate: ValidateFunction | undefined;
  #made: { readonly example: unknown } | undefined;

  /** Compiled at its first use, since a test file uses few schemas of a document. `thorough` finds all issues of a value. */
  constructor(bundle: Bundle, quick: () => CompiledSchemas, thorough: () => CompiledSchemas) {
    this.#bundle = bundle;
    this.#quick = quick;
    this.#thorough = thorough;
  }

  /** The schema, which needs no other: what it refers to is among its `definitions`. */
  get schema(): JsonSchema {
    return this.#bundle.schema;
  }

  fits(value: unknown): boolean {
    this.#validate ??= this.#compiled();
    try {
      return this.#fits(value, this.#validate);
    } catch (error) {
      if (error instanceof RangeError) return false; // deeper than the stack: `issues` says so
      throw error;
    }
  }

  /** Most messages are JSON already, so a value is only converted if it does not fit as it is. */
  #fits(value: unknown, validate: ValidateFunction): boolean {
    if (!ArrayBuffer.isView(value) && validate(value)) return true;
    const json = jsonValue(value);
    return json !== value && (validate(json) as boolean);
  }

  #compiled(): ValidateFunction {
    const { name, needed, sourceOf } = this.#bundle;
    try {
      return this.#quick().validate(name, needed);
    } catch (error) {
      throw sourceOf('').problem(`is a schema that cannot be used: ${said(error)}`);
    }
  }

  /** All that is wrong with a value, in the order of the schema. */
  issues(value: unknown): readonly Issue[] {
    const { name, needed } = this.#bundle;
    const schemas = this.#thorough();
    const validate = schemas.validate(name, needed);
    try {
      const json = jsonValue(value);
      if (validate(json)) return [];
      const errors = schemas.told(validate.errors as ErrorObject[]);
      return issuesOf(json === value ? errors : errors.map((error) => ({ ...error, data: valueAt(value, error.instancePath) })));
    } catch (error) {
      if (error instanceof RangeError) return [{ pointer: '', text: 'is too deep to be checked' }];
      throw error;
    }
  }

  /** A value that fits, a fresh one each time; undefined if none was found. */
  example(): unknown {
    this.#made ??= { example: this.#example() };
    return structuredClone(this.#made.example);
  }

  #example(): unknown {
    const checks = new Map<unknown, ValidateFunction>();
    const { schema, needed } = this.#bundle;
    return exampleOfSchema(schema, (part, value) => {
      if (typeof part === 'boolean') return part;
      const check = checks.get(part) ?? this.#quick().partly(part as object, needed);
      checks.set(part, check);
      return check(value) as boolean;
    });
  }
}

function keptIn<Key, Value>(map: Map<Key, Value>, key: Key, make: (key: Key) => Value): Value {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make(key);
  map.set(key, made);
  return made;
}

/** What is wrong with a schema, and where: of several errors, the deepest. */
function wrongPart(schema: JsonSchema, errors: readonly ErrorObject[]): { readonly pointer: string; readonly problem: string } {
  const deepest = errors.reduce((one, other) => (other.instancePath.length > one.instancePath.length ? other : one));
  const there = errors.filter(({ instancePath }) => instancePath === deepest.instancePath);
  const [issue] = issuesOf(there.map((error) => ({ ...error, data: valueAt(schema, error.instancePath) })));
  return { pointer: deepest.instancePath, problem: issue?.text ?? `${deepest.message}` };
}

import type { Ajv, ErrorObject, Options, ValidateFunction } from 'ajv';
import type { Issue } from '../contract/definition';
import { valueAt } from '../contract/pointer';
import { said } from '../text/show';
import { Choices } from './ajv-choices';
import { issuesOf } from './ajv-issues';
import { endlessReference } from './endless-schema';
import { exampleOfSchema } from './example';
import { type Bundle, bundled, type JsonSchema } from './json-schema-bundle';
import { jsonValue } from './json-value';
import type { Located } from './located';
import { compilePattern } from './pattern';

type Constructor = new (options: Options) => Ajv;

/** Which version of JSON Schema a schema is written in. */
type Dialect = 'draft-07' | '2019-09' | '2020-12';

const modules = { 'draft-07': 'ajv', '2019-09': 'ajv/dist/2019', '2020-12': 'ajv/dist/2020' } as const;

const pattern = Object.assign(compilePattern, { code: 'compilePattern' });

const OPTIONS: Options = {
  strict: false, // a document may hold keywords of others
  logger: false,
  validateSchema: false, // done first, for where it is wrong
  ownProperties: true,
  code: { regExp: pattern },
};

/** The schemas of a document, compiled. */
export class JsonSchemas {
  readonly #quick = new Map<Dialect, Ajv>();
  readonly #thorough = new Map<Dialect, Ajv>();

  /** Compiles a schema that is known to be right, and refers to nothing but its own `definitions`. */
  compile(schema: JsonSchema): (value: unknown) => boolean {
    return made(this.#quick, dialectOf(schema), false).compile(schema) as (value: unknown) => boolean;
  }

  /** @throws {DocumentProblem} when the schema is wrong. */
  check(schema: Located): JsonSchemaCheck {
    const root = schema.followed();
    const bundle = bundled(root);
    const dialect = dialectOf(bundle.schema, root);
    const ajv = made(this.#quick, dialect, false);
    refuseWrong(ajv, bundle, root);
    const endless = endlessReference(bundle.schema);
    if (endless !== undefined) {
      throw nearestSource(endless.slice(1), bundle.sources, root).problem(
        'is a schema of which each value must fit itself again, without end',
      );
    }
    return new JsonSchemaCheck(bundle.schema, root, ajv, () => made(this.#thorough, dialect, true));
  }
}

/** Whether a value fits a JSON Schema. */
export class JsonSchemaCheck {
  readonly #root: Located;
  readonly #quick: Ajv;
  readonly #thorough: () => Ajv;
  #validate: ValidateFunction | undefined;
  #explain: ((value: unknown) => readonly Issue[]) | undefined;

  /** Compiled at its first use, since a test file uses few of a document's. `thorough` finds all that is wrong with a value. */
  constructor(
    readonly schema: JsonSchema,
    root: Located,
    quick: Ajv,
    thorough: () => Ajv,
  ) {
    this.#root = root;
    this.#quick = quick;
    this.#thorough = thorough;
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

  /** Most messages are JSON already: what is none is seen where they do not fit. */
  #fits(value: unknown, validate: ValidateFunction): boolean {
    if (!ArrayBuffer.isView(value) && validate(value)) return true;
    const json = jsonValue(value);
    return json !== value && (validate(json) as boolean);
  }

  #compiled(): ValidateFunction {
    try {
      return this.#quick.compile(this.schema);
    } catch (error) {
      throw this.#root.problem(`is a schema that cannot be used: ${said(error)}`);
    }
  }

  /** All that is wrong, in the order in which the schema says it. */
  issues(value: unknown): readonly Issue[] {
    this.#explain ??= explained(this.schema, this.#thorough());
    try {
      return this.#explain(value);
    } catch (error) {
      if (error instanceof RangeError) return [{ pointer: '', text: 'is too deep to be checked' }];
      throw error;
    }
  }

  /** A value that fits; undefined where none was found. */
  example(): unknown {
    const { definitions } = this.schema as { readonly definitions?: unknown };
    const checks = new Map<unknown, ValidateFunction>();
    return exampleOfSchema(this.schema, (part, value) => {
      if (typeof part === 'boolean') return part;
      const check = checks.get(part) ?? this.#quick.compile({ ...(part as object), definitions });
      checks.set(part, check);
      return check(value) as boolean;
    });
  }
}

let schemas = 0;

function explained(schema: JsonSchema, ajv: Ajv): (value: unknown) => readonly Issue[] {
  const key = `schema:${schemas++}`;
  ajv.addSchema(typeof schema === 'boolean' ? { allOf: [schema] } : schema, key);
  const compiled = (pointer: string) => ajv.getSchema(`${key}#${encodeURI(pointer)}`);
  const validate = compiled('') as ValidateFunction;
  const choices = new Choices(schema, compiled);
  return (value) => {
    const json = jsonValue(value);
    if (validate(json)) return [];
    const errors = choices.told(validate.errors as ErrorObject[]);
    return issuesOf(json === value ? errors : errors.map((error) => ({ ...error, data: valueAt(value, error.instancePath) })));
  };
}

function made(ajvs: Map<Dialect, Ajv>, dialect: Dialect, isThorough: boolean): Ajv {
  const known = ajvs.get(dialect);
  if (known) return known;
  const loaded = require(modules[dialect]) as { readonly default: Constructor };
  const ajv = new loaded.default({ ...OPTIONS, allErrors: isThorough, verbose: isThorough });
  addFormats(ajv);
  ajvs.set(dialect, ajv);
  return ajv;
}

/** Formats are checked where the package that knows them is installed; else they say nothing. */
function addFormats(ajv: Ajv): void {
  let add: (ajv: Ajv) => unknown;
  try {
    add = (require('ajv-formats') as { readonly default: typeof add }).default;
  } catch {
    ajv.opts.validateFormats = false;
    return;
  }
  add(ajv);
}

/** @throws {DocumentProblem} that says where the schema is none. */
function refuseWrong(ajv: Ajv, { schema, sources }: Bundle, root: Located): void {
  if (ajv.validateSchema(schema)) return;
  const errors = ajv.errors as ErrorObject[];
  const deepest = errors.reduce((one, other) => (other.instancePath.length > one.instancePath.length ? other : one));
  const there = errors.filter(({ instancePath }) => instancePath === deepest.instancePath);
  const [issue] = issuesOf(there.map((error) => ({ ...error, data: valueAt(schema, error.instancePath) })));
  throw nearestSource(deepest.instancePath, sources, root).problem(`is not JSON Schema: ${issue?.text ?? deepest.message}`);
}

/** Where the part of a bundle stands in the document, or the nearest around it that is known. */
function nearestSource(pointer: string, sources: ReadonlyMap<string, Located>, root: Located): Located {
  for (let at = pointer; at !== ''; at = at.slice(0, at.lastIndexOf('/'))) {
    const source = sources.get(at);
    if (source) return source;
  }
  return root;
}

/** What a schema says of itself (`$schema`, `schemaFormat`), else what its keywords need: draft 7 unless they are younger. */
function dialectOf(schema: JsonSchema, root?: Located): Dialect {
  const said = `${root?.text('$schema') ?? ''}`;
  for (const dialect of ['2020-12', '2019-09'] as const) if (said.includes(dialect)) return dialect;
  if (said.includes('draft-07')) return 'draft-07';
  const text = JSON.stringify(schema);
  if (/"prefixItems":/.test(text)) return '2020-12';
  return /"(unevaluated(Items|Properties)|dependent(Required|Schemas)|(min|max)Contains)":/.test(text) ? '2019-09' : 'draft-07';
}

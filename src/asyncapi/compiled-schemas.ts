import type { Ajv, ErrorObject, Options, ValidateFunction } from 'ajv';
import { Choices } from './ajv-choices';
import type { JsonSchema } from './json-schema-bundle';
import type { Dialect } from './json-schema-dialect';
import { compilePattern } from './pattern';

type Constructor = new (options: Options) => Ajv;

const modules = { 'draft-07': 'ajv', '2019-09': 'ajv/dist/2019', '2020-12': 'ajv/dist/2020' } as const;

const pattern = Object.assign(compilePattern, { code: 'compilePattern' });

const OPTIONS: Options = {
  strict: false, // a document may hold keywords of others
  logger: false,
  validateSchema: false, // done first, for where it is wrong
  ownProperties: true,
  multipleOfPrecision: 9, // 4.35 is a multiple of 0.01, though not for a processor
  code: { regExp: pattern },
};

/** @param isThorough Whether it finds all that is wrong with a value, not only the first error. */
export function newAjv(dialect: Dialect, isThorough: boolean): Ajv {
  const { default: Ajv } = require(modules[dialect]) as { readonly default: Constructor };
  const ajv = new Ajv({ ...OPTIONS, allErrors: isThorough, verbose: isThorough });
  addFormats(ajv);
  return ajv;
}

/** Formats are checked if the package `ajv-formats` is installed; otherwise any text fits. */
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

/** The id of a definition in ajv, by which others refer to it. */
export const idOf = (name: string): string => `schema:${name}`;

/** The definitions of a document in one instance of ajv: each is compiled once, however many refer to it. */
export class CompiledSchemas {
  readonly #ajv: Ajv;
  readonly #definition: (name: string) => JsonSchema;
  readonly #added = new Set<string>();
  readonly #choices = new Choices((pointer) => this.#ajv.getSchema(pointer));

  constructor(ajv: Ajv, definition: (name: string) => JsonSchema) {
    this.#ajv = ajv;
    this.#definition = definition;
  }

  /** @param needed All the definitions that it refers to, including itself. */
  validate(name: string, needed: readonly string[]): ValidateFunction {
    this.#add(needed);
    return this.#ajv.getSchema(idOf(name)) as ValidateFunction;
  }

  /** Compiles a part by itself, which is not kept. */
  partly(part: object, needed: readonly string[]): ValidateFunction {
    this.#add(needed);
    const validate = this.#ajv.compile(part);
    this.#ajv.removeSchema(part);
    return validate;
  }

  /** Those of the errors of a value that say most. */
  told(errors: readonly ErrorObject[]): readonly ErrorObject[] {
    return this.#choices.told(errors);
  }

  #add(names: readonly string[]): void {
    for (const name of names) {
      if (this.#added.has(name)) continue;
      this.#added.add(name);
      const definition = this.#definition(name);
      this.#ajv.addSchema(typeof definition === 'boolean' ? { allOf: [definition] } : definition, idOf(name));
      this.#choices.add(definition, idOf(name));
    }
  }
}

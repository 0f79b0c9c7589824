import type { ErrorObject, ValidateFunction } from 'ajv';
import { keysOf, pointerBelow } from '../contract/pointer';
import type { JsonSchema } from './json-schema-bundle';

/** Keywords of which one branch should fit: of the others, only the errors of the nearest are told. */
const CHOICES = ['anyOf', 'oneOf'];

/** The choices of a schema, with each branch compiled by itself: ajv gives the errors of all branches in one list. */
export class Choices {
  readonly #compiled: (pointer: string) => ValidateFunction | undefined;
  /** Where the branches of each choice stand: `schema:7#/anyOf`. */
  readonly #pointers = new Map<unknown, string>();

  /** @param compiled Compiles a part of a schema; gives undefined if that is just `true` or `false`. */
  constructor(compiled: (pointer: string) => ValidateFunction | undefined) {
    this.#compiled = compiled;
  }

  /** @param id The name of the schema, to which the pointers of its parts are appended. */
  add(schema: JsonSchema, id: string): void {
    this.#find(schema, `${id}#`);
  }

  #find(part: unknown, pointer: string): void {
    if (typeof part !== 'object' || part === null) return;
    for (const [key, value] of Object.entries(part)) {
      const below = pointerBelow(pointer, key);
      if (CHOICES.includes(key) || key === 'contains') this.#pointers.set(value, below);
      this.#find(value, below);
    }
  }

  /** The errors that say most: for a choice, those of its nearest branch instead of those of all branches. */
  told(errors: readonly ErrorObject[]): readonly ErrorObject[] {
    const told: ErrorObject[] = [];
    for (let index = errors.length - 1; index >= 0; index--) {
      const error = errors[index] as ErrorObject;
      if (error.keyword === 'propertyNames' || (error.keyword === 'if' && index > 0)) continue; // others say why
      const branches = this.#branches(error);
      if (branches) index -= branches.reduce((sum, branch) => sum + branch.length, 0); // they stand before it
      if (error.keyword === 'contains') told.unshift(this.#counted(error));
      else told.unshift(...(branches ? this.#nearest(error, branches) : [error]));
    }
    return told;
  }

  /** The errors of each branch of a choice that does not fit; undefined for any other error. */
  #branches({ keyword, schema, data, instancePath, params }: ErrorObject): readonly (readonly ErrorObject[])[] | undefined {
    const pointer = this.#pointers.get(schema);
    if (pointer === undefined) return undefined;
    if (keyword === 'contains') return this.#ofItems(pointer, { schema, data, instancePath, params });
    if (!Array.isArray(schema)) return undefined;
    const looked = Array.isArray(params.passingSchemas) ? Math.max(...params.passingSchemas) : schema.length;
    return schema.slice(0, looked).map((_, index) => this.#errors(`${pointer}/${index}`, data, instancePath, schema[index]));
  }

  /** The errors of the items that ajv has looked at: it stops at the first item that is one too many. */
  #ofItems(
    pointer: string,
    { schema, data, instancePath, params }: Pick<ErrorObject, 'schema' | 'data' | 'instancePath' | 'params'>,
  ): readonly (readonly ErrorObject[])[] {
    const { minContains, maxContains = Number.POSITIVE_INFINITY } = params as { minContains: number; maxContains?: number };
    if (!Array.isArray(data) || minContains > maxContains) return []; // which ajv sees before it looks at any
    const looked: (readonly ErrorObject[])[] = [];
    for (let index = 0, fitting = 0; index < data.length && fitting <= maxContains; index++) {
      const errors = this.#errors(pointer, data[index], `${instancePath}/${index}`, schema);
      if (errors.length === 0) fitting++;
      looked.push(errors);
    }
    return looked;
  }

  /** The error, with the number of items that fit. */
  #counted(error: ErrorObject): ErrorObject {
    const pointer = this.#pointers.get(error.schema) ?? '';
    const { data, schema } = error;
    const fitting = Array.isArray(data) ? data.filter((item) => this.#errors(pointer, item, '', schema).length === 0).length : 0;
    return { ...error, params: { ...error.params, fitting } };
  }

  #errors(pointer: string, value: unknown, instancePath: string, schema?: unknown): readonly ErrorObject[] {
    if (schema === false) return [{ keyword: 'false schema', instancePath, schemaPath: '', params: {}, data: value }];
    const validate = this.#compiled(encodeURI(pointer));
    if (!validate || validate(value)) return [];
    return (validate.errors as ErrorObject[]).map((error) => ({ ...error, instancePath: instancePath + error.instancePath }));
  }

  #nearest(choice: ErrorObject, branches: readonly (readonly ErrorObject[])[]): readonly ErrorObject[] {
    if (Array.isArray(choice.params.passingSchemas)) return [choice];
    const told = branches.map((branch) => this.told(branch));
    const ofType = told.filter((branch) => !branch.some((error) => isOfAnotherType(error, choice)));
    if (ofType.length === 0) return [typesOf(choice, told) ?? choice];
    const meant = ofType.filter((branch) => !branch.some((error) => isOfAnotherKind(error, choice)));
    const [best] = meant.sort((one, other) => one.length - other.length);
    return best ?? [constantsOf(choice, ofType) ?? choice];
  }
}

/** The error of a branch that was never meant: it is for another type, or (see below) has another constant. */
const isOfAnotherType = ({ keyword, instancePath }: ErrorObject, choice: ErrorObject): boolean =>
  (keyword === 'type' || keyword === 'false schema') && instancePath === choice.instancePath;

const isOfAnotherKind = ({ keyword, instancePath }: ErrorObject, choice: ErrorObject): boolean =>
  keyword === 'const' && keysOf(instancePath).length <= keysOf(choice.instancePath).length + 1;

/** One error for branches that differ by their types alone. */
function typesOf(choice: ErrorObject, branches: readonly (readonly ErrorObject[])[]): ErrorObject | undefined {
  const found = branches.map((branch) => branch.find((error) => isOfAnotherType(error, choice)));
  const types = found.filter((error) => error?.keyword === 'type');
  return united(types, 'type', ({ params }) => ({ type: [params.type].flat() }), 'type');
}

/** One error for branches that differ by a constant, at one place. */
function constantsOf(choice: ErrorObject, branches: readonly (readonly ErrorObject[])[]): ErrorObject | undefined {
  const found = branches.map((branch) => branch.find((error) => isOfAnotherKind(error, choice)));
  if (new Set(found.map((error) => error?.instancePath)).size !== 1) return undefined;
  return united(found, 'enum', ({ params }) => ({ allowedValues: [params.allowedValue] }), 'allowedValues');
}

function united(
  found: readonly (ErrorObject | undefined)[],
  keyword: string,
  paramsOf: (error: ErrorObject) => Record<string, unknown[]>,
  name: string,
): ErrorObject | undefined {
  const [first] = found;
  if (!first || found.includes(undefined)) return undefined;
  const values = found.flatMap((error) => paramsOf(error as ErrorObject)[name] ?? []);
  return { ...first, keyword, params: { [name]: [...new Set(values)] } };
}

import type { ErrorObject } from 'ajv';
import type { Issue } from '../contract/definition';
import { shownValue, typeOf } from '../contract/issue-text';
import { pointerBelow } from '../contract/pointer';
import { count } from '../text/count';
import { listed } from '../text/listed';
import { oneLine } from '../text/show';

/** The errors of ajv, in sentences. */
export function issuesOf(errors: readonly ErrorObject[]): readonly Issue[] {
  const issues = errors.map((error) => ({ pointer: pointerOf(error), text: textOf(error) }));
  return issues.filter((issue, index) => issues.findIndex((other) => sameIssue(issue, other)) === index);
}

const sameIssue = (one: Issue, other: Issue): boolean => one.pointer === other.pointer && one.text === other.text;

/** Where the issue is: a part that is missing, or must not be there, has a place of its own. */
function pointerOf({ keyword, instancePath, params, propertyName }: ErrorObject): string {
  const part = propertyName ?? (PARTS.has(keyword) ? params[PARTS.get(keyword) as string] : undefined);
  return part === undefined ? instancePath : pointerBelow(instancePath, part as string);
}

/** Keywords that say something of a part of the value, with the parameter that names it. */
const PARTS: ReadonlyMap<string, string> = new Map([
  ['additionalProperties', 'additionalProperty'],
  ['dependencies', 'missingProperty'],
  ['dependentRequired', 'missingProperty'],
  ['required', 'missingProperty'],
  ['unevaluatedProperties', 'unevaluatedProperty'],
]);

function textOf({ keyword, params, message = 'does not fit', data, instancePath, propertyName }: ErrorObject): string {
  const got = () => (propertyName === undefined ? `, got ${shownValue(instancePath, data)}` : ', as a name');
  switch (keyword) {
    case 'required':
      return 'is missing';
    case 'dependencies':
    case 'dependentRequired':
      return `is missing beside ${oneLine(pointerBelow(instancePath, params.property))}`;
    case 'additionalProperties':
    case 'unevaluatedProperties':
      return 'is not documented';
    case 'type':
      return `must be ${[params.type].flat().join(' or ')}, got ${typeOf(data)}`;
    case 'const':
      return `must be ${shownValue(instancePath, params.allowedValue)}${got()}`;
    case 'enum':
      return `must be one of ${listed((params.allowedValues as unknown[]).map((value) => shownValue(instancePath, value)))}${got()}`;
    case 'minLength':
    case 'minItems':
    case 'minProperties':
      return `must have at least ${count(params.limit, UNITS[keyword])}${got()}`;
    case 'maxLength':
    case 'maxItems':
    case 'maxProperties':
      return `must have at most ${count(params.limit, UNITS[keyword])}${got()}`;
    case 'false schema':
      return 'must not be there';
    case 'anyOf':
    case 'oneOf':
      return Array.isArray(params.passingSchemas) ? 'fits more than one schema of oneOf' : `fits no schema of ${keyword}${got()}`;
    case 'contains':
      return `${itemsText(params)}${got()}`;
    case 'not':
      return `must not be such a value${got()}`;
    default:
      return `${oneLine(message)}${got()}`;
  }
}

/** The units that the limits count. */
const UNITS = {
  maxItems: 'item',
  maxLength: 'character',
  maxProperties: 'field',
  minItems: 'item',
  minLength: 'character',
  minProperties: 'field',
} as const;

/** `fitting` is how many of the items fit. */
function itemsText({ minContains = 1, maxContains, fitting = 0 }: Record<string, number | undefined>): string {
  const items = fitting === 0 ? 'no item that fits' : `${fitting} ${fitting === 1 ? 'item that fits' : 'items that fit'}`;
  if (maxContains !== undefined && fitting > maxContains) return `has ${items}, at most ${maxContains} may`;
  return minContains === 1 ? `has ${items}` : `has ${items}, at least ${minContains} must`;
}

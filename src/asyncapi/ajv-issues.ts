import type { ErrorObject } from 'ajv';
import type { Issue } from '../contract/definition';
import { shownValue, typeOf } from '../contract/issue-text';

/** Of several branches of which one should fit, those of the nearest are told. */
const BRANCHES = /^(anyOf|oneOf)$/;

/** What ajv found, in sentences. */
export function issuesOf(errors: readonly ErrorObject[]): readonly Issue[] {
  const told = withoutFarBranches(errors);
  const issues = told.map((error) => ({ pointer: pointerOf(error), text: textOf(error) }));
  return issues.filter((issue, index) => issues.findIndex((other) => sameIssue(issue, other)) === index);
}

const sameIssue = (one: Issue, other: Issue): boolean => one.pointer === other.pointer && one.text === other.text;

/** Drops the summary of a choice where one of its branches says more, and the branches that are further away. */
function withoutFarBranches(errors: readonly ErrorObject[]): readonly ErrorObject[] {
  let left = errors;
  for (const choice of errors.filter(({ keyword }) => BRANCHES.test(keyword))) {
    const inside = left.filter(({ schemaPath }) => schemaPath.startsWith(`${choice.schemaPath}/`));
    const branches = new Map<string, ErrorObject[]>();
    for (const error of inside) {
      const branch = error.schemaPath.slice(choice.schemaPath.length + 1).split('/')[0] as string;
      branches.set(branch, [...(branches.get(branch) ?? []), error]);
    }
    const nearest = [...branches.values()].filter((branch) => !branch.some((error) => isOfAnotherKind(error, choice)));
    const [best] = nearest.sort((one, other) => one.length - other.length);
    left = left.filter(
      (error) => (best ? error !== choice : true) && (!inside.includes(error) || best?.includes(error) === true),
    );
  }
  return left.length > 0 ? left : errors;
}

/** A branch whose type or constant differs at the very place of the choice was never meant. */
function isOfAnotherKind({ keyword, instancePath }: ErrorObject, choice: ErrorObject): boolean {
  if (keyword === 'type') return instancePath === choice.instancePath;
  return keyword === 'const' && instancePath.split('/').length === choice.instancePath.split('/').length + 1;
}

/** What is missing, or should not be there, has a place of its own. */
function pointerOf({ keyword, instancePath, params }: ErrorObject): string {
  const part: unknown =
    keyword === 'required'
      ? params.missingProperty
      : keyword === 'additionalProperties'
        ? params.additionalProperty
        : keyword === 'unevaluatedProperties'
          ? params.unevaluatedProperty
          : undefined;
  return part === undefined ? instancePath : `${instancePath}/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`;
}

function textOf({ keyword, params, message = 'does not fit', data, instancePath }: ErrorObject): string {
  const got = () => `, got ${shownValue(instancePath, data)}`;
  switch (keyword) {
    case 'required':
      return 'is missing';
    case 'additionalProperties':
    case 'unevaluatedProperties':
      return 'is not documented';
    case 'type':
      return `must be ${[params.type].flat().join(' or ')}, got ${typeOf(data)}`;
    case 'const':
      return `must be ${shownValue(instancePath, params.allowedValue)}${got()}`;
    case 'enum':
      return `must be one of ${(params.allowedValues as unknown[]).map((value) => shownValue(instancePath, value)).join(', ')}${got()}`;
    case 'false schema':
      return 'must not be there';
    case 'anyOf':
    case 'oneOf':
      return Array.isArray(params.passingSchemas) ? 'fits more than one schema of oneOf' : `fits no schema of ${keyword}${got()}`;
    case 'not':
      return `must not be such a value${got()}`;
    default:
      return `${message}${got()}`;
  }
}

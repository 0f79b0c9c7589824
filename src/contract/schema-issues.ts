import { said } from '../text/show';
import type { Issue } from './definition';
import { pointerBelow } from './pointer';

/** An issue of a Standard Schema. Each library has its own field for the issues of the alternatives of a union. */
interface SchemaIssue {
  readonly message: string;
  readonly path?: readonly unknown[];
  readonly code?: unknown;
  /** zod 4: those of each alternative, with paths relative to the union. */
  readonly errors?: readonly (readonly SchemaIssue[])[];
  /** zod 3: those of each alternative, with whole paths. */
  readonly unionErrors?: readonly { readonly issues: readonly SchemaIssue[] }[];
  /** valibot: those of all alternatives, with paths relative to the union. */
  readonly issues?: readonly SchemaIssue[];
}

/** The issues of a schema. For a union, only those of the alternative that is meant. */
export const schemaIssues = (issues: readonly SchemaIssue[]): readonly Issue[] => issues.flatMap((issue) => issuesOf(issue, []));

function issuesOf(issue: SchemaIssue, above: readonly unknown[]): readonly Issue[] {
  const path = [...above, ...(issue.path ?? [])];
  const whole = issue.unionErrors?.map(({ issues }) => issues);
  const alternatives = (whole ?? issue.errors ?? (issue.issues ? [issue.issues] : [])).filter(({ length }) => length > 0);
  const meant = nearest(alternatives, whole ? path.length : 0);
  if (!meant) return [{ pointer: pointerOf(path), text: `is refused: ${said(issue.message)}` }];
  return meant.flatMap((inner) => issuesOf(inner, whole ? [] : path));
}

/**
 * The issues of the alternative that is meant: it is of the value's type and constants, and has the fewest issues.
 * @param depth The length of the path of an issue that is about the value itself.
 */
function nearest(alternatives: readonly (readonly SchemaIssue[])[], depth: number): readonly SchemaIssue[] | undefined {
  const isOther = (issue: SchemaIssue) =>
    isOfConstant(issue) || (issue.code === 'invalid_type' && (issue.path ?? []).length <= depth);
  const worth = (issues: readonly SchemaIssue[]) => issues.length + (issues.some(isOther) ? 1000 : 0);
  return [...alternatives].sort((one, other) => worth(one) - worth(other))[0];
}

const isOfConstant = ({ code }: SchemaIssue): boolean =>
  code === 'invalid_value' ||
  code === 'invalid_literal' ||
  code === 'invalid_enum_value' ||
  code === 'invalid_union_discriminator';

/** A part of a path is a key, or an object that holds it. */
const pointerOf = (path: readonly unknown[]): string =>
  path.reduce<string>((pointer, part) => {
    const key: unknown = typeof part === 'object' && part !== null ? (part as { key: unknown }).key : part;
    return pointerBelow(pointer, String(key));
  }, '');

import { failureText } from '../src/text/failure-text';
import { plainData } from '../src/text/plain-data';
import { isUsageError } from '../src/text/usage-error';
import type { Call, MatcherResult } from './matcher';
import { hint } from './printing';

/** What a failure says, from the top. */
export interface Failure {
  /** `expect(rob).toReceiveMessage(expected)`. */
  readonly hint: string;
  /** A sentence, where that says it all, or more than what was expected and received. */
  readonly cause?: string;
  readonly expected?: string;
  /** What came, or why nothing did; one for each client where they are many. */
  readonly received?: readonly string[];
  /** Blocks of lines: what came instead, the nearest of it. */
  readonly details?: readonly (readonly string[])[];
  /** What may help. */
  readonly hints?: readonly string[];
  /** The values themselves, for reporters. */
  readonly values?: { readonly expected: unknown; readonly actual: unknown };
}

/** The one order in which failures say what they have to say. */
export function failureMessage({ hint, cause, expected, received = [], details = [], hints = [] }: Failure): string {
  const head = [
    ...(cause === undefined ? [] : [cause]),
    ...(expected === undefined ? [] : [`Expected: ${expected}`]),
    ...received.map((text) => `Received: ${text}`),
  ];
  const blocks = [head, ...details, hintLines(hints)].filter((lines) => lines.length > 0);
  return failureText([hint, ...blocks.flatMap((lines) => ['', ...lines])].join('\n'));
}

/** Two things that differ, within a block of details. */
export const comparedLines = (expected: string, received: string): string[] => [
  `  Expected: ${expected}`,
  `  Received: ${received}`,
];

export const hintLines = (hints: readonly string[]): string[] => hints.map((text) => `Hint: ${text}`);

/**
 * What a matcher gives to `expect`.
 * @param explain Asked when the assertion has failed, and only once.
 */
export function resultOf(call: Call, pass: boolean, explain: () => Failure): MatcherResult {
  if (pass === (call.context.isNot ?? false)) return failedResult(call, pass, explain);
  return { pass, name: call.name, message: () => failureMessage(explain()) };
}

/** Made for failures alone: getters keep all that the function around them can see. `expect` spreads it, which asks them. */
function failedResult({ engine, name }: Call, pass: boolean, explain: () => Failure): MatcherResult {
  let failure: Failure | undefined;
  const known = () => {
    failure ??= explain();
    return failure;
  };
  return {
    pass,
    name,
    get expected() {
      return plainData(known().values?.expected, engine.realm);
    },
    get actual() {
      return plainData(known().values?.actual, engine.realm);
    },
    message: () => failureMessage(known()),
  };
}

/** It fails, in both polarities. */
export function failed(call: Call, explain: () => Failure): MatcherResult {
  return failedResult(call, call.context.isNot ?? false, explain);
}

/** A usage error fails the assertion in both polarities, at the user's line. Anything else is thrown. */
export function usageErrorResult(call: Call, error: unknown): MatcherResult {
  if (!isUsageError(error)) throw error;
  const { context, name } = call;
  return failed(call, () => ({ hint: usageHint(context, name), cause: error.message }));
}

/** The subject is not known to be a client: it has Jest's own name. */
function usageHint(context: Call['context'], name: string): string {
  return hint(context, name, [{ name: 'received' }]);
}

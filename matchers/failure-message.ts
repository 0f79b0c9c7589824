import { failureText } from '../src/text/failure-text';
import { plainData } from '../src/text/plain-data';
import { isUsageError } from '../src/text/usage-error';
import type { Call, MatcherResult } from './matcher';
import { hint } from './printing';

/** The parts of a failure, from the top. */
export interface Failure {
  /** `expect(rob).toReceiveMessage(expected)`. */
  readonly hint: string;
  /** A sentence that says why, instead of or in addition to what was expected and received. */
  readonly cause?: string;
  readonly expected?: string;
  /** What came, or why nothing did; one for each client if there are several. */
  readonly received?: readonly string[];
  /** Blocks of lines: what came instead, and the nearest message. */
  readonly details?: readonly (readonly string[])[];
  /** Sentences that may help. */
  readonly hints?: readonly string[];
  /** The values themselves, for reporters. */
  readonly values?: { readonly expected: unknown; readonly actual: unknown };
}

/** Lays out a failure: this is the only place that decides its order. */
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
 * The result of a matcher for `expect`.
 * @param explain Called when the assertion has failed, and only once.
 */
export function resultOf(call: Call, pass: boolean, explain: () => Failure): MatcherResult {
  if (pass === (call.context.isNot ?? false)) return failedResult(call, pass, explain);
  return { pass, name: call.name, message: () => failureMessage(explain()) };
}

/** Only for failures: the getters keep alive all that the function around them can see. `expect` spreads it: so they are read. */
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

/** Fails the assertion, with and without `.not`. */
export function failed(call: Call, explain: () => Failure): MatcherResult {
  return failedResult(call, call.context.isNot ?? false, explain);
}

/** A usage error fails the assertion, with and without `.not`, at the user's line. Any other error is thrown. */
export function usageErrorResult(call: Call, error: unknown): MatcherResult {
  if (!isUsageError(error)) throw error;
  const { context, name } = call;
  return failed(call, () => ({ hint: usageHint(context, name), cause: error.message }));
}

/** The subject may not be a client, so it is named `received`, as Jest does. */
function usageHint(context: Call['context'], name: string): string {
  return hint(context, name, [{ name: 'received' }]);
}

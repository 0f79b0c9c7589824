import { failureText } from '../src/text/failure-text';

/** What a failure says, from the top. */
export interface Failure {
  /** `expect(rob).toReceiveMessage(expected)`. */
  readonly hint: string;
  readonly expected?: string;
  /** Why it failed; one line for each client where they are many. */
  readonly received: readonly string[];
  /** Blocks of lines: what came instead, the nearest of it. */
  readonly details?: readonly (readonly string[])[];
  /** What may help. */
  readonly hints?: readonly string[];
}

/** The one order in which failures say what they have to say. */
export function layout({ hint, expected, received, details = [], hints = [] }: Failure): string {
  const lines = [
    hint,
    '',
    ...(expected === undefined ? [] : [`Expected: ${expected}`]),
    ...received.map((text) => `Received: ${text}`),
    ...details.filter((lines) => lines.length > 0).flatMap((lines) => ['', ...lines]),
    ...(hints.length === 0 ? [] : ['', ...hints.map((text) => `Hint: ${text}`)]),
  ];
  return failureText(lines.join('\n'));
}

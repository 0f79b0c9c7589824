import { isPromise } from '../runtime/tag';
import { show } from '../text/show';
import { UsageError } from '../text/usage-error';
import { knownOf } from './known';
import type { Step } from './steps';

export function lastOf(steps: readonly Step[], kinds: readonly Step['kind'][] | undefined, method: string, wanted: string): Step {
  const last = steps.at(-1);
  if (!last) throw new UsageError(`${method} applies to the step before it, but there is none. Write ${wanted} first.`);
  if (kinds && !kinds.includes(last.kind)) {
    throw new UsageError(`${method} does not apply to ${last.kind}(). Write it after ${wanted}.`);
  }
  return last;
}

export function refuseBehindClose(steps: readonly Step[]): void {
  const close = steps.findIndex(({ kind }) => kind === 'close');
  const behind = close === -1 ? undefined : steps.slice(close).find(({ kind }) => ['expect', 'send', 'oneOf'].includes(kind));
  if (behind) throw new UsageError(`${behind.kind}() comes after close(), when the user has left. Write it before close().`);
}

export const replaced = (steps: readonly Step[], step: Step, by: Step): readonly Step[] =>
  steps.map((other) => (other === step ? by : other));

export function sendable(message: unknown, where: string): unknown {
  if (message === undefined) throw new UsageError(`${where} takes what to send, but was given nothing.`);
  if (isPromise(message))
    throw new UsageError(`${where} takes a message, but was given a promise. Await it, or give a function.`);
  if (knownOf(message))
    throw new UsageError(`${where} takes a message, but was given a scenario. A scenario cannot trigger itself or another.`);
  return message;
}

export function untriggered(paths: readonly { readonly text: string }[], where: string): void {
  const [path] = paths;
  if (!path) return;
  const advice = 'Write reply() after the expectation, or ${@name} for what was captured, and $${ for the text ${.';
  throw new UsageError(`${where} has \${${path.text}} in it, but no message triggers it. ${advice}`);
}

export function whole(times: unknown, where: string): number {
  if (Number.isInteger(times) && (times as number) > 0) return times as number;
  throw new UsageError(`${where} takes a whole number above 0, not ${show(times)}.`);
}

import { duration, isString, milliseconds } from '../text/option-checks';
import { parsePath } from '../text/path';
import { show } from '../text/show';
import { UsageError } from '../text/usage-error';
import { expectedTemplate } from './add-steps';
import { contradicts } from './contradicts';
import type { Attribute, ExpectStep, RequestStep, Step } from './steps';

/*
 * What a method of a scenario changes in the step before it. All throw a UsageError when their arguments cannot work.
 */

type Kind = Step['kind'];
type OfKind<K extends Kind> = Extract<Step, { readonly kind: K }>;

/** @param kinds The kinds of steps that the method applies to. */
export function modifyLast<K extends Kind = Kind>(
  steps: readonly Step[],
  method: string,
  kinds: readonly K[] | undefined,
  change: (last: OfKind<K>) => Partial<Step>,
): readonly Step[] {
  const wanted = (kinds ?? ['expect', 'send']).map((kind) => `${kind}()`).join(' or ');
  const last = steps.at(-1);
  if (!last) throw new UsageError(`${method} applies to the step before it, but there is none. Write ${wanted} first.`);
  if (kinds && !(kinds as readonly Kind[]).includes(last.kind))
    throw new UsageError(`${method} does not apply to ${last.kind}(). Write it after ${wanted}.`);
  return [...steps.slice(0, -1), { ...last, ...change(last as OfKind<K>) } as Step];
}

export function withAttribute({ expected, attributes }: ExpectStep, [text, ...value]: readonly unknown[]): Partial<ExpectStep> {
  const path = parsePath(text);
  if (contradicts(expected.source, path))
    throw new UsageError(`Nothing can be at ${show(text)} of a message that is ${show(expected.source)}.`);
  const attribute: Attribute = { text: text as string, path, ...(value.length > 0 && { expected: expectedTemplate(value[0]) }) };
  return { attributes: [...attributes, attribute] };
}

export function withCapture(last: ExpectStep | RequestStep, name: unknown, from: unknown): Partial<Step> {
  if (!isString(name) || !/^[\p{L}\p{N}_-]+$/u.test(name))
    throw new UsageError(`capture() takes a name of letters, digits, _ and - first, not ${show(name)}.`);
  const path = from === undefined ? [] : typeof from === 'function' ? (from as (value: unknown) => unknown) : parsePath(from);
  if (last.kind === 'expect' && typeof path !== 'function' && contradicts(last.expected.source, path))
    throw new UsageError(`There can be nothing at ${show(from)} of a message that is ${show(last.expected.source)}.`);
  return { captures: [...last.captures, { name, from: path }] };
}

export function withLabel(label: unknown): Partial<Step> {
  if (!isName(label)) throw new UsageError(`as() takes a name for the last step, not ${show(label)}.`);
  return { label };
}

export function withAfter(last: Step, labels: readonly unknown[]): Partial<Step> {
  const wrong = labels.find((label) => !isName(label));
  if (wrong !== undefined || labels.length === 0)
    throw new UsageError(`after() takes the names of other steps, not ${show(wrong)}.`);
  if (last.label !== undefined && labels.includes(last.label)) throw new UsageError(`'${last.label}' waits for itself.`);
  return { after: [...last.after, ...(labels as readonly string[])] };
}

export function withDelay(ms: number): Partial<Step> {
  if (!duration.accepts(ms)) throw new UsageError(`delay() takes ${milliseconds.expects}, not ${show(ms)}.`);
  return { delay: ms };
}

/** Checks how often a step, or a part, happens. */
export function wholeTimes(times: unknown, where: string): number {
  if (Number.isInteger(times) && (times as number) > 0) return times as number;
  throw new UsageError(`${where} takes a whole number above 0, not ${show(times)}.`);
}

const isName = (label: unknown): label is string => isString(label) && label !== '';

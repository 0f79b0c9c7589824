import { enumerated } from '../text/listed';
import { UsageError } from '../text/usage-error';
import type { Draft } from './planned';

/**
 * The steps whose value `${@name}` stands for in a step: the nearest one of the same user that is written before it; else
 * those written after it; else those of another user. Where the nearest is in a branch that may not be taken, those before
 * it count too, back to one that is sure to happen.
 * @param all The steps that capture under this name.
 * @throws {UsageError} where several other users do.
 */
export function captorsFor(draft: Draft, name: string, all: readonly Draft[], names: readonly string[]): readonly number[] {
  const own = all.filter((one) => one.who === draft.who && one !== draft && !excludes(one, draft));
  const before = own.filter(({ id }) => id < draft.id);
  if (before.length > 0) return idsOf(nearestOf(before, draft));
  if (own.length > 0) return idsOf(own);
  const others = all.filter(({ who }) => who !== draft.who);
  const users = [...new Set(others.map(({ who }) => names[who] as string))];
  if (users.length > 1) {
    throw new UsageError(
      `A step of ${names[draft.who]} needs \${@${name}}, which ${enumerated(users)} capture, each for themselves. Give each a name of its own.`,
    );
  }
  return idsOf(others.length > 0 ? others : all);
}

function nearestOf(before: readonly Draft[], draft: Draft): readonly Draft[] {
  const sure = before.findLast((one) => isSure(one, draft));
  const answered = before.find(({ id }) => id === draft.trigger);
  if (answered && answered.step === sure?.step) return [answered]; // a reply means the message that it answers
  const first = sure && before.find(({ step }) => step === sure.step); // it may happen several times
  return first ? before.slice(before.indexOf(first)) : before;
}

/** Whether a step happens whenever the other does. */
const isSure = (one: Draft, other: Draft): boolean =>
  one.branch.every(({ of, branch }) => other.branch.some((choice) => choice.of === of && choice.branch === branch));

/** Whether only one of two steps happens, since they are in different branches of one choice. */
const excludes = (one: Draft, other: Draft): boolean =>
  one.branch.some(({ of, branch }) => other.branch.some((choice) => choice.of === of && choice.branch !== branch));

const idsOf = (drafts: readonly Draft[]): number[] => drafts.map(({ id }) => id);

import { enumerated } from '../text/listed';
import { nearestName } from '../text/nearest-name';
import { UsageError } from '../text/usage-error';
import { captorsFor } from './captors';
import { capturesOf, type Dependency, type Draft } from './planned';

/**
 * Adds the steps that a step waits for by label. An expectation takes no message before a step of the same user is done. It
 * does not wait so for a step of another user, since whether that came before a message is a matter of timing: it takes its
 * message, and counts as done later.
 */
export function addLabels(
  draft: Draft,
  steps: readonly Draft[],
  providers: ReadonlyMap<string, readonly number[]>,
  names: readonly string[],
): void {
  for (const label of draft.step.after) {
    const ids = providers.get(label);
    if (!ids) throw new UsageError(unknownLabel(label, draft, providers, names));
    if (draft.step.kind !== 'expect') {
      draft.needs.push({ ids, label });
      continue;
    }
    const own = ids.filter((id) => steps[id]?.who === draft.who);
    const others = ids.filter((id) => steps[id]?.who !== draft.who);
    if (own.length > 0) draft.opens.push({ ids: own, label });
    if (others.length > 0) draft.needs.push({ ids: others, label });
  }
}

/** Adds the steps that capture what a step refers to. */
export function addCaptures(
  draft: Draft,
  steps: readonly Draft[],
  captors: ReadonlyMap<string, readonly number[]>,
  names: readonly string[],
): void {
  for (const captured of new Set(capturesOf(draft.step))) {
    const ids = captors.get(captured);
    if (!ids) throw new UsageError(unknownCapture(captured, draft, captors, names));
    const all = ids.map((id) => steps[id] as Draft);
    draft.needs.push({ ids: captorsFor(draft, captured, all, names), captured });
  }
}

function unknownLabel(label: string, { who }: Draft, providers: ReadonlyMap<string, unknown>, names: readonly string[]): string {
  const near = nearestName(label, [...providers.keys()]);
  const advice = near ? `Did you mean '${near}'?` : `Name the step that it waits for: .as('${label}').`;
  const alone = names.length === 1 ? " If it is another user's, run them together: runTogether(…)." : '';
  return `A step of ${names[who]} waits for '${label}', and no step of ${enumerated(names)} is labelled so. ${advice}${alone}`;
}

function unknownCapture(name: string, { who }: Draft, captors: ReadonlyMap<string, unknown>, names: readonly string[]): string {
  const near = nearestName(name, [...captors.keys()]);
  const advice = near ? `Did you mean \${@${near}}?` : `Write .capture('${name}', 'path') after the step that has it.`;
  return `A step of ${names[who]} needs \${@${name}}, and no step of ${enumerated(names)} captures it. ${advice}`;
}

/** Refuses steps that wait for each other, which would only fail at the timeout. */
export function refuseCycles(steps: readonly Draft[], names: readonly string[], connects: readonly number[]): void {
  const states: ('open' | 'done' | undefined)[] = [];
  const trail: { readonly id: number; readonly need: Dependency }[] = [];
  const visit = (id: number): void => {
    if (states[id] === 'done') return;
    if (states[id] === 'open') {
      const circle = trail.slice(trail.findIndex((one) => one.id === id));
      throw new UsageError(circleText(circle, steps, names));
    }
    states[id] = 'open';
    for (const need of waitsOf(steps[id] as Draft, connects)) {
      trail.push({ id, need });
      for (const other of need.ids) visit(other);
      trail.pop();
    }
    states[id] = 'done';
  };
  for (const { id } of steps) visit(id);
}

function waitsOf({ who, step, needs, opens }: Draft, connects: readonly number[]): Dependency[] {
  const connected = step.kind === 'expect' ? [{ ids: [connects[who] as number] }] : [];
  return [...connected, ...needs, ...opens];
}

/** Names only the waits that the user has written, by a label or by what is captured. */
function circleText(
  circle: readonly { readonly id: number; readonly need: Dependency }[],
  steps: readonly Draft[],
  names: readonly string[],
): string {
  const waits = circle.flatMap(({ id, need }) => {
    const name = names[(steps[id] as Draft).who];
    if (need.captured !== undefined) return [`${name} waits for \${@${need.captured}}`];
    return need.label === undefined ? [] : [`${name} waits for '${need.label}'`];
  });
  if (waits.length === 1 && circle.length > 1) {
    return `${waits[0]}, which comes after it in the order written, so neither can ever happen. Write it earlier.`;
  }
  if (waits.length === 1) return `${waits[0]}, which waits for itself: it can never happen.`;
  return `These wait for each other, so none can ever continue: ${waits.join(', ')}, which waits for the first.`;
}

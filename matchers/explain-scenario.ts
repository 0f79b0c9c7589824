import { describeEnding } from '../src/connection/ending';
import { type Expected, wouldMatch } from '../src/expectations/expected';
import { troubleLines } from '../src/expectations/trouble';
import { differs, hintsFor } from '../src/explain/hints';
import { lookalike, nearestMiss } from '../src/explain/nearest-miss';
import { groupedBy } from '../src/runtime/grouped-by';
import type { Planned } from '../src/scenario/planned';
import type { ScenarioFailure, ScenarioState } from '../src/scenario/scenario-failure';
import type { Attribute } from '../src/scenario/steps';
import type { CompiledTemplate } from '../src/scenario/template';
import { enumerated } from '../src/text/listed';
import { maskUrl } from '../src/text/mask';
import { oneLine, said, show } from '../src/text/show';
import { wordFor } from './explain-wait';
import { type Failure, hintLines } from './failure-message';
import { type Printers, printExpected, printReceived, schemaText } from './printing';
import { nearestBlocks, unreadLines } from './what-came';

type PrintersOnly = Pick<Printers, 'utils'>;

/**
 * Explains why scenarios did not complete: what went wrong, which steps are done and open, and what came instead.
 * @param hint The first line: the matcher or the method that ran them.
 */
export function explainScenario(printers: Printers, hint: string, state: ScenarioState, failure: ScenarioFailure): Failure {
  const cause = sentence(printers, state, failure);
  const silent = failure.kind === 'silent' || failure.kind === 'late' || failure.kind === 'ended';
  return {
    hint,
    cause,
    values: { expected: 'all steps done', actual: cause },
    details: [...outline(printers, state), ...(silent ? whatCame(printers, state, failure) : [])],
  };
}

/** `rob.run()`, `runTogether(rob, ann)`. */
export const runHint = (name: string, { plan }: ScenarioState): string =>
  `${name}(${name === 'runTogether' ? plan.names.join(', ') : ''})`;

/** The steps of each scenario in order, each with its status. */
export function outline(printers: PrintersOnly, state: ScenarioState): string[][] {
  return state.roles.map((_, who) => outlineOf(printers, state, who));
}

const MARKS = { done: '✓', met: '◦', begun: '◦', waiting: '·', 'left out': '–' } as const;

function outlineOf(printers: PrintersOnly, { plan, progress }: ScenarioState, who: number): string[] {
  const steps = plan.steps.filter((planned) => planned.who === who);
  const statuses = (planned: readonly Planned[]) => planned.map(({ id }) => progress.statuses[id] as keyof typeof MARKS);
  const isDone = (planned: readonly Planned[]) => statuses(planned).every((status) => status === 'done' || status === 'left out');
  const groups = [...groupedBy(steps, ({ step }) => step).values()];
  const rows = groups.map((planned) => {
    const all = statuses(planned);
    const { step } = planned[0] as Planned;
    const worst = (['begun', 'met', 'waiting', 'done', 'left out'] as const).find((status) => all.includes(status)) ?? 'done';
    const times = planned.length === 1 ? '' : ` (${all.filter((status) => status === 'done').length} of ${planned.length} times)`;
    const numbers = planned.flatMap(({ id }) => progress.messages[id]?.number ?? []).map((number) => `#${number}`);
    const by = numbers.length === 0 ? '' : `, ${numbers.slice(0, 3).join(' ')}${numbers.length > 3 ? ' …' : ''}`;
    const label = step.label === undefined ? '' : ` (${show(step.label)})`;
    const after = isDone(planned) || step.after.length === 0 ? '' : `, after ${step.after.map((one) => show(one)).join(', ')}`;
    return `  ${MARKS[worst]} ${stepText(printers, step)}${times}${label}${after}${by}${isDone(planned) ? '' : stateText(worst)}`;
  });
  const done = groups.filter(isDone).length;
  return [`${plan.names[who]}: ${done} of ${groups.length} steps done`, ...rows];
}

const stateText = (status: string): string =>
  status === 'met' ? ': came, and waits' : status === 'begun' ? ': begun' : ': open';

function stepText(printers: PrintersOnly, step: Planned['step']): string {
  switch (step.kind) {
    case 'connect':
      return 'connects';
    case 'expect':
      return `receives ${expectedText(printers, step.expected, step.exact)}${attributesText(step.attributes)}`;
    case 'send':
      return `${step.isReply ? 'replies' : 'sends'} ${madeText(step.message)}`;
    case 'request':
      return `requests ${step.method} ${madeText(step.url, (url) => maskUrl(String(url)))}`;
    case 'close':
      return 'closes';
  }
}

function expectedText(printers: PrintersOnly, { source }: CompiledTemplate, exact: boolean): string {
  if (source === undefined) return 'any message';
  if (typeof source === 'function') return `a message that satisfies ${printExpected(printers, source)}`;
  const isSchema = typeof source === 'object' && source !== null && '~standard' in source;
  return isSchema ? schemaText(source) : `${exact ? 'exactly ' : ''}${oneLine(printers.utils.stringify(source), LONGEST)}`;
}

const LONGEST = 100;

function attributesText(attributes: readonly Attribute[]): string {
  const texts = attributes.map(({ text, expected }) => (expected ? `${text}: ${show(expected.source)}` : text));
  return texts.length === 0 ? '' : ` with ${texts.join(', ')}`;
}

const madeText = ({ source }: CompiledTemplate, print: (value: unknown) => string = show): string =>
  typeof source === 'function' ? 'what a function makes' : oneLine(print(source), LONGEST);

function sentence(printers: Printers, state: ScenarioState, failure: ScenarioFailure): string {
  const { plan } = state;
  const nameOf = (who: number) => plan.names[who] as string;
  const stepOf = ({ who, step }: Planned) => `${nameOf(who)} ${stepText(printers, step)}`;
  switch (failure.kind) {
    case 'silent':
      return `${nameOf(failure.who)} received nothing that it expects for ${Math.round(failure.after)} ms (timeouts.response).`;
    case 'late': {
      const why = failure.ofTest ? "just before the test's own timeout" : 'timeouts.total';
      return `${plan.names.join(', ')} did not complete within ${Math.round(failure.after)} ms (${why}).`;
    }
    case 'unsent':
      return `A message was not sent within ${Math.round(failure.after)} ms (timeouts.message): ${stepOf(failure.planned)}.`;
    case 'unanswered': {
      const { planned, url, after, error } = failure;
      const why =
        error === undefined
          ? `was not answered within ${Math.round(after)} ms (timeouts.request)`
          : `got no response: ${said(error)}`;
      return `A request ${why}: ${stepOf(planned)} (${oneLine(maskUrl(url))}).`;
    }
    case 'wrong response': {
      const { planned, response } = failure;
      return `The response is not the expected one: ${stepOf(planned)} got ${response.status} ${oneLine(show(response.body))}${wantedText(printers, planned)}.`;
    }
    case 'not connected':
      return failure.error.message;
    case 'ended':
      return `Nothing more can reach ${nameOf(failure.who)}: ${describeEnding(failure.ending)}.`;
    case 'wrong':
      return `${nameOf(failure.who)} got #${failure.by.number} ${printReceived(printers, failure.by.value)}, which its exact order does not allow there.`;
    case 'impossible': {
      const { need, planned } = failure;
      const what =
        need.captured === undefined ? `'${need.label}' can never happen` : `\${@${need.captured}} can never be captured`;
      return `${what}, since oneOf() took another branch: ${stepOf(planned)} waits for it.`;
    }
    case 'error':
      return failure.planned
        ? `This cannot be done: ${stepOf(failure.planned)}: ${said(failure.error)}`
        : `${nameOf(failure.who)}: ${said(failure.error)}`;
    case 'forbidden':
      return `${failure.violation.sentence}.`;
    case 'abandoned':
      return 'The test ended while it was running.';
  }
}

function wantedText(printers: PrintersOnly, { step }: Planned): string {
  if (step.kind !== 'request') return '';
  const status = step.status === undefined ? 'a status below 400' : String(step.status);
  const body = step.response.source === undefined ? '' : ` and ${printExpected(printers, step.response.source)}`;
  return `, expected ${status}${body}`;
}

/** How many waiting users are looked at. */
const LOOKED_AT = 3;

/** The unread messages of waiting users, with the nearest one; those of the user whose wait has failed come first. */
function whatCame(printers: Printers, { plan, roles, progress }: ScenarioState, failure: ScenarioFailure): string[][] {
  const first = 'who' in failure ? failure.who : 0;
  const isUnknown = ({ id, step }: Planned) =>
    step.kind === 'expect' && progress.statuses[id] === 'waiting' && !progress.expected(id);
  const unknownOf = (who: number) => plan.steps.filter((planned) => planned.who === who && isUnknown(planned));
  const waiting = roles.flatMap(({ connection }, who) => (connection && progress.listens(who) ? [{ connection, who }] : []));
  const inOrder = [...waiting.filter(({ who }) => who === first), ...waiting.filter(({ who }) => who !== first)];
  const shown = failure.kind === 'ended' ? inOrder.slice(0, 1) : inOrder.slice(0, LOOKED_AT);
  return shown.flatMap(({ connection, who }) => {
    const held = progress.held(who);
    const heldBack = held ? [[heldText(connection.name, held.number, unknownOf(who))]] : [];
    const lacks: readonly Expected[] = progress.lacks(who);
    if (lacks.length === 0) return heldBack;
    const unread = connection.log.unread.filter((message) => !lacks.some((expected) => wouldMatch(expected, message)));
    const { codecName } = connection;
    const nearest = nearestMiss(unread, lacks) ?? lookalike(unread, lacks, differs(codecName));
    return [
      ...heldBack,
      [
        `${connection.name} waits for ${lacks.map((expected) => wordFor(printers, expected)).join(', or ')}.`,
        ...unreadLines(connection, nearest?.message),
      ],
      ...nearestBlocks(printers, nearest, unread, lacks),
      hintLines(hintsFor({ nearest, codecName })),
      troubleLines(lacks),
    ];
  });
}

/** A message may be the one that a step expects, with what nobody has captured yet. */
function heldText(name: string, number: number, unknown: readonly Planned[]): string {
  const names = new Set(unknown.flatMap(({ needs }) => needs.flatMap(({ captured }) => captured ?? [])));
  return `${name} cannot judge #${number}, and what came behind it, before ${enumerated([...names].map((one) => `\${@${one}}`))} is captured.`;
}

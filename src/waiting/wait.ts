import type { Connection } from '../connection/connection';
import type { Ending } from '../connection/ending';
import type { Expectation, ExpectationResult } from '../expectations/expectation';
import type { PendingExpectation } from '../expectations/queued-expectation';
import type { OwnReply, Requirement } from '../expectations/requirement';
import { undecided } from '../expectations/trouble';
import type { Reader, ReceivedMessage } from '../log/transcript';
import { startTimer } from '../runtime/timer';
import { type Caller, waitTime } from './caller';
import { fence } from './fence';
import type { ClientProgress, Outcome } from './outcome';
import { settleOnce } from './settle-once';

/** A wait for messages of one or several clients. */
export interface Wait {
  readonly connections: readonly Connection[];
  /** The clients given to `expect()`, if those are more. */
  readonly subjects?: readonly Connection[];
  readonly requirement: Requirement | OwnReply;
  /** Whether it must not come within the timeout. */
  readonly negated: boolean;
  /** How long to wait, in ms: less when the test ends before. Undefined for all that the test has. */
  readonly timeout: number | undefined;
  readonly reader: Reader;
  readonly caller: Caller | undefined;
  /** What is done for each client as soon as it has received all. If that fails, it has received nothing. */
  readonly act?: Act;
  /** A sentence about what was done during the wait, for a failure. */
  readonly account?: (() => string) | undefined;
}

type Act = (
  connection: Connection,
  messages: readonly ReceivedMessage[],
  done: () => void,
  fail: (error: unknown) => void,
) => void;

/** Waits until the outcome is known, and no longer. `settle` is called once, maybe before this returns. */
export function waitFor(wait: Wait, settle: (outcome: Outcome) => void): void {
  const { connections, requirement, negated, reader, caller } = wait;
  const waiting = new Map<Connection, PendingExpectation>();
  const timeout = negated ? (wait.timeout ?? 0) : waitTime(wait.timeout, caller);
  const began = performance.now();

  const start = (finish: (outcome: Outcome) => void) => {
    const done = (connection: Connection, messages: readonly ReceivedMessage[]) => {
      waiting.delete(connection);
      if (waiting.size === 0) finish(successOf(wait, messages));
    };
    const answer = (connection: Connection, result: ExpectationResult) => {
      const isOver = result.kind === 'satisfied' || (result.kind === 'ended' && negated && !connection.ending?.isCutShort);
      if (isOver) done(connection, result.kind === 'satisfied' ? result.messages : []);
      else if (result.kind === 'late') expire();
      else finish(outcomeOf(partOf(connection, waiting.get(connection)), result));
    };
    const giveUp = () => {
      const parts = [...waiting].map(([connection, queued]) => partOf(connection, queued));
      const looked = negated && parts.every(({ behind }) => behind === undefined);
      finish(looked ? successOf(wait, []) : { kind: 'timed-out', parts, after: timeout });
    };
    const expire = () => {
      if (negated) void fence([...waiting.keys()]).then(giveUp);
      else giveUp();
    };

    const stopTimer = startTimer(timeout, expire, negated ? undefined : caller?.deadline);
    // messages that came within a quiet window are all looked at, even if that takes longer than the window
    const deadline = negated ? Number.POSITIVE_INFINITY : began + timeout;
    for (const connection of connections) {
      const settleOne = (result: ExpectationResult) => answer(connection, result);
      const act: Expectation['act'] = wait.act?.bind(undefined, connection);
      const { expectations } = connection;
      const pending =
        requirement.kind === 'own reply'
          ? expectations.addReply({ requirement, reader, negated, deadline, settle: settleOne })
          : expectations.add({ requirement, reader, negated, deadline, act, settle: settleOne });
      waiting.set(connection, pending);
    }
    return () => {
      stopTimer();
      for (const queued of waiting.values()) queued.withdraw();
    };
  };

  settleOnce<Outcome>(caller?.scope, start, (outcome) => {
    if (outcome.kind === 'ended') outcome.connection.closing.seen = true;
    const scope = caller?.scope;
    if (scope && (outcome.kind !== 'satisfied' || scope.recording)) {
      const { name, position } = reader;
      const { expected } = requirement;
      scope.note({ name, position, connections, expected, negated, timeout, began, ended: performance.now(), outcome });
    }
    settle(outcome);
  });
}

/** Under `.not`, nothing is known where what the user wrote threw at every message. */
function successOf({ negated, requirement }: Wait, messages: readonly ReceivedMessage[]): Outcome {
  const trouble = negated ? undecided(requirement.expected) : undefined;
  return trouble ? { kind: 'undecided', trouble } : { kind: 'satisfied', messages };
}

function outcomeOf(part: ClientProgress, result: Exclude<ExpectationResult, { kind: 'satisfied' | 'late' }>): Outcome {
  if (result.kind === 'broken') return { kind: 'broken', by: result.by, ...part };
  if (result.kind === 'error') return { kind: 'error', error: result.error };
  return { kind: 'ended', ending: part.connection.ending as Ending, ...part };
}

/** A copy of how far it is now: an expectation that is withdrawn gives up what it holds. */
function partOf(connection: Connection, queued: PendingExpectation | undefined): ClientProgress {
  const { held = [], lacks = [], acting = false, behind } = queued ?? {};
  return { connection, held: [...held], lacks: [...lacks], acting, behind };
}

import type { Connection } from '../src/connection/connection';
import { messageText } from '../src/explain/message-text';
import { lineWidth } from '../src/explain/terminal';
import { isInstalled } from '../src/runtime/call-location';
import { isPlaced } from '../src/text/error-at';
import { said } from '../src/text/show';
import type { RuleViolation } from '../src/waiting/rule-violation';
import type { Scope } from '../src/waiting/scope';
import { framesOf } from './replacement-error';

/** An uncaught error, from a handler of a server in this process, say: Jest charges it to the test that runs. */
interface Thrown {
  readonly error: unknown;
  /** `rob's → #2 {"type":"add"} was on its way`; undefined if nothing was. */
  readonly onItsWay: string | undefined;
  /** Whether a wait has ended because of it, and says so. */
  readonly isTold: boolean;
}

/** Notes what was thrown while a test ran, and which message was on its way to the server then. */
export class UncaughtErrors {
  #noted: Thrown[] = [];

  begin(): void {
    this.#noted = [];
  }

  /**
   * @param own The scopes of the test, whose waits end, also those that it begins later.
   * @param around The scopes of the blocks around it.
   * @param isCertain Whether Jest will fail the test for it.
   */
  note(error: unknown, own: readonly Scope[], around: readonly Scope[], isCertain: boolean): void {
    if (isOurs(error)) return;
    const connections = [...own, ...around].flatMap((scope) => scope.connections);
    if (connections.length === 0) return;
    const onItsWay = unanswered(connections);
    const where = 'was thrown outside the test, such as in a handler of its server';
    const sentence = `${nameOf(error)} ${where}${onItsWay === undefined ? '' : `, while ${onItsWay}`}`;
    const violation: RuleViolation = { sentence, location: { frames: '' }, isThrown: true };
    const isTold =
      isCertain &&
      [...own.map((scope) => scope.break(violation)), ...around.map((scope) => scope.endWaits(violation))].some(Boolean);
    this.#noted.push({ error, onItsWay, isTold });
  }

  /** Hints for the reader of a test's first error. */
  hints(first: unknown): string[] {
    return this.#noted.flatMap(({ error, onItsWay, isTold }) => {
      if (error === first) return onItsWay === undefined ? [] : `Hint: This was thrown while ${onItsWay}.`;
      if (isTold) return [];
      const during = onItsWay === undefined ? '' : `While ${onItsWay}, `;
      return `Hint: ${during}${nameOf(error)} was thrown outside the test.`;
    });
  }
}

/** The message that was sent last, if nothing has come since. */
function unanswered(connections: readonly Connection[]): string | undefined {
  const sent = connections.flatMap(({ name, log }) => {
    const last = log.entries.findLast((entry) => entry.kind === 'message');
    return last?.direction === 'sent' ? [{ name, message: last }] : [];
  });
  const [latest] = sent.sort((a, b) => b.message.at - a.message.at);
  if (!latest) return undefined;
  const { name, message } = latest;
  return `${name}'s → #${message.number} ${messageText(message, lineWidth())} was on its way (sent last, and not answered)`;
}

function nameOf(error: unknown): string {
  try {
    const { name } = Object(error) as { name?: unknown };
    return `${typeof name === 'string' ? `${name}: ${said(error)}` : said(error)}${placeOf(error)}`;
  } catch {
    return 'something that cannot be shown'; // a proxy, or a getter, that throws
  }
}

/** ` (auction.ts:22)`: the first line of the user's own in its stack; empty if there is none. */
function placeOf(error: unknown): string {
  const { stack } = Object(error) as { stack?: unknown };
  const own = typeof stack === 'string' ? framesOf(stack).split('\n').find(isUsers) : undefined;
  const [, path = '', line] = /([^\s(]+):(\d+):\d+\)?$/.exec(own ?? '') ?? [];
  return line === undefined ? '' : ` (${path.split(/[\\/]/).at(-1)}:${line})`;
}

const isUsers = (frame: string): boolean => !isInstalled(frame) && !frame.includes('node:');

/** Whether it is the failure of an assertion or of a wait, which explains itself. */
function isOurs(error: unknown): boolean {
  try {
    return isPlaced(error) || 'matcherResult' in (Object(error) as object);
  } catch {
    return false;
  }
}

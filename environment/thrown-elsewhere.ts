import type { Breach } from '../src/breach';
import type { Connection } from '../src/connection';
import { messageText } from '../src/message-text';
import type { Scope } from '../src/scope';
import { said } from '../src/show';
import { lineWidth } from '../src/terminal';

/** Something that nobody caught, such as in a handler of a server in this process: Jest charges it to the test that runs. */
interface Thrown {
  readonly error: unknown;
  /** `rob's → #2 {"type":"add"} was on its way`; undefined where nothing was. */
  readonly onItsWay: string | undefined;
  /** Whether a wait has ended for it, and says so. */
  readonly isTold: boolean;
}

/** Notes what was thrown while a test ran, and with which message on its way to the server. */
export class ThrownElsewhere {
  #noted: Thrown[] = [];

  begin(): void {
    this.#noted = [];
  }

  /** @param isCertain Whether Jest will fail the test for it, so that its waits need not go on. */
  note(error: unknown, scopes: readonly Scope[], isCertain: boolean): void {
    if (isOurs(error)) return;
    const connections = scopes.flatMap((scope) => scope.connections);
    const [connection] = connections;
    const onItsWay = unanswered(connections);
    const waits = isCertain && connection ? scopes.flatMap((scope) => scope.waits.items) : [];
    this.#noted.push({ error, onItsWay, isTold: waits.length > 0 });
    if (!connection) return;
    const where = 'was thrown outside of the test, such as in a handler of its server';
    const sentence = `${nameOf(error)} ${where}${onItsWay === undefined ? '' : `, while ${onItsWay}`}`;
    const breach: Breach = { connection, sentence, site: { frames: '' } };
    for (const abandon of waits) abandon(breach);
  }

  /** What helps who reads the first of a test's errors. */
  hints(first: unknown): string[] {
    return this.#noted.flatMap(({ error, onItsWay, isTold }) => {
      if (onItsWay === undefined) return [];
      if (error === first) return `Hint: This was thrown while ${onItsWay}.`;
      return isTold ? [] : `Hint: While ${onItsWay}, ${nameOf(error)} was thrown outside of the test.`;
    });
  }
}

/** The message that was sent last, where nothing has come since. */
function unanswered(connections: readonly Connection[]): string | undefined {
  const sent = connections.flatMap(({ name, stream }) => {
    const last = stream.transcript.entries.findLast((entry) => entry.kind === 'message');
    return last?.direction === 'sent' ? [{ name, message: last }] : [];
  });
  const [latest] = sent.sort((a, b) => b.message.at - a.message.at);
  if (!latest) return undefined;
  const { name, message } = latest;
  return `${name}'s → #${message.number} ${messageText(message, lineWidth())} was on its way (sent last, and not answered)`;
}

const nameOf = (error: unknown): string => {
  const { name } = Object(error) as { name?: unknown };
  return typeof name === 'string' ? `${name}: ${said(error)}` : said(error);
};

/** A failure of an assertion, which tells of itself. */
const isOurs = (error: unknown): boolean => 'matcherResult' in (Object(error) as object);

import type { Connection } from '../src/connection/connection';
import type { Ending } from '../src/connection/ending';
import { describeEnding } from '../src/connection/ending';
import type { Equality } from '../src/expectations/expected';
import { ofEvery } from '../src/expectations/looking-back';
import type { AsymmetricMatcher } from '../src/expectations/pattern';
import { cutOffText } from '../src/explain/cut-off';
import { isPlain } from '../src/runtime/literal';
import { isAsymmetric, isRegExp } from '../src/runtime/tag';
import { checkOptions, refuseMore } from '../src/text/options';
import { show } from '../src/text/show';
import { UsageError } from '../src/text/usage-error';
import { type WaitOptions, waitOptions } from '../src/waiting/wait-options';
import { resultOf } from './failure-message';
import { type Call, equalityOf, type MatcherResult } from './matcher';
import { hint, type Printers, printExpected } from './printing';
import { connectionsOf } from './subject';
import type { OnClients } from './types';
import { refused, until, waitingTime } from './waiting';

declare module './types' {
  interface WebSocketMatchers<R, T> {
    /** The connection is closed, now or before the timeout, with this code and reason (RFC 6455 §7.4) if they are given. */
    toClose(
      this: OnClients<R, T>,
      code?: number | AsymmetricMatcher,
      reason?: string | RegExp | AsymmetricMatcher,
      options?: WaitOptions,
    ): Promise<void>;
    toClose(this: OnClients<R, T>, code: number | AsymmetricMatcher, options: WaitOptions): Promise<void>;
    toClose(this: OnClients<R, T>, options: WaitOptions): Promise<void>;
  }
}

interface ExpectedClose {
  readonly code: unknown;
  readonly reason: unknown;
}

/** @internal */
export function toClose(call: Call, subject: unknown, ...args: readonly unknown[]): Promise<MatcherResult> {
  try {
    const connections = connectionsOf(subject);
    const { options, ...expected } = understandArguments(args);
    checkOptions(options, waitOptions, call.name);
    const equality = equalityOf(call.context);
    const timeout = waitingTime(call, connections, options.timeout);
    const { context } = call;
    const { isNot } = context;
    const failure = {
      hint: hint(context, call.name, connections, 'code'),
      expected: `${isNot ? 'not ' : ''}to close${wanted(context, expected)}`,
    };
    // each client is judged once: a user's matcher, such as expect.stringMatching(/…/g), may answer differently the next time
    const verdicts = new Map<Connection, boolean>();
    const isSo = (connection: Connection): boolean => {
      const { ending } = connection;
      if (!ending) return false;
      const verdict = verdicts.get(connection) ?? fits(ending, expected, equality);
      verdicts.set(connection, verdict);
      return verdict;
    };
    return until<true>(call, {
      timeout,
      fenced: connections,
      failure,
      start: (done) => {
        const look = () => {
          const isKnown = connections.some((connection) => connection.ending && isSo(connection) === (isNot ?? false));
          if (isKnown || connections.every(({ ending }) => ending)) done(true);
        };
        const forget = connections.map((connection) => connection.whenEnded(look));
        return () => {
          for (const callback of forget) callback();
        };
      },
      result: (isKnown) => {
        const open = isKnown ? 'it is still open' : `it stayed open for ${Math.round(timeout)} ms`;
        for (const connection of connections) connection.closing.look();
        return resultOf(call, ofEvery(connections.map(isSo), isNot) === true, () => ({
          ...failure,
          received: connections.map(({ name, ending }) => `${name}: ${ending ? describeEnding(ending) : open}`),
          hints: connections.flatMap((connection) => cutOffText(connection) ?? []),
          values: { expected, actual: connections.length === 1 ? closeOf(connections[0]) : connections.map(closeOf) },
        }));
      },
    });
  } catch (error) {
    return refused(call, error);
  }
}

function understandArguments(args: readonly unknown[]): ExpectedClose & { readonly options: WaitOptions } {
  const last = args.at(-1);
  const hasOptions = isPlain(last);
  const [code, reason, ...more] = hasOptions ? args.slice(0, -1) : args;
  if (typeof code === 'string') throw new UsageError(`toClose() takes the close code first: toClose(1000, ${show(code)}).`);
  if (code !== undefined && !isCode(code) && !isAsymmetric(code)) {
    throw new UsageError(`toClose() takes a close code first, 1000 to 4999 (RFC 6455 §7.4), not ${show(code)}.`);
  }
  if (reason !== undefined && typeof reason !== 'string' && !isRegExp(reason) && !isAsymmetric(reason)) {
    throw new UsageError(`toClose() takes the reason second, as text or a RegExp, not ${show(reason)}.`);
  }
  refuseMore(more, 'toClose()', 3);
  return { code, reason, options: hasOptions ? (last as WaitOptions) : {} };
}

/** The end of a connection, for reporters. */
function closeOf(connection: Connection | undefined): object | string {
  const ending = connection?.ending;
  return ending ? { code: ending.code, reason: ending.reason } : 'open';
}

function fits(ending: Ending, { code, reason }: ExpectedClose, { contain }: Equality): boolean {
  if (code !== undefined && !contain(ending.code, code)) return false;
  if (reason === undefined) return true;
  if (!isRegExp(reason)) return contain(ending.reason, reason);
  reason.lastIndex = 0;
  return reason.test(ending.reason);
}

function wanted(printers: Pick<Printers, 'utils'>, { code, reason }: ExpectedClose): string {
  const parts = [code, reason].filter((part) => part !== undefined).map((one) => printExpected(printers, one));
  return parts.length === 0 ? '' : ` with ${parts.join(' ')}`;
}

const isCode = (code: unknown): boolean => Number.isInteger(code) && (code as number) >= 1000 && (code as number) <= 4999;

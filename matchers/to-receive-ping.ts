import type { Connection } from '../src/connection/connection';
import { describeEnding } from '../src/connection/ending';
import type { Equality } from '../src/expectations/expected';
import { ofEvery } from '../src/expectations/looking-back';
import type { AsymmetricMatcher } from '../src/expectations/pattern';
import { cutOffText } from '../src/explain/cut-off';
import { bytesOf } from '../src/runtime/bytes';
import { isPlain } from '../src/runtime/literal';
import { isAsymmetric } from '../src/runtime/tag';
import { count } from '../src/text/count';
import { checkOptions, refuseMore } from '../src/text/options';
import { oneLine, show } from '../src/text/show';
import { UsageError } from '../src/text/usage-error';
import { type WaitOptions, waitOptions } from '../src/waiting/wait-options';
import { resultOf } from './failure-message';
import { type Call, equalityOf, type MatcherResult } from './matcher';
import { hint, printExpected } from './printing';
import { connectionsOf } from './subject';
import type { OnClients } from './types';
import { refused, until, waitingTime } from './waiting';

declare module './types' {
  interface WebSocketMatchers<R, T> {
    /** The server pings, now or before the timeout (RFC 6455 §5.5.2), with this data if given. Each ping counts once. */
    toReceivePing(this: OnClients<R, T>, data?: string | Uint8Array | AsymmetricMatcher, options?: WaitOptions): Promise<void>;
    toReceivePing(this: OnClients<R, T>, options: WaitOptions): Promise<void>;
  }
}

/** @internal */
export function toReceivePing(call: Call, subject: unknown, ...args: readonly unknown[]): Promise<MatcherResult> {
  try {
    const connections = connectionsOf(subject);
    const [data, options] = understandArguments(call, args);
    const { context } = call;
    const { isNot } = context;
    const fits = fitting(data, equalityOf(context));
    const timeout = waitingTime(call, connections, options.timeout);
    const what = data === undefined ? '' : ` with ${printExpected(context, data)}`;
    const failure = {
      hint: hint(context, call.name, connections, data === undefined ? '' : 'data'),
      expected: `${isNot ? 'no' : 'a'} ping${what}`,
    };
    const found = () => connections.map(({ heartbeats: { pings } }) => pings.payloads.find(fits));
    return until<readonly (Buffer | undefined)[]>(call, {
      timeout,
      fenced: connections,
      failure,
      start: (done) => {
        const look = () => {
          const pings = found();
          const isOver = connections.map(({ ending }, index) => ending && !pings[index]);
          const isKnown = isNot ? pings.some(Boolean) || isOver.every(Boolean) : pings.every(Boolean) || isOver.some(Boolean);
          if (isKnown) done(pings);
        };
        const stops = [
          ...connections.map(({ heartbeats: { pings } }) => pings.watch(look)),
          ...connections.map((connection) => connection.whenEnded(look)),
        ];
        look();
        return () => {
          for (const stop of stops) stop();
        };
      },
      result: (pings = found()) => {
        const pass = ofEvery(pings.map(Boolean), isNot) === true;
        if (pass && !isNot)
          connections.forEach((connection, index) => void connection.heartbeats.pings.take(pings[index] as Buffer));
        return resultOf(call, pass, () => ({
          ...failure,
          received: connections.map((connection, index) => `${connection.name}: ${came(connection, pings[index], timeout)}`),
          hints: connections.flatMap((connection) => cutOffText(connection) ?? []),
          values: {
            expected: data ?? 'a ping',
            actual: connections.length === 1 ? givenOf(connections[0]) : connections.map(givenOf),
          },
        }));
      },
    });
  } catch (error) {
    return refused(call, error);
  }
}

/** So many are given to reporters. */
const GIVEN = 20;

const givenOf = (connection: Connection | undefined): string[] =>
  connection?.heartbeats.pings.payloads.slice(-GIVEN).map(String) ?? [];

function understandArguments(call: Call, args: readonly unknown[]): [data: unknown, options: WaitOptions] {
  const [first, second, ...more] = args;
  const hasData = !isPlain(first) || isAsymmetric(first);
  const [data, options = {}, rest] = hasData ? [first, second, more] : [undefined, first, args.slice(1)];
  refuseMore(rest, call.name, hasData ? 2 : 1);
  if (data !== undefined && typeof data !== 'string' && !bytesOf(data) && !isAsymmetric(data)) {
    throw new UsageError(`${call.name}() takes the data of the ping first, as text or bytes, not ${show(data)}.`);
  }
  checkOptions(options, waitOptions, call.name);
  return [data, options as WaitOptions];
}

function fitting(data: unknown, { contain }: Equality): (ping: Buffer) => boolean {
  if (data === undefined) return () => true;
  const bytes = bytesOf(data);
  return bytes ? (ping) => ping.equals(bytes) : (ping) => contain(ping.toString(), data);
}

function came({ ending, heartbeats: { pings } }: Connection, ping: Buffer | undefined, timeout: number): string {
  if (ping) return ping.length === 0 ? 'a ping came' : `a ping came with ${shown(ping)}`;
  const others = pings.payloads;
  const last = others.at(-1);
  const instead = last && ` It got ${count(others.length, 'other ping')}, the last with ${shown(last)}.`;
  const why = ending ? describeEnding(ending) : `none came within ${Math.round(timeout)} ms`;
  return `${why}${instead ? `.${instead}` : ''}`;
}

const shown = (ping: Buffer): string => oneLine(show(ping.toString()), 200);

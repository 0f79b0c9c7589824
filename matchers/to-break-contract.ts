import type { Connection } from '../src/connection/connection';
import type { ContractBreach } from '../src/connection/contract-breach';
import type { ContractWatch } from '../src/connection/contract-watch';
import { describeEnding } from '../src/connection/ending';
import { isPlain } from '../src/runtime/literal';
import { isRegExp } from '../src/runtime/tag';
import { checkOptions, refuseMore } from '../src/text/options';
import { show } from '../src/text/show';
import { UsageError } from '../src/text/usage-error';
import { type WaitOptions, waitOptions } from '../src/waiting/wait-options';
import { resultOf } from './failure-message';
import type { Call, MatcherResult } from './matcher';
import { hint, printExpected } from './printing';
import { connectionsOf } from './subject';
import type { OnClients } from './types';
import { refused, until, waitingTime } from './waiting';

declare module './types' {
  interface WebSocketMatchers<R, T> {
    /**
     * A message or a close breaks the contract of the client, now or before the timeout, as the test means it to: this breach
     * does not fail the test.
     * @param what A part of the sentence about the breach, as text or a RegExp: the name of the message, a path, the rule.
     */
    toBreakContract(this: OnClients<R, T>, what?: string | RegExp, options?: WaitOptions): Promise<void>;
    toBreakContract(this: OnClients<R, T>, options: WaitOptions): Promise<void>;
  }
}

/** @internal */
export function toBreakContract(call: Call, subject: unknown, ...args: readonly unknown[]): Promise<MatcherResult> {
  try {
    const connections = connectionsOf(subject);
    const [what, options] = understandArguments(call, args);
    const { context } = call;
    const { isNot } = context;
    if (isNot && what !== undefined) {
      throw new UsageError(`.not.${call.name}() takes nothing: any breach fails the test anyway.`);
    }
    const contracts = connections.map(contractOf);
    const fits = fitting(what);
    const taken = new Map<ContractWatch, ContractBreach>();
    const take = (contract: ContractWatch, breach: ContractBreach | undefined) => {
      if (breach) taken.set(contract, breach);
    };
    if (!isNot) for (const contract of contracts) take(contract, contract.breaches.take(fits));
    const timeout = waitingTime(call, connections, options.timeout);
    const failure = {
      hint: hint(context, call.name, connections, what === undefined ? '' : 'what'),
      expected: `${isNot ? 'no' : 'a'} breach of the contract${what === undefined ? '' : ` with ${printExpected(context, what)}`}`,
    };
    return until<true>(call, {
      timeout,
      fenced: connections,
      endsWith: isNot ? 'rule or test' : 'test', // the test may mean several breaches, in any order
      failure,
      start: (done) => {
        const missing = contracts.filter((contract) => !taken.has(contract));
        const look = () => {
          if (contracts.every((contract) => taken.has(contract)) || connections.every(({ ending }) => ending)) done(true);
        };
        const takes = (contract: ContractWatch) =>
          contract.breaches.expect(fits, (breach) => {
            take(contract, breach);
            look();
          });
        const stops = [...(isNot ? [] : missing.map(takes)), ...connections.map((connection) => connection.whenEnded(look))];
        look();
        return () => {
          for (const stop of stops) stop();
        };
      },
      result: () =>
        resultOf(
          call,
          contracts.every((contract) => taken.has(contract)),
          () => ({
            ...failure,
            received: connections.map((connection, index) =>
              came(connection, taken.get(contracts[index] as ContractWatch), timeout),
            ),
            values: { expected: what ?? 'a breach', actual: [...taken.values()].map(({ sentence }) => sentence) },
          }),
        ),
    });
  } catch (error) {
    return refused(call, error);
  }
}

function contractOf({ name, contract }: Connection): ContractWatch {
  if (contract) return contract;
  throw new UsageError(`${name} has no contract that could be broken. Give it one: connect({ contract: './asyncapi.yaml' }).`);
}

function understandArguments(call: Call, args: readonly unknown[]): [what: string | RegExp | undefined, options: WaitOptions] {
  const [first, second, ...more] = args;
  const isOptions = isPlain(first);
  const [what, options = {}, rest] = isOptions ? [undefined, first, args.slice(1)] : [first, second, more];
  refuseMore(rest, call.name, isOptions ? 1 : 2);
  if (what !== undefined && typeof what !== 'string' && !isRegExp(what)) {
    throw new UsageError(`${call.name}() takes a part of what is wrong, as text or a RegExp, not ${show(what)}.`);
  }
  checkOptions(options, waitOptions, call.name);
  return [what as string | RegExp | undefined, options as WaitOptions];
}

function fitting(what: string | RegExp | undefined): (breach: ContractBreach) => boolean {
  if (what === undefined) return () => true;
  if (typeof what === 'string') return ({ sentence }) => sentence.includes(what);
  return ({ sentence }) => new RegExp(what.source, what.flags.replace(/[gy]/g, '')).test(sentence);
}

function came({ name, ending, contract }: Connection, breach: ContractBreach | undefined, timeout: number): string {
  if (breach) return `${name}: ${breach.sentence}`;
  const others = contract?.breaches.open.map(({ sentence }) => sentence) ?? [];
  const why = ending ? describeEnding(ending) : `nothing did within ${Math.round(timeout)} ms`;
  return [`${name}: ${why}`, ...others.map((sentence) => `  ${sentence}`)].join('\n');
}

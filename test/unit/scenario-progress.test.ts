import fc from 'fast-check';
import type { MessageOrder } from '../../src/expectations/requirement';
import type { ReceivedMessage } from '../../src/log/transcript';
import { realmOf } from '../../src/runtime/realm';
import { expectedOf } from '../../src/scenario/expectation';
import { plan } from '../../src/scenario/plan';
import type { Planned } from '../../src/scenario/planned';
import { Progress } from '../../src/scenario/progress';
import type { Parts, Step } from '../../src/scenario/steps';
import { template } from '../../src/scenario/template';
import { jestEquality } from '../support/equality';
import { received } from '../support/messages';
import { runs } from '../support/runs';

const realm = realmOf(globalThis);
const common = { after: [], delay: 0, times: 1, captures: [] };

const expects = (source: unknown, more: Partial<Step> = {}): Step =>
  ({ ...common, kind: 'expect', expected: template(source), exact: false, attributes: [], ...more }) as Step;
const sends = (source: unknown, more: Partial<Step> = {}): Step =>
  ({ ...common, kind: 'send', isReply: false, message: template(source), ...more }) as Step;
const scenario = (name: string, order: MessageOrder, steps: readonly Step[]): Parts => ({ name, order, timeouts: {}, steps });

type Event = { readonly message: number } | 'finish';

/** Plays the events: the next message of a user, or the end of the oldest thing that a user does. */
function play(parts: readonly Parts[], streams: readonly (readonly unknown[])[], events: readonly Event[]) {
  const planned = plan(parts);
  const progress = new Progress(planned, (one, sources) => expectedOf(one, sources, jestEquality, realm));
  for (const who of parts.keys()) progress.understand(who);
  const begun: number[] = [];
  const wrong: number[] = [];
  const met: Record<string, number> = {};
  const advance = () => {
    for (let one = progress.next(); one; one = progress.next()) begun.push(one.id);
  };
  const meet = (one: Planned, message: ReceivedMessage) => {
    met[one.id] = message.number;
    for (const { name } of one.step.captures) progress.captured.add(one, name, message.value);
    advance();
    if (one.step.captures.length > 0 || one.branch.length > 0) lookBack();
  };
  const lookBack = () => {
    for (const who of parts.keys()) progress.understand(who);
    for (const who of parts.keys()) {
      for (let found = progress.lookBack(who); found; found = progress.lookBack(who)) {
        if ('wrong' in found) {
          wrong[who] = found.wrong.number;
          break;
        }
        meet(found.planned, found.message);
      }
    }
  };
  const offered = parts.map(() => 0);
  const arrive = (who: number) => {
    const stream = streams[who] ?? [];
    const index = offered[who] ?? 0;
    if (index >= stream.length || wrong[who] !== undefined) return;
    offered[who] = index + 1;
    const message = received(index + 1, stream[index]);
    const verdict = progress.offer(who, message);
    if (verdict === 'wrong') wrong[who] = message.number;
    else if (typeof verdict === 'object') meet(verdict, message);
  };
  const finish = () => {
    const id = begun.shift();
    if (id === undefined) return;
    progress.finish(id);
    advance();
  };
  advance();
  for (const event of events) event === 'finish' ? finish() : arrive(event.message);
  for (const who of parts.keys()) for (const _ of streams[who] ?? []) arrive(who);
  while (begun.length > 0) finish();
  return { met, wrong: parts.map((_, who) => wrong[who]), over: progress.over, planned, statuses: progress.statuses };
}

const value = fc.record({ a: fc.nat(2) }, { requiredKeys: [] });
const full = fc.record({ a: fc.nat(2), b: fc.nat(2) });
const partial = fc.record({ a: fc.nat(2), b: fc.nat(2) }, { requiredKeys: ['a'] });
const events = fc.array(fc.oneof(fc.constant('finish' as const), fc.record({ message: fc.nat(1) })), { maxLength: 40 });

/** Nobody may capture what a step needs, or only one behind it in an order. */
function canBePlanned(parts: readonly Parts[]): boolean {
  try {
    plan(parts);
    return true;
  } catch {
    return false;
  }
}

describe('the progress of scenarios', () => {
  test('in any order, each message goes to the first expectation that fits', () => {
    fc.assert(
      fc.property(fc.array(value, { maxLength: 6 }), fc.array(full, { maxLength: 12 }), (wanted, stream) => {
        const { met } = play(
          [
            scenario(
              'rob',
              'any',
              wanted.map((one) => expects(one)),
            ),
          ],
          [stream],
          [],
        );
        const open = wanted.map((one, index) => ({ id: index + 1, ...one }));
        const model: Record<string, number> = {};
        stream.forEach((message, index) => {
          const taker = open.findIndex(({ a }) => a === undefined || a === message.a);
          if (taker !== -1) model[(open.splice(taker, 1)[0] as { id: number }).id] = index + 1;
        });
        expect(met).toEqual(model);
      }),
      { numRuns: runs(100) },
    );
  });

  test('in a sequence, each expectation takes the first that fits behind the one before', () => {
    fc.assert(
      fc.property(fc.array(value, { maxLength: 6 }), fc.array(full, { maxLength: 12 }), (wanted, stream) => {
        const { met } = play(
          [
            scenario(
              'rob',
              'sequence',
              wanted.map((one) => expects(one)),
            ),
          ],
          [stream],
          [],
        );
        const model: Record<string, number> = {};
        let from = 0;
        wanted.forEach(({ a }, index) => {
          const found = stream.findIndex((message, at) => at >= from && (a === undefined || a === message.a));
          if (found === -1) from = Number.POSITIVE_INFINITY;
          else model[index + 1] = from = found + 1;
        });
        expect(met).toEqual(model);
      }),
      { numRuns: runs(100) },
    );
  });

  test('who gets which message depends on the order of messages, not on when others act', () => {
    const used = fc.constantFrom(undefined, { a: '${@x.a}' }, { b: '${@x.b}' }, '${@x}', { a: '${@y.a}' });
    const wanted = fc.record({ value, waits: fc.boolean(), used, captures: fc.boolean(), sends: fc.boolean() });
    fc.assert(
      fc.property(
        fc.array(wanted, { minLength: 1, maxLength: 5 }),
        fc.constantFrom<MessageOrder>('any', 'sequence', 'exact'),
        fc.array(partial, { maxLength: 10 }),
        fc.array(full, { minLength: 1, maxLength: 4 }),
        events,
        events,
        (ours, order, stream, theirs, first, second) => {
          const steps = ours.flatMap(({ value: source, waits, used, captures, sends: says }) => [
            expects(used ?? source, {
              ...(waits && { after: ['there'] }),
              ...(captures && { captures: [{ name: 'y', from: [] }] }),
            }),
            ...(says ? [sends('x', waits ? { after: ['there'] } : {})] : []),
          ]);
          const parts = [
            scenario('rob', order, steps),
            scenario('ann', 'any', [expects(undefined, { label: 'there', captures: [{ name: 'x', from: [] }] })]),
          ];
          fc.pre(canBePlanned(parts));
          const one = play(parts, [stream, theirs], first);
          const other = play(parts, [stream, theirs], second);
          expect(other).toEqual(one);
        },
      ),
      { numRuns: runs(1000) },
    );
  });

  test('whatever happens, nothing is begun twice, and what is over has every step done or left out', () => {
    const part = fc.record({ value, says: fc.boolean(), choice: fc.boolean() });
    fc.assert(
      fc.property(
        fc.array(part, { maxLength: 5 }),
        fc.constantFrom<MessageOrder>('any', 'sequence'),
        fc.array(full, { maxLength: 20 }),
        events,
        (ours, order, stream, happenings) => {
          const steps = ours.flatMap(({ value: source, says, choice }): Step[] => {
            const step = expects(source);
            const reply = sends('r', { isReply: true } as Partial<Step>);
            if (choice)
              return [
                {
                  ...common,
                  kind: 'oneOf',
                  branches: [
                    [step, reply],
                    [expects({ b: 1 }), expects({ b: 2 })],
                  ],
                },
              ];
            return says ? [step, reply, sends('s')] : [step];
          });
          const { over, statuses, met } = play([scenario('rob', order, steps)], [stream], happenings);
          expect(over).toBe(statuses.every((status) => status === 'done' || status === 'left out'));
          const numbers = Object.values(met);
          expect(new Set(numbers).size).toBe(numbers.length);
        },
      ),
      { numRuns: runs(1000) },
    );
  });
});

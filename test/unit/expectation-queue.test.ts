import fc from 'fast-check';
import type { ExpectationResult } from '../../src/expectations/expectation';
import { ExpectationQueue } from '../../src/expectations/expectation-queue';
import { understand } from '../../src/expectations/expected';
import { type MessageOrder, next, one, type Requirement, reply, several } from '../../src/expectations/requirement';
import { Log } from '../../src/log/log';
import type { ReceivedMessage } from '../../src/log/transcript';
import { jestEquality } from '../support/equality';
import { jsonSession } from '../support/messages';
import { runs } from '../support/runs';
import { slowPredicate } from '../support/slow-predicate';

const reader = (name: string) => ({ name, location: { frames: '' } }) as never;

/** A queue whose turns end when the test says so, over a log. */
function steppedQueue() {
  const ends: (() => void)[] = [];
  const log = new Log({ transcript: 1e6, unread: 1e6 });
  const queue = new ExpectationQueue(log, (callback) => ends.push(callback));
  return {
    log,
    queue,
    endTurn() {
      for (const end of ends.splice(0)) end();
    },
    arrive(...values: unknown[]) {
      for (const value of values) log.receive(JSON.stringify(value), jsonSession, queue);
    },
    expect(requirement: Requirement, negated = false) {
      const state: { result?: ExpectationResult; queued?: ReturnType<ExpectationQueue['add']> } = {};
      state.queued = queue.add({
        requirement,
        negated,
        deadline: Number.POSITIVE_INFINITY,
        reader: reader('m'),
        settle: (result) => {
          state.result = result;
        },
      });
      return state;
    },
  };
}

const match = (source: unknown) => understand(source, jestEquality);
const values = (messages: readonly ReceivedMessage[] = []) => messages.map(({ value }) => value);
const got = ({ result }: { result?: ExpectationResult }) =>
  result?.kind === 'satisfied' ? values(result.messages) : result?.kind;

describe('a queue of expectations', () => {
  test('skips to the message that matches, and the next expectation begins behind it', () => {
    const { log, arrive, expect: add, endTurn } = steppedQueue();
    arrive(1, 2, 3, 2);
    const first = add(one(match(2)));
    endTurn();
    const second = add(one(match(2)));
    const third = add(one(match(3)));
    endTurn();
    expect([got(first), got(second), got(third)]).toEqual([[2], [2], [3]]);
    expect(log.cursor).toBe(4);
    expect(values(log.unread)).toEqual([]);
  });

  test('an expectation that fails moves nothing', () => {
    const { log, arrive, expect: add, endTurn } = steppedQueue();
    const strict = add(next(match('b')));
    const partial = add(several([match('b'), match('z')], 'sequence'));
    arrive('a', 'b', 'c');
    endTurn();
    partial.queued?.withdraw();
    expect(got(strict)).toBe('broken');
    expect(partial.result).toBeUndefined();
    expect(values(log.unread)).toEqual(['a', 'b', 'c']);
    expect(log.cursor).toBe(0);
  });

  test('the cursor stops where the satisfied ones stopped, however far the others looked', () => {
    const { log, arrive, expect: add, endTurn } = steppedQueue();
    const found = add(one(match('a')));
    const missing = add(one(match('z')));
    endTurn();
    arrive('a', 'b', 'c');
    missing.queued?.withdraw();
    expect([got(found), missing.result]).toEqual([['a'], undefined]);
    expect(values(log.unread)).toEqual(['b', 'c']);
  });

  test('marks who matched and who passed over a message', () => {
    const { log, arrive, expect: add, endTurn } = steppedQueue();
    arrive('noise', 'x');
    const messages = log.received;
    add(one(match('x')));
    endTurn();
    expect(messages.map(({ status }) => status)).toEqual(['skipped', 'matched']);
    expect(messages.map(({ reader }) => reader?.name)).toEqual(['m', 'm']);
  });

  test('a turn waits for the turn before it', () => {
    const { arrive, expect: add, endTurn } = steppedQueue();
    const first = add(one(match('x')));
    endTurn();
    const second = add(one(match('y')));
    endTurn();
    arrive('y', 'x');
    expect([got(first), got(second)]).toEqual([['x'], undefined]);
    arrive('y');
    expect(got(second)).toEqual(['y']);
  });

  test('the end is told at once to all who wait, also to who waits for nothing', () => {
    const { queue, arrive, expect: add, endTurn } = steppedQueue();
    arrive('a');
    const positive = add(one(match('z')));
    const negative = add(one(match('z')), true);
    queue.end();
    endTurn();
    const later = add(one(match('a')));
    endTurn();
    expect([got(positive), got(negative), got(later)]).toEqual(['ended', 'ended', ['a']]);
  });

  test('a negated expectation is broken by a message that nobody took, and takes none', () => {
    const { log, arrive, expect: add, endTurn } = steppedQueue();
    const taken = add(one(match('x')));
    const never = add(one(match('x')), true);
    endTurn();
    arrive('x');
    expect([got(taken), never.result]).toEqual([['x'], undefined]);
    arrive('x');
    expect(got(never)).toBe('broken');
    expect(values(log.unread)).toEqual(['x']);
  });

  test('a reply is taken out of order: what came before it stays unread, and is found by who asks next', () => {
    const { log, arrive, expect: add, endTurn } = steppedQueue();
    arrive('event 1', 'event 2', 'reply', 'event 3');
    const asked = add(reply(match('reply')));
    endTurn();
    expect([got(asked), log.cursor, values(log.unread)]).toEqual([['reply'], 3, ['event 1', 'event 2', 'event 3']]);
    const second = add(one(match('event 2')));
    endTurn();
    const nextOne = add(next(match('event 3')));
    endTurn();
    expect([got(second), got(nextOne), log.cursor, values(log.unread)]).toEqual([['event 2'], ['event 3'], 4, []]);
  });

  test('a reply weighs nothing when it is taken, however much before it is unread', () => {
    const { log, arrive, expect: add, endTurn } = steppedQueue();
    arrive('event', 'x'.repeat(10_000));
    add(reply(match(/xxx/)));
    endTurn();
    expect(log.weights.pending).toBeLessThan(1000);
  });

  test('what is done with the messages fails: they are unread again, and the next expectation finds them', () => {
    const { log, queue, arrive, expect: add, endTurn } = steppedQueue();
    arrive('noise', 'trigger');
    let fail: (error: unknown) => void = () => {};
    const results: ExpectationResult[] = [];
    queue.add({
      requirement: one(match('trigger'), true),
      negated: false,
      deadline: Number.POSITIVE_INFINITY,
      reader: reader('m'),
      act: (_messages, _done, failed) => {
        fail = failed;
      },
      settle: (result) => results.push(result),
    });
    endTurn();
    const later = add(next(match('noise')));
    endTurn();
    expect([results, later.result]).toEqual([[], undefined]); // it is not known yet what is read
    fail('no reply');
    expect(results).toEqual([{ kind: 'error', error: 'no reply' }]);
    expect([got(later), values(log.unread)]).toEqual([['noise'], ['trigger']]);
  });

  describe('a message that is given back is offered to the others of its batch', () => {
    test('when its expectation is withdrawn', () => {
      const { log, arrive, expect: add, endTurn } = steppedQueue();
      const both = add(several([match('a'), match('z')], 'any'));
      const beside = add(one(match('a')));
      endTurn();
      arrive('a');
      expect(beside.result).toBeUndefined();
      both.queued?.withdraw();
      expect(got(beside)).toEqual(['a']);
      expect([log.cursor, values(log.unread)]).toEqual([1, []]);
    });

    test('when its expectation fails', () => {
      const { arrive, expect: add, endTurn } = steppedQueue();
      const exact = add(several([match('a'), match('b')], 'exact'));
      const beside = add(one(match('a')));
      endTurn();
      arrive('a', 'c');
      expect([got(exact), got(beside)]).toEqual(['broken', ['a']]);
    });

    test('when no message will come any more', () => {
      const { queue, arrive, expect: add, endTurn } = steppedQueue();
      const both = add(several([match('a'), match('z')], 'any'));
      const beside = add(one(match('a')));
      endTurn();
      arrive('a');
      queue.end();
      expect([got(both), got(beside)]).toEqual(['ended', ['a']]);
    });

    test('and a sequence that it begins finds what came behind it', () => {
      const { log, arrive, expect: add, endTurn } = steppedQueue();
      const both = add(several([match('a'), match('z')], 'any'));
      const sequence = add(several([match('a'), match('b'), match('c')], 'sequence'));
      endTurn();
      arrive('a', 'b', 'noise', 'c');
      both.queued?.withdraw();
      expect([got(sequence), values(log.unread)]).toEqual([['a', 'b', 'c'], []]);
    });

    test('but not to a sequence that has taken a later one', () => {
      const { log, arrive, expect: add, endTurn } = steppedQueue();
      const both = add(several([match('b'), match('z')], 'any'));
      const sequence = add(several([match('a'), match('b')], 'sequence'));
      endTurn();
      arrive('b', 'a');
      both.queued?.withdraw();
      expect(sequence.result).toBeUndefined();
      arrive('b');
      expect(sequence.result).toMatchObject({ messages: [{ number: 2 }, { number: 3 }] });
      expect(values(log.unread)).toEqual([]);
    });

    test('while the negated and the strict ones are shown no message twice', () => {
      const { arrive, expect: add, endTurn } = steppedQueue();
      const shown: unknown[] = [];
      const see = (value: unknown) => {
        shown.push(value);
        return false;
      };
      const both = add(several([match('a'), match('z')], 'any'));
      const sequence = add(several([match('a'), match('c')], 'sequence'));
      const never = add(one(match(see)), true);
      endTurn();
      arrive('a', 'b');
      both.queued?.withdraw();
      arrive('c');
      expect([got(sequence), shown, never.result]).toEqual([['a', 'c'], ['b'], undefined]);
    });
  });

  test('whose turn has not come knows who waits before it', () => {
    const { queue, arrive, expect: add, endTurn } = steppedQueue();
    queue.add({
      requirement: one(match('never')),
      negated: false,
      deadline: Number.POSITIVE_INFINITY,
      reader: reader('loser of a race'),
      settle: () => {},
    });
    endTurn();
    const starved = add(one(match('a')));
    endTurn();
    arrive('a');
    expect(starved.queued?.behind?.reader.name).toBe('loser of a race');
    expect(queue.first?.reader.name).toBe('loser of a race');
  });

  test('a deadline that passes while messages are looked at ends the wait, not the timer behind them', () => {
    const { arrive, log, queue, endTurn } = steppedQueue();
    arrive(...Array.from({ length: 1000 }, (_, index) => index));
    const results: ExpectationResult[] = [];
    const slow = slowPredicate();
    queue.add({
      requirement: one(match(slow.matches)),
      negated: false,
      deadline: slow.begun + 50,
      reader: reader('m'),
      settle: (result) => results.push(result),
    });
    endTurn();
    slow.stop();
    expect(results).toEqual([{ kind: 'late' }]);
    expect(slow.asked()).toBe(50);
    expect(log.unread).toHaveLength(1000);
  });

  test('a predicate that cannot be asked fails its expectation alone, not those beside it', () => {
    const { arrive, expect: add, endTurn } = steppedQueue();
    const wrong = add(one(match(() => undefined)));
    const beside = add(one(match('a')));
    endTurn();
    arrive('a');
    expect([got(wrong), got(beside)]).toEqual(['error', ['a']]);
  });

  test('a predicate that cannot be asked fails its expectation, not the stream', () => {
    const { arrive, expect: add, endTurn } = steppedQueue();
    const wrong = add(one(match(() => undefined)));
    endTurn();
    arrive('a');
    expect(got(wrong)).toBe('error');
    const right = add(one(match('a')));
    endTurn();
    expect(got(right)).toEqual(['a']);
  });
});

describe('outcomes depend on the order of messages and calls, never on when messages arrive', () => {
  const letter = fc.constantFrom('a', 'b', 'c', 'd');
  const order = fc.constantFrom<MessageOrder>('sequence', 'exact', 'any');
  const expectation = fc.oneof(
    fc.record({ kind: fc.constant('one' as const), letters: fc.tuple(letter) }),
    fc.record({ kind: fc.constant('pinned' as const), letters: fc.tuple(letter) }),
    fc.record({ kind: fc.constant('request' as const), letters: fc.tuple(letter) }),
    fc.record({ kind: fc.constant('next' as const), letters: fc.tuple(letter) }),
    fc.record({ kind: fc.constant('not' as const), letters: fc.tuple(letter) }),
    fc.record({ kind: fc.constant('several' as const), letters: fc.array(letter, { minLength: 1, maxLength: 3 }), order }),
  );
  type Expectation = typeof expectation extends fc.Arbitrary<infer T> ? T : never;
  const turns = fc.array(fc.array(expectation, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 4 });

  function requirementOf(one_: Expectation): Requirement {
    const expected = one_.letters.map((letter) => match(letter));
    const [first = match('a')] = expected;
    if (one_.kind === 'several') return several(expected, one_.order);
    if (one_.kind === 'next') return next(first);
    if (one_.kind === 'request') return reply(first);
    return one(first, one_.kind === 'pinned');
  }

  /** Awaits each turn before the next, as a test does. `schedule` says how many messages come at each step. */
  function play(stream: string[], calls: Expectation[][], schedule: number[]): unknown {
    const { log, queue, arrive, expect: add, endTurn } = steppedQueue();
    const coming = [...stream];
    const steps = [...schedule];
    const step = () => arrive(...coming.splice(0, steps.shift() ?? 0));
    const outcomes: unknown[] = [];
    for (const turn of calls) {
      step();
      const states = turn.map((one_) => {
        const state = add(requirementOf(one_), one_.kind === 'not');
        step();
        return state;
      });
      endTurn();
      step();
      // the turn is awaited: what it needs comes in the end, or never
      while (coming.length > 0 && states.some(({ result }) => !result)) arrive(...coming.splice(0, 1));
      if (states.some(({ result }) => !result)) {
        for (const [index, state] of states.entries()) {
          const { kind, letters } = turn[index] as Expectation;
          // what those before it gave back was offered to it
          if (!state.result && ['one', 'pinned', 'request'].includes(kind)) {
            expect(values(log.unread)).not.toContain(letters[0]);
          }
          if (!state.result) state.queued?.withdraw();
        }
      }
      outcomes.push(states.map((state) => got(state) ?? 'silence'));
    }
    arrive(...coming);
    queue.end();
    return { outcomes, unread: values(log.unread), cursor: log.cursor };
  }

  test('for any stream, any expectations and any moments', () => {
    fc.assert(
      fc.property(
        fc.array(letter, { maxLength: 12 }),
        turns,
        fc.array(fc.nat({ max: 5 }), { maxLength: 8 }),
        (stream, calls, schedule) => {
          // a negated expectation watches a clock: here, until all has come
          const clocked = calls.map((turn) => turn.filter(({ kind }) => kind !== 'not')).filter((turn) => turn.length > 0);
          const allBefore = play(stream, clocked, [stream.length]);
          const allAfter = play(stream, clocked, []);
          const mixed = play(stream, clocked, schedule);
          expect(mixed).toEqual(allBefore);
          expect(allAfter).toEqual(allBefore);
        },
      ),
      { numRuns: runs(3000) },
    );
  });

  test('with negated ones beside them, when everything has come before the window ends', () => {
    fc.assert(
      fc.property(
        fc.array(letter, { maxLength: 8 }),
        fc.array(expectation, { minLength: 1, maxLength: 4 }),
        fc.nat({ max: 8 }),
        (stream, turn, before) => {
          const outcome = (moment: number) => {
            const { log, queue, arrive, expect: add, endTurn } = steppedQueue();
            arrive(...stream.slice(0, moment));
            const states = turn.map((one_) => add(requirementOf(one_), one_.kind === 'not'));
            endTurn();
            arrive(...stream.slice(moment));
            queue.end();
            return [states.map(got), values(log.unread), log.cursor];
          };
          expect(outcome(before)).toEqual(outcome(0));
        },
      ),
      { numRuns: runs(2000) },
    );
  });
});

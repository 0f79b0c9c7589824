import fc from 'fast-check';
import { Assignment } from '../../src/expectations/assignment';
import { type Expected, understand } from '../../src/expectations/expected';
import type { PartialMatch } from '../../src/expectations/partial-match';
import { one, type Requirement, several } from '../../src/expectations/requirement';
import type { ReceivedMessage } from '../../src/log/transcript';
import { cpuTimeOf } from '../support/cpu-time';
import { jestEquality } from '../support/equality';
import { received } from '../support/messages';
import { runs } from '../support/runs';

const anyOf = (...expected: unknown[]): Requirement =>
  several(
    expected.map((source) => understand(source, jestEquality)),
    'any',
  );

const offerAll = (assignment: Assignment, values: unknown[]) =>
  values.forEach((value, index) => {
    assignment.offer(received(index + 1, value));
  });

describe('an assignment', () => {
  test('gives up a message that another slot needs, when it can have a different one', () => {
    const assignment = new Assignment();
    const match = assignment.add(anyOf({ a: 1 }, { a: 1, b: 2 }));
    offerAll(assignment, [{ a: 1, b: 2 }, { a: 1 }]);
    expect(match.satisfied).toBe(true);
    expect(match.messages.map(({ value }) => value)).toEqual([{ a: 1 }, { a: 1, b: 2 }]);
  });

  test('does so across requirements, but for messages that were handed out', () => {
    const movable = new Assignment();
    const matches = [movable.add(anyOf({ a: 1 })), movable.add(anyOf({ a: 1, b: 2 }))];
    offerAll(movable, [{ a: 1, b: 2 }, { a: 1 }]);
    expect(matches.map(({ satisfied }) => satisfied)).toEqual([true, true]);

    const pinned = new Assignment();
    const first = pinned.add(one(understand({ a: 1 }, jestEquality), true));
    const second = pinned.add(anyOf({ a: 1, b: 2 }));
    offerAll(pinned, [{ a: 1, b: 2 }, { a: 1 }]);
    expect([first.satisfied, second.satisfied]).toEqual([true, false]);
  });

  test('frees what a removed match held', () => {
    const assignment = new Assignment();
    const gone = assignment.add(anyOf('x', 'y'));
    const stays = assignment.add(anyOf('x'));
    offerAll(assignment, ['x']);
    assignment.remove(gone);
    offerAll(assignment, ['x']);
    expect(stays.satisfied).toBe(true);
  });

  test('is found whenever there is one, compared with trying every one', () => {
    const subset = fc.uniqueArray(fc.constantFrom('p', 'q', 'r'), { minLength: 1 });
    fc.assert(
      fc.property(
        fc.array(subset, { minLength: 1, maxLength: 4 }),
        fc.array(fc.constantFrom('p', 'q', 'r'), { maxLength: 6 }),
        (wanted, values) => {
          const assignment = new Assignment();
          const match: PartialMatch = assignment.add(
            anyOf(...wanted.map((letters) => (value: string) => (letters as string[]).includes(value))),
          );
          offerAll(assignment, values);
          expect(match.satisfied).toBe(existsByTrying(wanted, values));
          expect(new Set(match.messages).size).toBe(match.messages.length);
        },
      ),
      { numRuns: runs(2000) },
    );
  });
});

describe('an assignment of many, compared with the simple algorithm', () => {
  const message = fc.record({ type: fc.constantFrom('a', 'b'), id: fc.nat({ max: 12 }), on: fc.boolean() });
  /** Of a message: some of its fields, or a predicate, which stands under no value. */
  const wish = fc.tuple(message, fc.constantFrom('type', 'id', 'both', 'all', 'function')).map(([like, kind]) => {
    const { type, id, on } = like;
    if (kind === 'function') return (value: typeof like) => value.id % 3 === id % 3;
    return kind === 'type' ? { type } : kind === 'id' ? { id } : kind === 'both' ? { type, id } : { type, id, nested: on, on };
  });

  test('as many find a message, and each a message that it matches', () => {
    fc.assert(
      fc.property(fc.array(wish, { minLength: 16, maxLength: 40 }), fc.array(message, { maxLength: 60 }), (wishes, values) => {
        const expected = wishes.map((source) => understand(source, jestEquality));
        const assignment = new Assignment();
        const match = assignment.add(several(expected, 'any'));
        const messages = values.map((value, index) => received(index + 1, value));
        for (const one of messages) assignment.offer(one);
        const filled = expected.filter((one) => !match.lacks.includes(one));
        expect(match.messages).toHaveLength(mostBySimpleSearch(expected, messages));
        expect(new Set(match.messages).size).toBe(match.messages.length);
        expect(filled.every((one, index) => one.matches(match.messages[index] as never))).toBe(true);
      }),
      { numRuns: runs(500) },
    );
  });

  test('across several requirements too', () => {
    fc.assert(
      fc.property(fc.array(wish, { minLength: 16, maxLength: 30 }), fc.array(message, { maxLength: 40 }), (wishes, values) => {
        const expected = wishes.map((source) => understand(source, jestEquality));
        const assignment = new Assignment();
        const matches = [expected.slice(0, 3), expected.slice(3)].map((part) => assignment.add(several(part, 'any')));
        const messages = values.map((value, index) => received(index + 1, value));
        for (const one of messages) assignment.offer(one);
        const held = matches.flatMap((match) => match.messages);
        expect(held).toHaveLength(mostBySimpleSearch(expected, messages));
        expect(new Set(held).size).toBe(held.length);
      }),
      { numRuns: runs(300) },
    );
  });

  test.each([
    ['reversed', (n: number, size: number) => ({ n: size - n })],
    ['all alike', () => ({ type: 'tick' })],
    ['half of them alike, half of them special', (n: number) => (n % 2 === 0 ? { type: 'tick' } : { type: 'tick', n })],
  ])('twenty times as many take not four hundred times as long: %s', (_, wishAt) => {
    const time = (size: number) => {
      const assignment = new Assignment();
      assignment.add(anyOf(...Array.from({ length: size }, (_, n) => wishAt(n, size))));
      return cpuTimeOf(() => {
        for (let n = 0; n <= 2 * size; n++) assignment.offer(received(n + 1, { type: 'tick', n }));
      });
    };
    time(1000);
    const small = Math.min(time(1000), time(1000), time(1000));
    // the collector of garbage takes its time when it likes
    const large = Math.min(time(20_000), time(20_000));
    expect(large).toBeLessThan(small * 150 + 200);
  });
});

/** Kuhn's algorithm as it stands in books. */
function mostBySimpleSearch(expected: readonly Expected[], messages: readonly ReceivedMessage[]): number {
  const holds = new Map<Expected, ReceivedMessage>();
  const position = (message: ReceivedMessage, seen: Set<Expected>): boolean =>
    expected.some((one) => {
      if (seen.has(one) || !one.matches(message)) return false;
      seen.add(one);
      const held = holds.get(one);
      if (held && !position(held, seen)) return false;
      holds.set(one, message);
      return true;
    });
  for (const message of messages) position(message, new Set());
  return holds.size;
}

function existsByTrying([first, ...others]: string[][], values: string[]): boolean {
  if (!first) return true;
  return values.some((value, index) => first.includes(value) && existsByTrying(others, values.toSpliced(index, 1)));
}

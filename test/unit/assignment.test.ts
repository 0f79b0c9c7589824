import fc from 'fast-check';
import { Assignment } from '../../src/assignment';
import type { Claim } from '../../src/claim';
import { type Demand, one, several } from '../../src/demand';
import { understand } from '../../src/expected';
import { jestEquality } from '../support/equality';
import { received } from '../support/messages';

const anyOf = (...expected: unknown[]): Demand =>
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
    const claim = assignment.add(anyOf({ a: 1 }, { a: 1, b: 2 }));
    offerAll(assignment, [{ a: 1, b: 2 }, { a: 1 }]);
    expect(claim.satisfied).toBe(true);
    expect(claim.messages.map(({ value }) => value)).toEqual([{ a: 1 }, { a: 1, b: 2 }]);
  });

  test('does so across demands, but for messages that were handed out', () => {
    const movable = new Assignment();
    const claims = [movable.add(anyOf({ a: 1 })), movable.add(anyOf({ a: 1, b: 2 }))];
    offerAll(movable, [{ a: 1, b: 2 }, { a: 1 }]);
    expect(claims.map(({ satisfied }) => satisfied)).toEqual([true, true]);

    const pinned = new Assignment();
    const first = pinned.add(one(understand({ a: 1 }, jestEquality), true));
    const second = pinned.add(anyOf({ a: 1, b: 2 }));
    offerAll(pinned, [{ a: 1, b: 2 }, { a: 1 }]);
    expect([first.satisfied, second.satisfied]).toEqual([true, false]);
  });

  test('frees what a removed claim held', () => {
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
          const claim: Claim = assignment.add(
            anyOf(...wanted.map((letters) => (value: string) => (letters as string[]).includes(value))),
          );
          offerAll(assignment, values);
          expect(claim.satisfied).toBe(existsByTrying(wanted, values));
          expect(new Set(claim.messages).size).toBe(claim.messages.length);
        },
      ),
      { numRuns: 2000 },
    );
  });
});

function existsByTrying([first, ...others]: string[][], values: string[]): boolean {
  if (!first) return true;
  return values.some((value, index) => first.includes(value) && existsByTrying(others, values.toSpliced(index, 1)));
}

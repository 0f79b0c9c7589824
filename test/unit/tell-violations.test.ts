import type { Test } from '../../environment/jest-internals';
import { tellViolations } from '../../environment/tell-violations';
import { violationsLeft } from '../../environment/test-failures';
import { realmOf } from '../../src/runtime/realm';
import type { RuleViolation } from '../../src/waiting/rule-violation';
import { Scope } from '../../src/waiting/scope';

const violation = (sentence: string, isBreach = true): RuleViolation => ({
  sentence,
  location: { frames: '    at chat.test.ts:1:2' },
  isBreach,
});
const breaches = (count: number) => Array.from({ length: count }, (_, index) => violation(`ann: #${index + 1} breaks Said`));

/** The messages of the errors of a test that has failed by some, once what was broken is told. */
function told(errors: unknown[], violations: RuleViolation[]): string[] {
  tellViolations(errors as Test['errors'], violations, realmOf(globalThis));
  return errors.map((error) => (Array.isArray(error) ? error[0] : error).message);
}

describe('a test that has failed', () => {
  test('for another reason tells its breaches by an error of their own', () => {
    const errors: unknown[] = [new Error('1 is not 2')];
    expect(told(errors, breaches(3))).toEqual([
      '1 is not 2',
      'ann: #1 breaks Said.\n\nAnd 2 more breaches:\n  ann: #2 breaks Said\n  ann: #3 breaks Said',
    ]);
    expect((errors[1] as Error).stack).toContain('at chat.test.ts:1:2');
  });

  test('by a breach tells the others below it, and does not repeat it', () => {
    const thrown = Object.assign(new Error('Expected: {}\n\u001b[31mReceived: ann: #1 breaks Said\u001b[39m'), {
      matcherResult: 1,
    });
    const errors: unknown[] = [[thrown, new Error('where')]];
    expect(told(errors, breaches(2))).toEqual([`${thrown.message}\n\nAnd 1 more breach:\n  ann: #2 breaks Said`]);
    expect(errors[0]).toMatchObject([{ matcherResult: 1 }, { message: 'where' }]);
    const alone = [thrown];
    expect(told(alone, breaches(1))).toEqual([thrown.message]);
    expect(alone).toEqual([thrown]);
  });

  test('by a hundred breaches lists the first few, and counts the rest', () => {
    const [text = ''] = told([new Error('ann: #1 breaks Said.')], breaches(100));
    expect(text.split('\n')).toEqual([
      'ann: #1 breaks Said.',
      '',
      'And at least 99 more breaches:',
      ...[2, 3, 4, 5].map((number) => `  ann: #${number} breaks Said`),
      '  … and 95 more',
    ]);
  });

  test('tells a breach once that two scopes have met', () => {
    const [breach] = breaches(1) as [RuleViolation];
    expect(told([new Error('no')], [breach, breach])).toEqual(['no', 'ann: #1 breaks Said.']);
    expect(told([new Error('no')], [{ ...breach, isMeant: true }])).toEqual(['no']);
    expect(told([new Error('no')], [])).toEqual(['no']);
  });

  test('for another reason tells what never() forbids, beside its breaches', () => {
    const [breach] = breaches(1) as [RuleViolation];
    const rules = [1, 2].map((number) => violation(`ann got #${number}, which never() forbids`, false));
    expect(told([new Error('no')], [rules[0] as RuleViolation, breach, rules[1] as RuleViolation])).toEqual([
      'no',
      'ann: #1 breaks Said.',
      'ann got #1, which never() forbids.\n\nAnd 1 more:\n  ann got #2, which never() forbids',
    ]);
  });

  test('by what never() forbids does not repeat it', () => {
    const rules = [1, 2].map((number) => violation(`ann got #${number}, which never() forbids`, false));
    expect(told([new Error('Received: ann got #1, which never() forbids')], rules)).toHaveLength(1);
  });

  test('for an error thrown outside of it does not repeat that', () => {
    const thrown = { ...violation('Error: no was thrown outside the test', false), isThrown: true };
    expect(told([new Error('no')], [thrown])).toEqual(['no']);
  });

  test('by something that throws when it is read still tells its breach', () => {
    const hostile = {
      get message() {
        throw new Error('hostile');
      },
    };
    const errors: unknown[] = [hostile];
    tellViolations(errors as Test['errors'], breaches(1), realmOf(globalThis));
    expect((errors[1] as Error).message).toBe('ann: #1 breaks Said.');
  });
});

test('what was broken while no test ran is one error for contracts, and one for each other rule', () => {
  const scope = new Scope('the describe block "chat"');
  const rule = violation('ann got #1, which never() forbids', false);
  for (const one of [...breaches(2), rule, { ...violation('meant'), isMeant: true }]) scope.break(one);
  const messages = () => violationsLeft([scope], realmOf(globalThis)).map(({ message }) => message);
  expect(messages()).toEqual([
    'ann: #1 breaks Said.\n\nAnd 1 more breach:\n  ann: #2 breaks Said',
    'ann got #1, which never() forbids.',
  ]);
  expect(messages()).toEqual([]);
});

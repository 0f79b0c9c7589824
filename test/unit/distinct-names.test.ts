import { distinctNames } from '../../src/text/distinct-names';

test.each([
  [[], []],
  [
    ['kim', 'rob', 'kim', 'kim'],
    ['kim', 'rob', 'kim (2)', 'kim (3)'],
  ],
  [
    ['kim', 'kim', 'kim (2)'],
    ['kim', 'kim (3)', 'kim (2)'],
  ],
  [
    ['kim (2)', 'kim', 'kim', 'kim (2)', 'kim'],
    ['kim (2)', 'kim', 'kim (3)', 'kim (2) (2)', 'kim (4)'],
  ],
])('%j become distinct, even if one is called as another would be: %j', (names, distinct) => {
  expect(distinctNames(names)).toEqual(distinct);
  expect(new Set(distinct).size).toBe(names.length);
});

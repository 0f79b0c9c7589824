import { positionIn } from '../../src/record/error-position';

const PATH = '/project/my (app)/a.test.ts';

describe('the line that an error comes from', () => {
  test.each([
    ['of a function', 'at Object.<anonymous> (/project/my (app)/a.test.ts:9:5)'],
    ['behind an await at the top of a test', 'at async /project/my (app)/a.test.ts:9:5'],
    ['of an async function', 'at async check (/project/my (app)/a.test.ts:9:5)'],
    ['of an ES module', 'at file:///project/my%20(app)/a.test.ts:9:5'],
    ['of a method that is called by another name', 'at Bot.say [as reply] (/project/my (app)/a.test.ts:9:5)'],
  ])('is found in a frame %s', (_, frame) => {
    const stack = `    at helper (/project/help.ts:1:1)\n    ${frame}`;
    expect(positionIn(stack, PATH)).toEqual({ file: PATH, line: 9, column: 5 });
  });

  test('is that of a helper where the test file is not in the stack', () => {
    const stack = [
      '    at node:internal/timers:1:1',
      '    at f (/project/node_modules/x/index.js:1:1)',
      '    at eval (eval at <anonymous> (/project/a.js:1:1), <anonymous>:1:1)',
      '    at help (/project/help.ts:4:2)',
      '    at other (/project/other.ts:5:2)',
    ].join('\n');
    expect(positionIn(stack, PATH)).toEqual({ file: '/project/help.ts', line: 4, column: 2 });
    expect(positionIn('    at Promise.all (index 0)', PATH)).toBeUndefined();
  });
});

import { Judge } from '../../environment/judge';
import { Scope } from '../../src/waiting/scope';

test('what was broken around a test is told again when Jest tries it again', () => {
  const block = new Scope('the describe block "x"');
  const scopes = { of: () => [], outside: () => [block] };
  const judge = new Judge({ realm: { Error }, config: { unread: 'ignore' } } as never, scopes as never);
  block.break({ sentence: 'rob got #1 "no", which never() forbids (a.test.js:3)', location: { frames: '' } });
  const test = { errors: [new Error('own')] };
  void judge.finish(test as never);
  expect(String(test.errors[1])).toContain('rob got #1 "no", which never() forbids');
  expect(block.violation).toBeUndefined();
  judge.testBeginsAgain(test as never);
  expect(block.violation?.sentence).toContain('which never() forbids');
});

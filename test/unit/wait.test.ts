import type { Connection } from '../../src/connection/connection';
import { ExpectationQueue } from '../../src/expectations/expectation-queue';
import { understand } from '../../src/expectations/expected';
import { one } from '../../src/expectations/requirement';
import { Log } from '../../src/log/log';
import type { Outcome } from '../../src/waiting/outcome';
import { waitFor } from '../../src/waiting/wait';
import { jestEquality } from '../support/equality';
import { jsonSession } from '../support/messages';
import { slowPredicate } from '../support/slow-predicate';

test('a wait looks at no more messages than it has time for', () => {
  const ends: (() => void)[] = [];
  const log = new Log({ transcript: 1e6, unread: 1e6 });
  const expectations = new ExpectationQueue(log, (end) => ends.push(end));
  for (let n = 0; n < 1000; n++) log.receive(String(n), jsonSession, expectations);
  const slow = slowPredicate();
  const outcomes: Outcome[] = [];
  waitFor(
    {
      connections: [{ expectations } as Connection],
      requirement: one(understand(slow.matches, jestEquality)),
      negated: false,
      timeout: 100,
      reader: { name: 'toReceiveMessage' } as never,
      caller: undefined,
    },
    (outcome) => outcomes.push(outcome),
  );
  for (const end of ends) end();
  slow.stop();
  expect(outcomes).toMatchObject([{ kind: 'timed-out', after: 100 }]);
  expect(slow.asked()).toBe(100);
  expect(log.unread).toHaveLength(1000);
});

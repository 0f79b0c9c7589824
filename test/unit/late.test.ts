import type { Connection } from '../../src/connection/connection';
import { understand } from '../../src/expectations/expected';
import { Log } from '../../src/log/log';
import type { TranscriptEntry } from '../../src/log/transcript';
import { untilLate } from '../../src/waiting/late';
import type { SettledWait } from '../../src/waiting/outcome';
import { jestEquality } from '../support/equality';
import { received } from '../support/messages';

/** A wait that has timed out, and what is asked of messages that come later. */
function timedOut(asked: () => boolean) {
  const log = new Log({ transcript: 1e6, unread: 1e6 });
  const connection = { log, whenEnded: () => () => {} } as unknown as Connection;
  const lacks = [understand(asked, jestEquality)];
  const outcome = { kind: 'timed-out', parts: [{ connection, held: [], lacks }], after: 1 };
  return { log, wait: { ended: 0, outcome } as unknown as SettledWait };
}

test.each([
  ['it came', true],
  ['it did not come', false],
])('what was late is looked for once: %s', async (_, comes) => {
  let asked = 0;
  const { log, wait } = timedOut(() => {
    asked++;
    return comes;
  });
  const looked = untilLate([wait]);
  log.note(received(1, 'late') as unknown as Exclude<TranscriptEntry, { kind: 'message' }>);
  await looked;
  expect(asked).toBe(1);
  log.note(received(2, 'of another test') as unknown as Exclude<TranscriptEntry, { kind: 'message' }>);
  expect(asked).toBe(1);
});

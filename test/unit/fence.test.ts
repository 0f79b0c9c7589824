import type { Connection } from '../../src/connection/connection';
import { RoundTrips } from '../../src/connection/round-trips';
import { fence } from '../../src/waiting/fence';
import { beforeItsTest } from '../support/before-its-test';

test.each(['open', 'closing'])('a deaf server does not hold up the end of a test: its connection is %s', async (state) => {
  const whenEnded = () => () => {};
  const roundTrips = new RoundTrips({ log: { note: () => {} }, closing: { whenEnded } } as never, () => {});
  const roundTrip: Connection['roundTrip'] = (...args) => roundTrips.begin(...args);
  const heartbeats = { isMute: false };
  const connection = { state, heartbeats, delay: 0, whenEnded, roundTrip } as unknown as Connection;
  const fenced = async () => {
    await fence([connection], 1, performance.now());
    return 'the test goes on';
  };
  expect(await beforeItsTest(fenced)).toBe('the test goes on');
  expect(heartbeats.isMute).toBe(false); // it had no second to answer in
});

import type { Connection } from '../../src/connection/connection';
import { RoundTrips } from '../../src/connection/round-trips';
import { fence } from '../../src/waiting/fence';
import { beforeItsTest } from '../support/before-its-test';

/** The round trips of a connection that stays open, and the pings that it has sent. */
function roundTrips() {
  const pings: Buffer[] = [];
  const connection = { log: { note: () => {} }, closing: { whenEnded: () => () => {} } };
  return { pings, trips: new RoundTrips(connection as never, (ping) => pings.push(ping)) };
}

describe('a server that answers only the latest of several pings', () => {
  const LONG = 60_000;

  test('is taken for one that does not answer', async () => {
    const { pings, trips } = roundTrips();
    const [first, second, third] = [trips.begin(LONG), trips.begin(LONG), trips.begin(LONG)];
    trips.pong(pings[1] as Buffer);
    expect(await Promise.all([first, second])).toEqual([true, true]);
    expect(await Promise.race([third, 'not yet'])).toBe('not yet');
    trips.pong(pings[2] as Buffer);
    expect(await third).toBe(true);
  });

  test('has answered though nobody waits for that one any more', async () => {
    const { pings, trips } = roundTrips();
    const [first, second] = [trips.begin(LONG), trips.begin(1)];
    expect(await second).toBe(false);
    trips.pong(pings[1] as Buffer);
    expect(await first).toBe(true);
  });

  test('answers all with the same data, and none by data that nobody has sent', async () => {
    const { trips } = roundTrips();
    const all = [trips.begin(LONG, 'x'), trips.begin(LONG, 'y'), trips.begin(LONG, 'x')];
    trips.pong(Buffer.from(''));
    expect(await Promise.race([...all, 'not yet'])).toBe('not yet');
    trips.pong(Buffer.from('x'));
    expect(await Promise.all([all[0], all[2]])).toEqual([true, true]);
    expect(await Promise.race([all[1], 'not yet'])).toBe('not yet'); // the pong may be that of the first
    trips.pong(Buffer.from('y'));
    expect(await all[1]).toBe(true);
  });
});

test.each(['open', 'closing'])('a deaf server does not hold up the end of a test: its connection is %s', async (state) => {
  const { trips } = roundTrips();
  const roundTrip: Connection['roundTrip'] = (...args) => trips.begin(...args);
  const heartbeats = { isMute: false };
  const connection = { state, heartbeats, delay: 0, whenEnded: () => () => {}, roundTrip } as unknown as Connection;
  const fenced = async () => {
    await fence([connection], 1, performance.now());
    return 'the test goes on';
  };
  expect(await beforeItsTest(fenced)).toBe('the test goes on');
  expect(heartbeats.isMute).toBe(false); // it had no second to answer in
});

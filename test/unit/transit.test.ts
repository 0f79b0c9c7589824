import fc from 'fast-check';
import { type Cargo, Transit } from '../../src/connection/transit';
import { runs } from '../support/runs';

const NO_LIMIT = Number.POSITIVE_INFINITY;

/** What arrives by then, each with the moment of its arrival. */
function arrivals(transit: Transit, until: number, bytesPerSecond = NO_LIMIT): [at: number, cargo: Cargo][] {
  const all: [number, Cargo][] = [];
  for (let at = transit.nextArrival(bytesPerSecond); at !== undefined && at <= until; at = transit.nextArrival(bytesPerSecond)) {
    all.push([at, transit.take(at, bytesPerSecond) as Cargo]);
  }
  return all;
}

const bytes = (text: string): Buffer => Buffer.from(text);

test('what is sent arrives after the latency, and not before', () => {
  const transit = new Transit();
  transit.send(bytes('a'), 100, 50);
  expect(transit.take(149, NO_LIMIT)).toBeUndefined();
  expect(transit.bytes).toBe(1);
  expect(transit.take(150, NO_LIMIT)).toEqual(bytes('a'));
  expect([transit.bytes, transit.nextArrival(NO_LIMIT)]).toEqual([0, undefined]);
});

test('nothing overtakes what was sent with a higher latency', () => {
  const transit = new Transit();
  transit.send(bytes('a'), 0, 100);
  transit.send(bytes('b'), 1, 0);
  transit.send('end', 2, 200);
  expect(arrivals(transit, 1000)).toEqual([
    [100, bytes('a')],
    [100, bytes('b')],
    [202, 'end'],
  ]);
});

test('the bandwidth is shared out in small pieces, from when the line is free', () => {
  const transit = new Transit();
  transit.send(Buffer.alloc(40), 0, 10);
  transit.send(bytes('b'), 0, 10);
  expect(arrivals(transit, 1000, 1000).map(([at, piece]) => [at, piece.length])).toEqual([
    [30, 20],
    [50, 20],
    [51, 1],
  ]);
});

test('what was held back does not come all at once afterwards', () => {
  const transit = new Transit();
  transit.send(Buffer.alloc(40), 0, 0);
  transit.stoodStill(500);
  expect(arrivals(transit, 1000, 1000).map(([at]) => at)).toEqual([520, 540]);
});

test('in a hurry, all of it is there', () => {
  const transit = new Transit();
  transit.send(bytes('a'), 0, 1e6);
  transit.send('reset', 0, 1e6);
  transit.hurry();
  expect(transit.take(1, NO_LIMIT)).toEqual(bytes('a'));
  expect(transit.take(1, NO_LIMIT)).toBe('reset');
  transit.send(bytes('b'), 2, 0);
  expect(transit.take(2, NO_LIMIT)).toEqual(bytes('b'));
});

test('whatever happens to latency and bandwidth, each byte arrives once, in order, never early and never too fast', () => {
  const step = fc.record({
    after: fc.nat({ max: 200 }),
    size: fc.nat({ max: 300 }),
    latency: fc.nat({ max: 300 }),
    rate: fc.oneof(fc.constant(NO_LIMIT), fc.integer({ min: 1, max: 20_000 })),
  });
  fc.assert(
    fc.property(fc.array(step, { minLength: 1, maxLength: 30 }), (steps) => {
      const transit = new Transit();
      const sent: { byte: number; due: number }[] = [];
      const got: { byte: number; at: number }[] = [];
      let now = 0;
      for (const { after, size, latency, rate } of steps) {
        const from = now;
        now += after;
        const came = arrivals(transit, now, rate);
        let passed = 0;
        for (const [arrival, piece] of came) {
          const at = Math.max(arrival, from);
          passed += piece.length;
          for (const byte of piece as Buffer) got.push({ byte, at });
          // a piece on its way when the rate changed may have begun before
          if (rate < NO_LIMIT) expect(passed).toBeLessThanOrEqual(((at - from) / 1000) * rate + Math.max(1, rate / 50) + 1e-6);
        }
        transit.stoodStill(now);
        const chunk = Buffer.from(Array.from({ length: size }, (_, n) => (sent.length + n) % 251));
        transit.send(chunk, now, latency);
        for (const byte of chunk) sent.push({ byte, due: now + latency });
      }
      for (const [at, piece] of arrivals(transit, NO_LIMIT))
        for (const byte of piece as Buffer) got.push({ byte, at: Math.max(at, now) });
      expect(got.map(({ byte }) => byte)).toEqual(sent.map(({ byte }) => byte));
      expect(got.every(({ at }, n) => at >= (sent[n]?.due ?? 0))).toBe(true);
      expect(got.every(({ at }, n) => n === 0 || at >= (got[n - 1]?.at ?? 0))).toBe(true);
    }),
    { seed: 5, numRuns: runs(100) },
  );
});

import { once } from 'node:events';
import type { Socket } from 'node:net';
import fc from 'fast-check';
import { Relay } from '../../src/connection/relay';
import { socketPair } from '../../src/connection/socket-pair';
import { runs } from '../support/runs';

/** Two ends with a relay between them. */
async function relayed() {
  const [near, client] = await socketPair();
  const [far, server] = await socketPair();
  const conditions = { latency: 0, bytesPerSecond: Number.POSITIVE_INFINITY, isDark: false };
  return { client, server, near, conditions, relay: new Relay(near, far, conditions) };
}

/** All that a socket gets until its end. */
async function heard(socket: Socket): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of socket) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('latin1');
}

const letters = (size: number, from: number): string =>
  Array.from({ length: size }, (_, n) => String.fromCharCode(97 + ((from + n) % 26))).join('');

test('both sides get what the other has said, whole and in order, whatever becomes of the network', async () => {
  const step = fc.oneof(
    fc.record({ say: fc.constantFrom('client', 'server'), size: fc.constantFrom(1, 100, 70_000) }),
    fc.record({ latency: fc.constantFrom(0, 1, 3) }),
    fc.record({ bytesPerSecond: fc.constantFrom(5_000_000, 20_000_000, Number.POSITIVE_INFINITY) }),
    fc.record({ isDark: fc.boolean() }),
    fc.constant({ wait: true }),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 25 }), async (steps) => {
      const { client, server, conditions, relay } = await relayed();
      const said = { client: '', server: '' };
      const got = Promise.all([heard(server), heard(client)]);
      for (const one of steps) {
        if ('say' in one) {
          const text = letters(one.size, said[one.say].length);
          said[one.say] += text;
          (one.say === 'client' ? client : server).write(text);
        } else if ('wait' in one) await new Promise((resolve) => setImmediate(resolve));
        else {
          Object.assign(conditions, one);
          relay.adapt();
        }
      }
      Object.assign(conditions, { isDark: false });
      relay.adapt();
      client.end();
      server.end();
      expect(await got).toEqual([said.client, said.server]);
      await relay.over;
      expect(relay.isOver).toBe(true);
    }),
    { seed: 5, numRuns: runs(25) },
  );
});

test('a sender is not read while the receiver does not read', async () => {
  const { client, server, near, relay } = await relayed();
  const chunk = Buffer.alloc(2 ** 20);
  for (let n = 0; n < 64; n++) client.write(chunk);
  client.end();
  while (!near.isPaused()) await new Promise((resolve) => setImmediate(resolve));
  expect(client.writableLength).toBeGreaterThan(20 * chunk.length);
  expect((await heard(server)).length).toBe(64 * chunk.length);
  server.end();
  await relay.over;
});

test('an end of one side is one of the other, and a reset a reset', async () => {
  const { client, server, relay } = await relayed();
  const reset = once(server, 'error');
  server.resume();
  client.resetAndDestroy();
  expect(await reset).toMatchObject([{ code: 'ECONNRESET' }]);
  await relay.over;

  const other = await relayed();
  other.client.end('bye');
  expect(await heard(other.server)).toBe('bye');
  other.server.end();
  await other.relay.over;
});

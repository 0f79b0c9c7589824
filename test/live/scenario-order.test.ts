import fc from 'fast-check';
import { type MessageOrder, runTogether, type Scenario, scenario } from 'jest-websocket';
import { underCpuLoad } from '../support/cpu-load';
import { listen, serverThat } from '../support/servers';

const letter = fc.constantFrom('a', 'b', 'c');
const step = fc.record({ expected: letter, waits: fc.boolean(), replies: fc.boolean(), uses: fc.boolean() });
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

/** How many rounds of the event loop pass before each message: the moments. */
const pauses = fc.array(fc.nat({ max: 4 }), { maxLength: 12 });

describe('over real sockets, under CPU load, who gets which message depends on the order of messages alone', () => {
  underCpuLoad();

  test('of two users, one of whom waits for the other', async () => {
    let scripts: Record<string, { stream: string[]; moments: number[] }> = {};
    const server = serverThat((socket, { url = '' }) => {
      const { stream = [], moments = [] } = scripts[url.slice(1)] ?? {};
      void (async () => {
        for (const [index, message] of stream.entries()) {
          for (let round = moments[index] ?? 0; round > 0; round--) await new Promise(setImmediate);
          socket.send(message);
        }
      })();
    });
    const url = await listen(server);

    /** What Ann captures is the letter that she is sent. */
    const ann = scenario('ann')
      .connect(`${url}/ann`, { timeout: 20_000 })
      .expect(/^[abc]$/)
      .as('ann is there')
      .capture('x');
    const robWith = (steps: readonly Step[], order: MessageOrder) =>
      steps.reduce(
        (built: Scenario, { expected, waits, replies, uses }) => {
          const expecting = built.expect(uses ? '${@x}' : expected);
          const waiting = waits ? expecting.after('ann is there') : expecting;
          return replies ? waiting.reply('yes') : waiting;
        },
        scenario('rob').connect(`${url}/rob`, { timeout: 20_000 }).order(order),
      );

    const play = async (steps: readonly Step[], order: MessageOrder, streams: string[][], moments: number[][]) => {
      const [ofRob = [], ofAnn = []] = streams;
      scripts = { rob: { stream: ofRob, moments: moments[0] ?? [] }, ann: { stream: ofAnn, moments: moments[1] ?? [] } };
      const [rob] = await runTogether(robWith(steps, order), ann);
      return { received: rob?.received, sent: rob?.sent };
    };

    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { minLength: 1, maxLength: 5 }),
        fc.constantFrom<MessageOrder>('any', 'sequence', 'exact'),
        fc.array(letter, { maxLength: 6 }),
        fc.tuple(pauses, pauses),
        fc.tuple(pauses, pauses),
        async (steps, order, noise, first, second) => {
          const wanted = steps.map(({ expected, uses }) => (uses ? 'b' : expected));
          const stream = order === 'exact' ? wanted : [...noise, ...wanted];
          const streams = [stream, ['tick', 'b', 'tock']];
          const outcome = await play(steps, order, streams, first);
          expect(await play(steps, order, streams, second)).toEqual(outcome);
          expect([...(outcome.received ?? [])].sort()).toEqual([...wanted].sort());
        },
      ),
      { numRuns: 200 },
    );
  }, 300_000);
});

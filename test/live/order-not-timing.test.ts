import fc from 'fast-check';
import { connect, type WebSocketClient } from 'jest-websocket';
import { underCpuLoad } from '../support/cpu-load';
import { listen, serverThat } from '../support/servers';

const letter = fc.constantFrom('a', 'b', 'c', 'd');
const letters = fc.array(letter, { minLength: 1, maxLength: 3 });

const expectation = fc.oneof(
  letter.map((one) => (client: WebSocketClient) => expect(client).toReceiveMessage(one)),
  letter.map((one) => (client: WebSocketClient) => expect(client).toReceiveNextMessage(one)),
  letter.map((one) => (client: WebSocketClient) => client.receive(one)),
  fc.tuple(letters, fc.constantFrom('sequence' as const, 'exact' as const, 'any' as const)).map(
    ([list, order]) =>
      (client: WebSocketClient) =>
        expect(client).toReceiveMessages(list, { order }),
  ),
);

const turns = fc.array(fc.array(expectation, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 4 });

/** How many rounds of the event loop pass before each message and each turn: the moments. */
const pauses = fc.array(fc.nat({ max: 4 }), { maxLength: 8 });

async function pause(rounds = 0): Promise<void> {
  for (let round = 0; round < rounds; round++) await new Promise(setImmediate);
}

describe('over real sockets, under CPU load, the outcome depends on the order of messages, never on their moments', () => {
  underCpuLoad();

  test('for any stream, any expectations and any moments', async () => {
    let script: { stream: string[]; moments: number[] } = { stream: [], moments: [] };
    const server = serverThat((socket) => {
      const { stream, moments } = script;
      void (async () => {
        for (const [index, message] of stream.entries()) {
          await pause(moments[index]);
          socket.send(message);
        }
        socket.close(1000, 'that was all');
      })();
    });
    const url = await listen(server);

    const play = async (stream: string[], calls: typeof turns extends fc.Arbitrary<infer T> ? T : never, moments: number[][]) => {
      const [sending = [], calling] = moments;
      script = { stream, moments: sending };
      const client = await connect(url, { timeout: 20_000 });
      if (!calling) await expect(client).toClose(); // all has come before the first call
      const outcomes: string[][] = [];
      for (const [index, turn] of calls.entries()) {
        await pause(calling?.[index]);
        const settled = await Promise.allSettled(turn.map((call) => call(client)));
        outcomes.push(settled.map(({ status }) => status));
      }
      await expect(client).toClose();
      return { outcomes, unread: client.unread };
    };

    await fc.assert(
      fc.asyncProperty(fc.array(letter, { maxLength: 10 }), turns, pauses, pauses, async (stream, calls, sending, calling) => {
        const outcome = await play(stream, calls, [sending, calling]);
        expect(outcome).toEqual(await play(stream, calls, [[]]));
      }),
      { numRuns: 300 },
    );
  }, 300_000);
});

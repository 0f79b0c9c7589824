import * as inspector from 'node:inspector';
import { connect, connectAll, scenario, type WebSocketClient } from 'jest-websocket';
import { failure as fails } from '../support/failure';
import { echoServer, listen, rawServer, serverThat, serverThatSends } from '../support/servers';

const failure = async (assertion: () => unknown) => (await fails(assertion)).message;
const silent = () => serverThat(() => {});

/** As a slow piece of a test does, or a breakpoint. */
function block(ms: number): void {
  for (const until = performance.now() + ms; performance.now() < until; );
}

describe('a window of silence that does not fit into the test is refused at once', () => {
  const sentence = /The window of 60000 ms does not fit into the \d+ ms that the test has left/;
  const timeout = 60_000;
  let client: WebSocketClient;
  let other: WebSocketClient;

  // not in the tests, whose time is short
  beforeEach(async () => {
    ({ client, other } = await connectAll(serverThatSends('psst'), { client: {}, other: {} }));
  });

  test('toReceiveMessage, toReceiveNextMessage, toReceiveMessages, toClose, toAnswerPing', async () => {
    expect(await failure(() => expect(client).not.toReceiveMessage('x', { timeout }))).toMatch(sentence);
    expect(await failure(() => expect(client).not.toReceiveNextMessage('x', { timeout }))).toMatch(sentence);
    expect(await failure(() => expect(client).not.toReceiveMessages(['x'], { timeout }))).toMatch(sentence);
    expect(await failure(() => expect(client).not.toClose(undefined, undefined, { timeout }))).toMatch(sentence);
    expect(await failure(() => expect(client).not.toAnswerPing({ timeout }))).toMatch(sentence);
    expect(await failure(() => expect(client).not.toReceivePing({ timeout }))).toMatch(sentence);
  });

  test('the default one too, where the test has less left', async () => {
    block(340);
    expect(await failure(() => expect(client).not.toReceiveMessage('x'))).toContain('The window of 100 ms does not fit');
  }, 400);

  test('that of { only }', async () => {
    block(340);
    expect(await failure(() => expect([client, other]).toReceiveMessage('psst', { only: client }))).toContain('does not fit');
  }, 400);
});

// Durations of their own: Node fires the timers of one duration together, and Jest's would come before ours with any other
describe('a wait without a timeout of its own', () => {
  let url: string;
  let client: WebSocketClient;
  let unanswered: string;

  beforeEach(async () => {
    url = await listen(silent());
    client = await connect(url);
    const server = rawServer();
    server.removeAllListeners('connection');
    unanswered = await listen(server);
  });

  test('ends just before its test', async () => {
    const message = await failure(() => expect(client).toReceiveMessage('x'));
    expect(message).toMatch(/nothing that matches within \d+ ms, just before the test's own timeout/);
  }, 503);

  test('ends before its test where the loop was blocked past both', async () => {
    const waiting = failure(() => expect(client).toReceiveMessage('x'));
    block(700);
    expect(await waiting).toMatch(/nothing that matches within \d+ ms, just before the test's own timeout/);
  }, 517);

  test('shows whole milliseconds, in a handshake too', async () => {
    expect(await failure(() => connect(unanswered))).toMatch(/did not answer the upgrade within \d+ ms\.$/);
  }, 509);

  test('in a scenario is the same', async () => {
    expect(await failure(() => scenario('s').connect(url).expect('x').run())).toMatch(/within \d+ ms/);
  }, 521);
});

describe('a timeout of Infinity, or longer than a timer can take, never ends', () => {
  test.each([Number.POSITIVE_INFINITY, 3e9])('%p', async (timeout) => {
    const slow = () => serverThat((socket) => setTimeout(() => socket.send('x'), 60).unref());
    const client = await connect(slow(), { timeout });
    await expect(client).toReceiveMessage('x', { timeout });
    expect(await client.ping(undefined, { timeout })).toBeGreaterThan(0);
    await scenario('s')
      .connect(slow(), { timeout })
      .timeouts({ response: timeout, message: timeout, total: timeout })
      .expect('x')
      .reply('y')
      .run();
  });
});

describe('while the event loop is blocked past the timeout', () => {
  test('what has come is read before the wait is judged', async () => {
    const client = await connect(echoServer());
    client.send('x');
    const waiting = expect(client).toReceiveMessage('x', { timeout: 30 });
    block(150);
    await waiting;
  });

  test('a pong, a close, a scenario', async () => {
    const client = await connect(serverThat((socket) => socket.on('message', () => socket.close(4000))));
    const pong = expect(client).toAnswerPing({ timeout: 30 });
    block(150);
    await pong;
    client.send('close');
    const closing = expect(client).toClose(4000, undefined, { timeout: 30 });
    block(150);
    await closing;
  });

  test('a handshake', async () => {
    const url = await listen(echoServer());
    const opening = connect(url, { timeout: 30 });
    for (let turns = 0; turns < 20; turns++) await undefined;
    block(150);
    await opening;
  });
});

test('under an open inspector nothing times out', async () => {
  const client = await connect(serverThat((socket) => setTimeout(() => socket.send('x'), 150).unref()));
  inspector.open(0);
  try {
    await expect(client).toReceiveMessage('x', { timeout: 20 });
  } finally {
    inspector.close();
  }
});

test('to look at many messages with a slow predicate takes no longer than the timeout', async () => {
  const client = await connect(serverThatSends(...Array.from({ length: 2000 }, (_, n) => `${n}`)));
  await client.ping();
  const slow = () => {
    block(1);
    return false;
  };
  // how many of them it is asked for depends on the machine: test/unit/wait.test.ts counts them by a clock of its own
  expect(await failure(() => expect(client).toReceiveMessage(slow, { timeout: 100 }))).toContain('within 100 ms');
  expect(client.unread).toHaveLength(2000);
});

describe('a predicate that throws', () => {
  const one = () => connect(serverThatSends('{"a":1}'));
  const throws = ({ body }: { body: { type: string } }) => body.type === 'x';

  test('does not match, and what it threw is told when the wait fails', async () => {
    const client = await one();
    const message = await failure(() => expect(client).toReceiveMessage(throws, { timeout: 50 }));
    expect(message).toContain('The check threw at #1:\n  TypeError: Cannot read properties of undefined');
    const inner = await failure(() =>
      expect(client).toReceiveNextMessage(({ a }: { a: number }) => {
        expect(a).toBe(7);
        return true;
      }),
    );
    expect(inner).toMatch(/threw at #1:\n {2}expect\(received\)\.toBe\(expected\)[\s\S]*Expected: 7\n {2}Received: 1/);
    expect(await failure(() => client.receive(throws, { timeout: 50 }))).toContain('TypeError');
  });

  test('at every message fails a .not, and looking back', async () => {
    const client = await one();
    await client.ping();
    expect(await failure(() => expect(client).not.toReceiveMessage(throws, { timeout: 20 }))).toContain('TypeError');
    expect(await failure(() => expect(client).not.toHaveReceivedMessage(throws))).toContain('TypeError');
    expect(await failure(() => expect(client).toHaveReceivedMessage(throws, { times: 0 }))).toContain('TypeError');
    expect(await failure(() => expect(client).not.toHaveReceivedMessages([throws]))).toContain('TypeError');
  });

  test('at some messages only passes a .not', async () => {
    const client = await connect(serverThatSends('{"a":1}', '{"body":{"type":"y"}}'));
    await client.ping();
    await expect(client).not.toReceiveMessage(throws, { timeout: 20 });
    expect(client).not.toHaveReceivedMessage(throws);
  });

  test('or returns nothing fails its own expectation, not those beside it', async () => {
    const client = await connect(serverThatSends('{"a":1}', '{"b":2}'));
    const [bad, good] = await Promise.allSettled([
      expect(client).toReceiveMessage(() => undefined as never, { timeout: 200 }),
      expect(client).toReceiveMessage({ b: 2 }, { timeout: 2000 }),
    ]);
    expect([bad.status, good.status]).toEqual(['rejected', 'fulfilled']);
  });

  test('is told with the messages that the wait was about, not with those that were searched for hints', async () => {
    const { rob } = await connectAll(echoServer(), { rob: {}, ann: {} });
    for (const text of ['a', 'b', 'c']) rob.send(text);
    await expect(rob).toReceiveMessage('b');
    const message = await failure(() =>
      expect(rob).toReceiveMessage(
        () => {
          throw null;
        },
        { timeout: 50 },
      ),
    );
    expect(message).toContain('The check threw at #3:\n  null');
    const exact = await failure(() => expect(rob).toHaveReceivedMessages([throws, 'x', 'y'], { order: 'exact' }));
    expect(exact).toContain('The check threw at #1:\n  TypeError');
  });

  test('at the only message that it is asked of fails a .not', async () => {
    const client = await connect(serverThatSends('{"a":1}', '{"a":2}'));
    expect(await failure(() => expect(client).not.toReceiveNextMessage(throws))).toContain('TypeError');
    const leaving = await connect(
      serverThat((socket) => {
        socket.send('{"a":1}');
        socket.close();
      }),
    );
    expect(await failure(() => expect(leaving).not.toReceiveMessage(throws))).toContain('TypeError');
    expect(await failure(() => expect(leaving).not.toReceiveMessages([throws]))).toContain('TypeError');
  });

  test('in a scenario, and in a standing rule, is told too', async () => {
    expect(
      await failure(() => scenario('s').connect(serverThatSends('{"a":1}')).timeouts({ response: 60 }).expect(throws).run()),
    ).toContain('TypeError');
    const client = await one();
    client.respond(throws, 'x');
    const message = await failure(() => expect(client).toReceiveMessage('answer', { timeout: 40 }));
    expect(message).toMatch(/The predicate of respond\(\) \(deadlines\.test\.ts:\d+\) threw at #1: Cannot read/);
  });
});

describe('a matcher of the user that throws, inside of an expected message', () => {
  const throwing = {
    asymmetricMatch: () => {
      throw new Error('my bug');
    },
  };

  test.each([{ exact: false }, { exact: true }])('is told when the wait fails, with $exact', async ({ exact }) => {
    const client = await connect(serverThatSends('{"a":1}', '[1,2]'));
    for (const expected of [{ a: throwing }, [throwing], { a: { b: throwing } }]) {
      const message = await failure(() => expect(client).toReceiveMessage(expected, { exact, timeout: 30 }));
      expect(message).toContain('got nothing that matches within');
      expect(message).not.toContain('cannot be shown');
    }
    const message = await failure(() => expect(client).toReceiveMessage({ a: throwing }, { exact, timeout: 30 }));
    expect(message).toContain('The check threw at #1:\n  Error: my bug');
    expect(message).toContain('The nearest is #1, differs in a:');
    expect(await failure(() => expect(client).not.toReceiveNextMessage({ a: throwing }, { exact }))).toContain('my bug');
  });
});

import { connect } from 'jest-websocket';
import { failure as fails } from '../support/failure';
import { serverThatSends } from '../support/servers';

const welcome = { type: 'welcome' };
const joined = { type: 'joined' };
const BRIEF = { timeout: 20 };

const receiving = async (...values: unknown[]) => {
  const client = await connect(serverThatSends(...values.map((value) => JSON.stringify(value))), { name: 'rob' });
  await client.ping();
  return client;
};

describe('where all came in another order, a failure says so', () => {
  test.each(['sequence', 'exact'] as const)('waiting, %s', async (order) => {
    const client = await receiving(welcome, joined);
    const { message } = await fails(() => expect(client).toReceiveMessages([joined, welcome], { order, ...BRIEF }));
    expect(message).toContain('  1. {"type": "joined"} ← #2\n  2. {"type": "welcome"} ← #1\n');
    expect(message).toContain('Received: all came, in another order: #2, #1\n');
    expect(message).toContain('  #1 {"type":"welcome"}\n  #2 {"type":"joined"}');
    expect(message).not.toMatch(/lacks|serializes|only 1 of them|nearest/);
  });

  test.each(['sequence', 'exact'] as const)('looking back, %s', async (order) => {
    const client = await receiving(welcome, joined);
    const { message } = await fails(() => expect(client).toHaveReceivedMessages([joined, welcome], { order }));
    expect(message).toContain('Received: rob got 2 messages, and all came, in another order: #2, #1\n');
    expect(message).not.toContain('lacks');
  });

  test('with others between', async () => {
    const client = await receiving(welcome, 1, 2, joined);
    const { message } = await fails(() => expect(client).toReceiveMessages([joined, welcome], BRIEF));
    expect(message).toContain('all came, in another order: #4, #1');
  });
});

describe('where only some came', () => {
  test('it says which, and which came too early', async () => {
    const client = await receiving(welcome, joined);
    const { message } = await fails(() => expect(client).toReceiveMessages([joined, welcome, 'never'], BRIEF));
    expect(message).toContain('  1. {"type": "joined"} ← #2\n  2. {"type": "welcome"}\n');
    expect(message).toContain('Hint: The 2nd expected message came before the 1st: #1 before #2.');
  });

  test('it says so of a strict order', async () => {
    const client = await receiving(welcome);
    const { message } = await fails(() => expect(client).toReceiveMessages([joined, welcome], { order: 'exact' }));
    expect(message).toContain('Hint: #1 matches the 2nd expected message, and the 1st must come first.');
  });

  test('it says which, in any order', async () => {
    const client = await receiving(welcome, joined);
    const expected = ['never', joined, welcome];
    const { message } = await fails(() => expect(client).toReceiveMessages(expected, { order: 'any', ...BRIEF }));
    expect(message).toContain('  1. "never"\n  2. {"type": "joined"} ← #2\n  3. {"type": "welcome"} ← #1\n');
  });

  test('looking back, it says which lack, or are too many', async () => {
    const client = await receiving(welcome, joined);
    const lacking = await fails(() => expect(client).toHaveReceivedMessages([welcome, 'never']));
    expect(lacking.message).toContain('Received: rob got 2 messages, and lacks 2\n');
    const more = await fails(() => expect(client).toHaveReceivedMessages([welcome], { order: 'exact' }));
    expect(more.message).toContain('Received: rob got 2 messages, and these are not expected: #2\n');
    const other = await fails(() => expect(client).toHaveReceivedMessages([welcome, 'never'], { order: 'exact' }));
    expect(other.message).toContain('and these are not expected: #2; lacks 2\n');
    const twice = await receiving(welcome, welcome);
    const many = await fails(() => expect(twice).toHaveReceivedMessages([welcome], { order: 'exact' }));
    expect(many.message).toContain('Received: rob got 2 messages, and that is more than is expected\n');
  });
});

test('a reply that never resolved is not a message that did not come', async () => {
  const client = await receiving(welcome, joined);
  const never = new Promise(() => {});
  const { message } = await fails(() => expect(client).toSendOnReceive(joined, never, BRIEF));
  expect(message).toContain('Received: rob got #2, and its reply was not sent within 20 ms');
});

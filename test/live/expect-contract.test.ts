import { connect, type Scenario, scenario } from 'jest-websocket';
import { failure } from '../support/failure';
import { serverThatSends } from '../support/servers';

type AnyExpectation = Record<string, unknown>;

const parts = ['not', 'resolves', 'rejects'] as const;
const some = ['toReceiveMessage', 'toClose', 'toBeOpen', 'toBeOdd', 'toBe', 'toMatchSnapshot'];

expect.extend({ toBeOdd: (value: number) => ({ pass: value % 2 === 1, message: () => `${value} is even` }) });

let rob: Scenario;

describe.each<[string, () => Promise<unknown>]>([
  ['a client', () => connect(serverThatSends('1'))],
  ['an array of clients', async () => [await connect(serverThatSends('1'))]],
  ['a scenario', async () => (rob = scenario('rob').connect(serverThatSends('1')).expect(1))],
  ['anything else', async () => 1],
])('what expect() returns for %s', (_, subjectOf) => {
  test('lists every matcher: ours, those of Jest, and those that were added', async () => {
    const subject = await subjectOf();
    const expectation = expect(subject) as unknown as AnyExpectation;
    expect(Object.keys(expectation)).toEqual(expect.arrayContaining([...some, ...parts]));
    for (const part of parts) expect(Object.keys(expectation[part] as object)).toEqual(expect.arrayContaining(some));
    expect(Object.keys((expectation.resolves as AnyExpectation).not as object)).toEqual(expect.arrayContaining(some));
    const asks: ((asked: AnyExpectation) => unknown)[] = [
      (asked) => Object.keys({ ...asked }),
      (asked) => 'toReceiveMessage' in asked && 'toBe' in asked && !('unheardOf' in asked),
      (asked) => Object.getOwnPropertyDescriptor(asked, 'toReceiveMessage')?.enumerable,
      (asked) =>
        Object.entries(asked).every(([name, value]) => typeof value === (parts.includes(name as never) ? 'object' : 'function')),
      (asked) => asked.not !== undefined && (asked.not as AnyExpectation).not === undefined && asked.then === undefined,
    ];
    for (const ask of asks) expect(ask(expect(subject) as unknown as AnyExpectation)).toBeTruthy();
    if (subject === rob) await expect(rob).toComplete(); // one that is never run fails its test
  });
});

describe('a matcher without its expectation', () => {
  test('works all the same', async () => {
    const client = await connect(serverThatSends('1', '2'));
    const { toReceiveMessage, toBeOpen, toBeDefined, not } = expect(client);
    await toReceiveMessage(1);
    toBeOpen();
    toBeDefined();
    const { toReceiveMessage: toMiss, toBeClosed } = not;
    await toMiss(5, { timeout: 20 });
    toBeClosed();
    expect((await failure(() => toMiss(2))).message).toContain('.not.toReceiveMessage');
    const { toReceiveNextMessage } = expect(client);
    const error = await failure(() => toReceiveNextMessage(3));
    expect(error.matcherResult).toMatchObject({ pass: false, name: 'toReceiveNextMessage' });
  });

  test('can be put in the place of another, or taken away', async () => {
    const client = await connect(serverThatSends('1'));
    const expectation = expect(client) as unknown as {
      toReceiveMessage: (...args: unknown[]) => Promise<unknown>;
      more?: number;
    };
    const { toReceiveMessage } = expectation;
    const seen: unknown[] = [];
    expectation.toReceiveMessage = (...args) => {
      seen.push(args);
      return toReceiveMessage(...args);
    };
    await expectation.toReceiveMessage(1);
    expect(seen).toEqual([[1]]);
    Object.defineProperty(expectation, 'more', { value: 5 });
    expect(expectation.more).toBe(5);
  });
});

test('expect itself keeps what Jest has given it, and has ours', () => {
  const names = ['any', 'anything', 'extend', 'assertions', 'getState', 'objectContaining', 'addSnapshotSerializer'];
  expect(Object.keys(expect)).toEqual(expect.arrayContaining([...names, 'not', 'toBeOdd', 'toReceiveMessage']));
  expect(Object.keys(expect.not)).toEqual(expect.arrayContaining(['objectContaining', 'toBeOdd']));
  expect({ n: 3 }).toEqual({ n: (expect as unknown as { toBeOdd(): unknown }).toBeOdd() });
});

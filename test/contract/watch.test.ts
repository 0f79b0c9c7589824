import { profileOf } from '../../src/codecs/codec-profile';
import { jsonRpc } from '../../src/codecs/json-rpc';
import type { ContractBreach } from '../../src/connection/contract-breach';
import { ContractWatch } from '../../src/connection/contract-watch';
import { ChannelsJudge, Contract } from '../../src/contract/contract';
import { type ConnectionCoverage, Coverage } from '../../src/contract/coverage';
import type { Channel, MessageDefinition } from '../../src/contract/definition';
import type { Log } from '../../src/log/log';
import type { TranscriptEntry } from '../../src/log/transcript';
import { contractOf, version3 } from '../support/contracts';

const definition = (fits: (payload: unknown) => boolean): MessageDefinition => ({
  name: 'Said',
  where: 'asyncapi.yaml:3',
  constants: new Map(),
  correlation: undefined,
  enums: new Map(),
  fits: ({ payload }) => fits(payload),
  issues: () => [{ pointer: '/text', text: 'is missing' }],
  example: () => ({}),
});

/** A watch, what it is shown, and what it finds broken. */
function watched(fits: (payload: unknown) => boolean) {
  const messages = [definition(fits)];
  const operation = { name: 'say', where: undefined, messages, replies: [] };
  const channel: Channel = {
    id: 'chat',
    name: '/chat',
    where: '',
    matches: () => true,
    operations: [
      { ...operation, direction: 'received' },
      { ...operation, direction: 'sent' },
    ],
    closeCodes: undefined,
  };
  return held(new Contract('asyncapi.yaml', [channel], []), true);
}

/** A connection that is held to a contract. */
function held(contract: Contract, sent: boolean, coverage?: ConnectionCoverage) {
  const judge = contract.judgeOf(contract.channels);
  let look: (entry: TranscriptEntry) => void = () => {};
  const log = {
    watch: (watcher: typeof look) => {
      look = watcher;
    },
  } as unknown as Log;
  const watch = new ContractWatch(
    {
      judge,
      channels: judge.channels,
      unknown: 'fail',
      sent,
      coverage,
      messagesIn: profileOf(jsonRpc()).messagesIn,
      judgeAt: () => undefined,
    },
    log,
    () => undefined,
  );
  const broken: string[] = [];
  let failed = 0;
  watch.breaches.broken = ({ sentence }: ContractBreach) => {
    broken.push(sentence);
    failed++;
    return { pardon: () => void failed--, isOpen: () => true };
  };
  const show = (number: number, value: unknown, direction = 'received', problem?: string): TranscriptEntry => {
    const entry = { kind: 'message', direction, number, value, payload: '', problem } as unknown as TranscriptEntry;
    look(entry);
    return entry;
  };
  return { watch, show, broken, failures: () => failed, judge };
}

describe('a connection that is held to a contract', () => {
  test('is broken by a message that cannot be judged, instead of throwing into its socket', () => {
    const { show, broken } = watched(() => {
      throw new RangeError('Maximum call stack size exceeded');
    });
    show(1, {});
    expect(broken).toEqual(['#1 cannot be judged: Maximum call stack size exceeded']);
  });

  test('is broken by what its codec cannot decode', () => {
    const { show, broken } = watched(() => true);
    show(1, '', 'received', 'it is cut off');
    expect(broken).toEqual(['#1 cannot be decoded: it is cut off']);
  });

  test('judges a sent message of several payloads once', () => {
    const { show, broken } = watched(() => false);
    for (const number of [1, 1, 1, 2]) show(number, {}, 'sent');
    expect(broken).toEqual(['sent #1 breaks Said of /chat: /text is missing', 'sent #2 breaks Said of /chat: /text is missing']);
  });

  test('gives a breach back to who means it, before or after it has come, and once', () => {
    const { watch, show, broken, failures } = watched(() => false);
    show(1, {});
    expect(failures()).toBe(1);
    expect(watch.breaches.take(({ sentence }) => sentence.includes('#2'))).toBeUndefined();
    expect(watch.breaches.take(() => true)?.sentence).toContain('#1');
    expect([failures(), watch.breaches.open]).toEqual([0, []]);
    const taken: string[] = [];
    watch.breaches.expect(
      ({ sentence }) => sentence.includes('#3'),
      ({ sentence }) => taken.push(sentence),
    );
    for (const number of [2, 3, 4]) show(number, {});
    expect(taken).toEqual(['#3 breaks Said of /chat: /text is missing']);
    expect([broken.length, failures()]).toEqual([3, 2]);
  });

  test('says which messages of a batch break it, and shows the batch as broken until all of them are meant', () => {
    const { watch, show, broken } = watched((payload) => payload === 'right');
    const entry = show(1, ['wrong', 'right', 'wrong'], 'sent');
    const breaks = 'breaks Said of /chat: /text is missing';
    expect(broken).toEqual([`sent #1[0] ${breaks}`, `sent #1[2] ${breaks}`]);
    expect(watch.breaches.of(entry)?.what).toBe(`[0] ${breaks}`);
    watch.breaches.take(({ sentence }) => sentence.includes('[0]'));
    expect(watch.breaches.of(entry)).toMatchObject({ what: `[2] ${breaks}`, isMeant: false });
    watch.breaches.take(() => true);
    expect(watch.breaches.of(entry)?.isMeant).toBe(true);
  });

  test('judges an empty batch as the message that it is', () => {
    const { show, broken } = watched(() => false);
    show(1, [], 'sent');
    expect(broken).toEqual(['sent #1 breaks Said of /chat: /text is missing']);
  });

  test('keeps a bounded number of breaches, however many there are', () => {
    const { watch, show, broken } = watched(() => false);
    for (let number = 1; number <= 1000; number++) show(number, {});
    expect([broken.length, watch.breaches.open.length]).toEqual([1000, 100]);
  });

  test('knows of each message how it breaks the contract, also beyond those, and which breaches were meant', () => {
    const { watch, show } = watched(() => false);
    const entries = Array.from({ length: 300 }, (_, index) => show(index + 1, {}));
    watch.breaches.take(({ sentence }) => sentence.includes('#2 '));
    const [first, second] = entries.map((entry) => watch.breaches.of(entry));
    expect(first).toMatchObject({ what: 'breaks Said of /chat: /text is missing', isMeant: false });
    expect(second).toMatchObject({ isMeant: true });
    expect(entries.filter((entry) => watch.breaches.of(entry))).toHaveLength(300);
    expect(watch.breaches.of({ kind: 'open', at: 0 })).toBeUndefined();
  });

  test('does not judge what is sent while it is suspended', () => {
    const { watch, show, broken } = watched(() => false);
    watch.suspended(() => show(1, {}, 'sent'));
    expect(() =>
      watch.suspended(() => {
        throw new Error('closed');
      }),
    ).toThrow('closed');
    show(2, {}, 'sent');
    expect(broken).toEqual(['sent #2 breaks Said of /chat: /text is missing']);
  });

  test('sees what is sent though it is not judged, but nothing that is not documented, or is sent raw on purpose', () => {
    const contract = contractOf(version3({}, { Say: { payload: { type: 'object', required: ['text'] } } }));
    const coverage = new Coverage(contract);
    const { watch, show, broken } = held(contract, false, coverage.ofConnection(contract.channels));
    show(1, { text: 'hi' }, 'sent');
    show(2, {}, 'sent');
    watch.suspended(() => show(3, { text: 'hi' }, 'sent'));
    expect(broken).toEqual([]);
    expect(coverage.items.map(({ kind, name, seen }) => [kind, name, seen])).toEqual([
      ['operation', 'say', 0],
      ['operation', 'hear', 1],
      ['message', 'Say', 1],
    ]);
  });

  describe('lets a reply repeat the id of a request', () => {
    const id = { payload: { required: ['id'] }, correlationId: { location: '$message.payload#/id' } };
    const ref = (name: string) => ({ $ref: `#/channels/chat/messages/${name}` });
    const contract = contractOf({
      ...version3({ Answer: id }, { Ask: { ...id, payload: { required: ['id', 'text'] } } }),
      operations: {
        ask: {
          action: 'receive',
          channel: { $ref: '#/channels/chat' },
          messages: [ref('Ask')],
          reply: { messages: [ref('Answer')] },
        },
      },
    });

    test('that is as documented', () => {
      const { show, broken } = held(contract, true);
      show(1, { id: 7, text: 'a' }, 'sent');
      show(1, { id: 7 });
      show(2, { id: 8 });
      expect(broken).toEqual(['#2 breaks Answer of /chat: /id is 8, and no Ask was sent with it']);
    });

    test('that breaks the contract', () => {
      const { show, broken } = held(contract, true);
      show(1, { id: 7 }, 'sent');
      show(1, { id: 7 });
      expect(broken).toEqual(['sent #1 breaks Ask of /chat: /text is missing']);
    });

    test('where what is sent is not judged', () => {
      const { show, broken } = held(contract, false);
      show(1, { id: 7, text: 'a' }, 'sent');
      show(1, { id: 7 });
      expect(broken).toEqual([]);
    });

    test('that is meant to be wrong', () => {
      const { watch, show, broken } = held(contract, true);
      watch.suspended(() => show(1, { id: 7 }, 'sent'));
      show(1, { id: 7 });
      expect(broken).toEqual([]);
    });
  });

  test('has one judge for all connections of the same channels', () => {
    const { judge } = watched(() => true);
    expect(judge).toBeInstanceOf(ChannelsJudge);
    const contract = new Contract('asyncapi.yaml', judge.channels, []);
    expect(contract.judgeOf(judge.channels)).toBe(contract.judgeOf([...judge.channels]));
  });
});

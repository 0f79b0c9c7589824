import fc from 'fast-check';
import type { CheckedCodec } from '../../src/codecs/checked-codec';
import { Answer } from '../../src/codecs/codec';
import type { Expectation, ExpectationResult } from '../../src/expectations/expectation';
import { ExpectationQueue } from '../../src/expectations/expectation-queue';
import { understand } from '../../src/expectations/expected';
import type { PendingExpectation } from '../../src/expectations/queued-expectation';
import { next, type OwnReply, one, ownReply, type Requirement, several } from '../../src/expectations/requirement';
import { Log } from '../../src/log/log';
import type { ReceivedMessage } from '../../src/log/transcript';
import { jestEquality } from '../support/equality';
import { jsonSession } from '../support/messages';
import { runs } from '../support/runs';

/** A message of the tests: the reply to a request, or an event. */
interface Said {
  readonly to?: number;
  readonly n: number;
}

/** Of a payload with `answer` in it, an answer that nobody but its request sees. */
const session: CheckedCodec = {
  ...jsonSession,
  again: undefined,
  decode: (payload) => {
    const { answer, ...message } = JSON.parse(String(payload));
    return [answer ? new Answer(message) : message];
  },
};

const match = (source?: unknown) => understand(source, jestEquality);
const reader = { name: 'm' } as never;

/** A client whose turns end when the test says so. */
function client() {
  const ends: (() => void)[] = [];
  const log = new Log({ transcript: 1e6, unread: 1e6 });
  const queue = new ExpectationQueue(log, (callback) => ends.push(callback));
  const wait = (requirement: Requirement | OwnReply) => {
    const state: { result?: ExpectationResult; pending?: PendingExpectation } = {};
    const common = { reader, negated: false, deadline: Number.POSITIVE_INFINITY };
    const settle = (result: ExpectationResult) => {
      state.result = result;
    };
    state.pending =
      requirement.kind === 'own reply'
        ? queue.addReply({ ...common, requirement, settle })
        : queue.add({ ...common, requirement, settle } as Expectation);
    return state;
  };
  return {
    log,
    queue,
    wait,
    endTurn: () => {
      for (const end of ends.splice(0)) end();
    },
    ask: (id: number, expected?: unknown, isSeveral = false) =>
      wait(
        ownReply(
          { id },
          { isReply: (value) => (value as Said | undefined)?.to === id, several: () => isSeveral },
          match(expected),
        ),
      ),
    arrive: (...messages: object[]) => {
      for (const message of messages) log.receive(JSON.stringify(message), session, queue);
    },
  };
}

const got = ({ result }: { result?: ExpectationResult }) =>
  result?.kind === 'satisfied' ? result.messages.map(({ value }) => value) : result?.kind;
const values = (messages: readonly ReceivedMessage[]) => messages.map(({ value }) => value);

describe('a request that knows its reply', () => {
  test('takes it, whoever waits before, and passes over nothing', () => {
    const { wait, ask, arrive, endTurn, log } = client();
    const event = wait(one(match({ n: 9 })));
    endTurn();
    const asked = ask(1);
    endTurn();
    arrive({ n: 1 }, { to: 2, n: 2 }, { to: 1, n: 3 });
    expect(got(asked)).toEqual([{ to: 1, n: 3 }]);
    expect(event.result).toBeUndefined();
    arrive({ n: 9 });
    expect(got(event)).toEqual([{ n: 9 }]);
    expect(log.cursor).toBe(4);
  });

  test('does not take what came before it, though that has its id', () => {
    const { ask, arrive, endTurn, log } = client();
    arrive({ n: 1 }, { to: 1, n: 2 });
    const asked = ask(1);
    endTurn();
    expect(asked.result).toBeUndefined();
    arrive({ to: 1, n: 3 });
    expect(got(asked)).toEqual([{ to: 1, n: 3 }]);
    expect(values(log.unread)).toEqual([{ n: 1 }, { to: 1, n: 2 }]);
  });

  test('fails at once where its only reply is not what is expected, and leaves it unread', () => {
    const { ask, arrive, endTurn, log } = client();
    const asked = ask(1, { n: 5 });
    endTurn();
    arrive({ to: 1, n: 4 });
    expect(got(asked)).toBe('broken');
    expect(values(log.unread)).toEqual([{ to: 1, n: 4 }]);
    arrive({ to: 1, n: 5 });
    expect(got(asked)).toBe('broken');
  });

  test('takes the first that is expected where several may come, and leaves the others', () => {
    const { ask, arrive, endTurn, log } = client();
    const asked = ask(1, { n: 5 }, true);
    endTurn();
    arrive({ to: 1, n: 4 }, { to: 1, n: 5 }, { to: 1, n: 6 });
    expect(got(asked)).toEqual([{ to: 1, n: 5 }]);
    expect(values(log.unread)).toEqual([
      { to: 1, n: 4 },
      { to: 1, n: 6 },
    ]);
  });

  test('fails at once by the reply behind which no other may come, and leaves all of them unread', () => {
    const { wait, arrive, endTurn, log } = client();
    const several = (value: unknown) => (value as Said).n < 5;
    const asked = wait(ownReply('x', { isReply: (value) => (value as Said).to === 1, several }, match({ n: 9 })));
    endTurn();
    arrive({ to: 1, n: 4 });
    expect(asked.result).toBeUndefined();
    arrive({ to: 1, n: 5 }, { to: 1, n: 9 });
    expect(asked.result).toMatchObject({ kind: 'broken', by: { value: { to: 1, n: 5 } } });
    expect(log.unread).toHaveLength(3);
  });

  test('is the only one who sees an answer; one that nobody asks for is over at once', () => {
    const { wait, ask, arrive, endTurn, log } = client();
    const anything = wait(one(match()));
    const asked = ask(1);
    endTurn();
    arrive({ answer: true, to: 2, n: 1 }, { answer: true, to: 1, n: 2 }, { answer: true, to: 1, n: 3 });
    expect([got(asked), anything.result]).toEqual([[{ to: 1, n: 2 }], undefined]);
    expect(log.unread).toEqual([]);
    expect(log.received).toEqual([]);
    expect(log.entries.map((entry) => 'status' in entry && entry.status)).toEqual(['ignored', 'matched', 'ignored']);
  });

  test('that is answered leaves what was read before as what the client can answer; any other reply is that itself', () => {
    const { wait, ask, arrive, endTurn, log } = client();
    wait(one(match({ n: 1 })));
    ask(1);
    ask(2);
    endTurn();
    arrive({ n: 1 }, { answer: true, to: 1, n: 2 });
    expect([log.lastRead?.value, log.cursor]).toEqual([{ n: 1 }, 2]);
    arrive({ to: 2, n: 3 });
    expect([log.lastRead?.value, log.cursor]).toEqual([{ to: 2, n: 3 }, 3]);
  });

  test('that is answered first leaves nothing that the client can answer', () => {
    const { ask, arrive, endTurn, log } = client();
    const asked = ask(1);
    endTurn();
    arrive({ answer: true, to: 1, n: 1 });
    expect([got(asked), log.lastRead, log.cursor]).toEqual([[{ to: 1, n: 1 }], undefined, 1]);
  });

  test('gets it in spite of ignore(), but not of never()', () => {
    const { queue, ask, arrive, endTurn } = client();
    queue.addRule({ expected: match(), reader, apply: () => 'ignored' });
    const forbidden: unknown[] = [];
    queue.addRule({
      expected: match({ n: 2 }),
      reader,
      forbids: true,
      apply: ({ value }) => {
        forbidden.push(value);
        return undefined;
      },
    });
    const asked = ask(1);
    endTurn();
    arrive({ n: 1 }, { to: 1, n: 2 });
    expect(got(asked)).toEqual([{ to: 1, n: 2 }]);
    expect(forbidden).toEqual([{ to: 1, n: 2 }]);
  });

  test('ends with the connection, before or behind the call', () => {
    const { queue, ask, endTurn } = client();
    const before = ask(1);
    endTurn();
    queue.end();
    const behind = ask(2);
    endTurn();
    expect([got(before), got(behind)]).toEqual(['ended', 'ended']);
  });

  test('that is withdrawn takes nothing', () => {
    const { ask, arrive, endTurn, log } = client();
    const asked = ask(1);
    endTurn();
    asked.pending?.withdraw();
    arrive({ to: 1, n: 1 });
    expect(asked.result).toBeUndefined();
    expect(values(log.unread)).toEqual([{ to: 1, n: 1 }]);
  });

  test('whose codec cannot say fails alone', () => {
    const { wait, ask, arrive, endTurn } = client();
    const broken = wait(
      ownReply(
        'x',
        {
          isReply: () => {
            throw new Error('no idea');
          },
          several: () => false,
        },
        match(),
      ),
    );
    const asked = ask(1);
    endTurn();
    arrive({ to: 1, n: 1 });
    expect([got(broken), got(asked)]).toEqual(['error', [{ to: 1, n: 1 }]]);
  });
});

describe('whatever is asked, expected and said, in whatever order', () => {
  const IDS = 4;
  const step = fc.oneof(
    fc.record({ do: fc.constant('ask' as const) }),
    fc.record({ do: fc.constant('reply' as const), pick: fc.nat(), answer: fc.boolean() }),
    fc.record({ do: fc.constant('event' as const), kind: fc.nat({ max: 2 }) }),
    fc.record({ do: fc.constantFrom('one' as const, 'next' as const, 'pair' as const), kind: fc.nat({ max: 2 }) }),
    fc.record({ do: fc.constant('turn' as const) }),
  );
  type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

  /** @param withRequests Whether requests are made and answered; without, all else is the same. */
  function play(steps: readonly Step[], withRequests: boolean) {
    const { wait, ask, arrive, endTurn, log } = client();
    const asked: { id: number; state: ReturnType<typeof ask> }[] = [];
    const others: ReturnType<typeof wait>[] = [];
    const open: number[] = [];
    let n = 0;
    for (const one_ of steps) {
      n++;
      if (one_.do === 'ask' && open.length < IDS) {
        open.push(n);
        if (withRequests) asked.push({ id: n, state: ask(n) });
      } else if (one_.do === 'reply' && open.length > 0) {
        const [id = 0] = open.splice(one_.pick % open.length, 1);
        if (withRequests) arrive({ to: id, n, ...(one_.answer && { answer: true }) });
      } else if (one_.do === 'event') arrive({ kind: one_.kind, n });
      else if (one_.do === 'one') others.push(wait(one(match({ kind: one_.kind }))));
      else if (one_.do === 'next') others.push(wait(next(match({ kind: one_.kind }))));
      else if (one_.do === 'pair') others.push(wait(several([match({ kind: one_.kind }), match()], 'any')));
      else if (one_.do === 'turn') endTurn();
    }
    endTurn();
    return { asked, open, others: others.map(got), unread: values(log.unread), log };
  }

  test('each request gets its own reply, and nobody else loses anything or gets it in another order', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const { asked, open, others, unread, log } = play(steps, true);
        for (const { id, state } of asked) {
          if (open.includes(id)) expect(state.result).toBeUndefined();
          else expect(got(state)).toEqual([expect.objectContaining({ to: id })]);
        }
        const without = play(steps, false);
        expect(others).toEqual(without.others);
        expect(unread).toEqual(without.unread);
        // nothing is weighed twice, nor forgotten
        expect(log.weights.pending === 0).toBe(without.log.weights.pending === 0);
      }),
      { seed: 13, numRuns: runs(500) },
    );
  });
});

import { runTogether, type Scenario, scenario } from 'jest-websocket';
import { failure } from '../support/failure';
import { echoServer, serverThat, serverThatSends } from '../support/servers';

const sends = (...messages: unknown[]) => serverThatSends(...messages.map((message) => JSON.stringify(message)));

/** Gives everybody a token of their own: the first who asks is answered last. */
function tokenServer() {
  const asked: { answer: () => void }[] = [];
  return serverThat((socket) =>
    socket.on('message', (data) => {
      const { login } = JSON.parse(String(data));
      if (login === undefined) return;
      asked.unshift({ answer: () => socket.send(JSON.stringify({ given: login })) });
      if (asked.length === 2) for (const { answer } of asked) answer();
    }),
  );
}

/** Answers each number with the one behind it. */
const countingServer = () =>
  serverThat((socket) => {
    socket.send('{"job":1}');
    socket.on('message', (data) => socket.send(JSON.stringify({ job: JSON.parse(String(data)).ack + 1 })));
  });

describe('of several values under one name', () => {
  test('each user has the one that they have captured', async () => {
    const server = tokenServer();
    const user = (name: string) =>
      scenario(name)
        .connect(server)
        .send({ login: name })
        .expect({ given: expect.any(String) })
        .capture('token', 'given')
        .send({ use: '${@token}' })
        .send(({ captured }) => ({ sees: captured.token }))
        .order('sequence');
    const [ann, bob] = await runTogether(user('ann'), user('bob'));
    expect(ann?.sent).toEqual([{ login: 'ann' }, { use: 'ann' }, { sees: 'ann' }]);
    expect(bob?.sent).toEqual([{ login: 'bob' }, { use: 'bob' }, { sees: 'bob' }]);
    expect([ann?.captured, bob?.captured]).toEqual([{ token: 'ann' }, { token: 'bob' }]);
  });

  test.each(['any', 'sequence', 'exact'] as const)('each round of a repeat has its own, in the order %s', async (order) => {
    const run = await scenario('rob')
      .connect(countingServer())
      .order(order)
      .repeat(3, (it, n) => it.expect({ job: n }).capture('job', 'job').send({ ack: '${@job}' }))
      .run();
    expect(run.sent).toEqual([{ ack: 1 }, { ack: 2 }, { ack: 3 }]);
    expect(run.captured).toEqual({ job: 3 });
  });

  test('a reply to each of several has that of the message that it answers', async () => {
    const run = await scenario('rob')
      .connect(countingServer())
      .expect({ job: expect.any(Number) })
      .times(3)
      .capture('job', 'job')
      .reply({ ack: '${@job}' })
      .run();
    expect(run.sent).toEqual([{ ack: 1 }, { ack: 2 }, { ack: 3 }]);
  });

  test('of two of one step the last is meant', async () => {
    const rob = scenario('rob')
      .connect(sends({ a: 1, b: 2 }))
      .expect()
      .capture('x', 'a')
      .capture('x', 'b');
    expect((await rob.send('${@x}').run()).sent).toEqual([2]);
  });

  test('one in a branch that is not taken leaves the one before it', async () => {
    const rob = (answer: object) =>
      scenario('rob')
        .connect(sends({ room: 1 }, answer))
        .order('sequence')
        .expect({ room: 1 })
        .capture('room', 'room')
        .oneOf(
          (it) => it.expect({ moved: {} }).capture('room', 'moved.to'),
          (it) => it.expect({ stayed: true }),
        )
        .send({ leave: '${@room}' });
    expect((await rob({ stayed: true }).run()).sent).toEqual([{ leave: 1 }]);
    expect((await rob({ moved: { to: 2 } }).run()).sent).toEqual([{ leave: 2 }]);
  });

  test('those of several others are refused', async () => {
    const giver = (name: string) =>
      scenario(name)
        .connect(sends({ id: 1 }))
        .expect({ id: 1 })
        .capture('id', 'id');
    const { message } = await failure(() =>
      runTogether(scenario('eve').connect(sends()).send('${@id}'), giver('ann'), giver('bob')),
    );
    expect(message).toContain(
      'A step of eve needs ${@id}, which ann and bob capture, each for themselves. Give each a name of its own.',
    );
  });
});

describe('what was captured stands', () => {
  const host = () =>
    scenario('host')
      .connect(sends({ room: { id: 41 } }))
      .expect({ room: {} })
      .capture('room', 'room');

  test.each<[string, (it: Scenario) => Scenario, object]>([
    ['in the value of an attribute', (it) => it.expect().withAttribute('in', '${@room.id}'), { in: 41 }],
    ['in a reply to a message that has it', (it) => it.expect({ room: '${@room}' }).reply('${room.id}'), { room: { id: 41 } }],
    ['in a capture of a part of it', (it) => it.expect({ room: '${@room}' }).capture('id', 'room.id'), { room: { id: 41 } }],
  ])('%s', async (_, build, message) => {
    const guest = build(scenario('guest').connect(sends(message)).timeouts({ response: 1000 }));
    const [, run] = await runTogether(host(), guest);
    expect(run?.received).toEqual([message]);
  });

  test('in the expected body of a response', async () => {
    const http = echoServer();
    http.on('request', (_, response) => response.end('{"room":41}'));
    const guest = (room: unknown) => scenario('guest').connect(http).request('/', { response: { room } });
    await runTogether(host(), guest('${@room.id}'));
    const { message } = await failure(() => runTogether(host(), guest('room ${@room.id}')));
    expect(message).toContain('The response is not the expected one');
  });

  test('a path that no message triggers is refused in the value of an attribute, too', async () => {
    const guest = scenario('guest').connect(sends({ a: 1 }));
    const { message } = await failure(() => guest.expect().withAttribute('a', '${b}'));
    expect(message).toContain('What is expected has ${b} in it, but no message triggers an expectation.');
    await guest.run();
  });
});

describe('who gets which message does not depend on when another user captures', () => {
  /** Sends an id, and captures it from the echo. */
  const captures = (delay: number) =>
    scenario('ann').connect(echoServer()).send({ id: 7 }).delay(delay).expect({ id: 7 }).capture('id', 'id');

  test.each([0, 60])('captured after %i ms', async (ms) => {
    const rob = scenario('rob')
      .connect(
        serverThat((socket) => {
          setTimeout(() => {
            for (const id of [7, 8]) socket.send(JSON.stringify({ t: 1, id }));
          }, 30);
        }),
      )
      .expect({ id: '${@id}' })
      .as('the one')
      .expect({ t: 1 });
    const [run] = await runTogether(rob, captures(ms));
    expect(run?.received).toEqual([
      { t: 1, id: 7 },
      { t: 1, id: 8 },
    ]);
  });

  test('what came before the server closed still counts', async () => {
    const early = scenario('early')
      .connect(
        serverThat((socket) => {
          socket.send('{"id":7}');
          socket.close(1000);
        }),
      )
      .expect({ id: '${@id}' });
    const [run] = await runTogether(early, captures(50));
    expect(run?.received).toEqual([{ id: 7 }]);
    const { message } = await failure(() => runTogether(early.expect({ more: true }), captures(50)));
    expect(message).toContain('Nothing more can reach early: the server closed it with 1000');
  });

  test.each([0, 60])('nor does what comes behind it, after a label (captured after %i ms)', async (ms) => {
    const rob = scenario('rob')
      .connect(sends({ id: 7 }, { t: 1 }, { u: 1 }))
      .expect({ id: '${@id}' })
      .as('got')
      .expect({ t: 1 })
      .after('got')
      .expect({});
    const [run] = await runTogether(rob, captures(ms));
    expect(run?.received).toEqual([{ id: 7 }, { t: 1 }, { u: 1 }]);
  });

  test('what is captured from a response comes when it comes', async () => {
    const http = serverThatSends('{"id":7,"t":1}', '{"t":1}');
    http.on('request', (_, response) => setTimeout(() => response.end('{"id":7}'), 30));
    const rob = scenario('rob').connect(http).request('/').capture('id', 'body.id');
    const run = await rob.expect({ id: '${@id}' }).expect({ t: 1 }).run();
    expect(run.received).toEqual([{ id: 7, t: 1 }, { t: 1 }]);
  });

  test('a failure says which message waits for what', async () => {
    const rob = scenario('rob')
      .connect(sends({ id: 7 }, { t: 1 }))
      .timeouts({ response: 100 })
      .expect({ id: '${@id}' })
      .expect({ t: 1 })
      .as('t');
    const ann = scenario('ann').connect(echoServer()).send({ id: 7 }).after('t').expect({ id: 7 }).capture('id', 'id');
    const { message } = await failure(() => runTogether(rob, ann));
    expect(message).toContain('rob cannot judge #1, and what came behind it, before ${@id} is captured.');
  });

  test('a message that cannot be the one is for the next at once', async () => {
    const server = serverThat((socket) => {
      socket.send('{"hello":1}');
      socket.on('message', () => socket.send('{"id":7}'));
    });
    const rob = scenario('rob').connect(server).expect({ id: '${@id}' }).expect({ hello: 1 }).as('greeted').send('go');
    const ann = scenario('ann').connect(echoServer()).send({ id: 7 }).after('greeted').expect({ id: 7 }).capture('id', 'id');
    const [run] = await runTogether(rob, ann);
    expect(run?.received).toEqual([{ hello: 1 }, { id: 7 }]);
  });
});

import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import { test } from 'node:test';
import { isDeepStrictEqual } from 'node:util';
import { type WebSocket, WebSocketServer } from 'ws';
import { Api } from '../../src/api';
import type { WebSocketClient } from '../../src/client/client';
import { Engine } from '../../src/client/engine';
import { equalityBy, type Tester } from '../../src/expectations/equality';
import { noPaint } from '../../src/explain/conversation';
import { conversationRecord } from '../../src/record/conversation-record';
import { realmOf } from '../../src/runtime/realm';
import type { Scenario } from '../../src/scenario/scenario';
import type { ScenarioFramework } from '../../src/scenario/scenario-failure';
import { freePort } from '../../src/server/ports';
import { Recording } from '../../src/waiting/recording';
import { Scope } from '../../src/waiting/scope';

/** Node's deep equality, where nobody else has a verdict. */
function equals(received: any, expected: any, testers: readonly Tester[]): boolean {
  if (typeof expected?.asymmetricMatch === 'function') return expected.asymmetricMatch(received);
  for (const tester of testers) {
    const verdict = tester(received, expected);
    if (verdict !== undefined) return verdict;
  }
  return isDeepStrictEqual(received, expected);
}

/** All that a test framework tells the core. */
const framework: ScenarioFramework = {
  equality: () => equalityBy(equals, [], () => undefined),
  explain: ({ connections: [connection], reader }, { kind }) => `${connection?.name}.${reader.name}: ${kind}`,
  explainScenarios: ({ plan }, { kind }) => `${plan.names.join(', ')}: ${kind}`,
  paint: noPaint,
};

/** A test whose clients end with it. */
function testWithClients(name: string, body: (api: Api, scope: Scope) => Promise<void>, recording?: Recording): void {
  void test(name, async () => {
    const scope = new Scope(`the test "${name}"`, undefined, recording);
    const deadline = performance.now() + 60_000;
    const host = {
      imported: () => {},
      caller: () => ({ scope, deadline }),
      judging: () => scope,
      rootDir: process.cwd(),
      beforeEach: () => {},
    };
    const engine = new Engine(realmOf(globalThis), {}, host);
    engine.adopt(() => framework);
    try {
      await body(new Api(engine), scope);
    } finally {
      await scope.release();
      await engine.servers.closeAll();
    }
    assert.deepEqual(scope.faults, []);
  });
}

function serverThat(onConnection: (socket: WebSocket) => void): Server {
  const server = createServer();
  new WebSocketServer({ server }).on('connection', onConnection);
  return server;
}

const echo = (): Server => serverThat((socket) => socket.on('message', (data) => socket.send(String(data))));

function connect(api: Api, target: unknown, options: object = {}): Promise<WebSocketClient> {
  return api.connect(connect, [target, options]);
}

testWithClients('what is received, replied and skipped', async (api) => {
  const rob = await connect(api, echo(), { name: 'rob' });
  rob.send({ say: 'one', n: 1 });
  rob.send({ say: 'two', n: 2 });
  rob.send({ say: 'three', n: 3 });
  assert.deepEqual(await rob.receive({ say: 'two' }), { say: 'two', n: 2 });
  assert.deepEqual(await rob.request({ say: 'four' }, { say: 'four' }, { exact: true }), { say: 'four' });
  assert.deepEqual(rob.drain(), [{ say: 'three', n: 3 }]);
  assert.equal(String(rob).startsWith('[rob ws://127.0.0.1:'), true);
});

testWithClients('a wait that fails has the words of the framework, at the line of the test', async (api, scope) => {
  const rob = await connect(api, echo(), { name: 'rob', timeout: 50 });
  await assert.rejects(rob.receive({ say: 'never' }), (error: Error) => {
    assert.equal(error.message, 'rob.receive: timed-out');
    assert.match(String(error.stack), /\n {4}at .*core\.test/);
    return true;
  });
  assert.equal(scope.failedWaits.length, 1);
});

testWithClients('a wait ends when the server leaves', async (api) => {
  const rob = await connect(
    api,
    serverThat((socket) => socket.close(4001, 'full')),
    { name: 'rob' },
  );
  await assert.rejects(rob.receive(), { message: 'rob.receive: ended' });
});

testWithClients('a rule that is broken ends every wait', async (api, scope) => {
  const rob = await connect(api, echo(), { name: 'rob' });
  rob.never({ say: 'secret' });
  const waiting = assert.rejects(rob.receive({ say: 'open' }), { message: 'rob.receive: forbidden' });
  rob.send({ say: 'secret', n: 1 });
  await waiting;
  assert.match(scope.violation?.sentence ?? '', /^rob got #\d+ .*secret.*, which never\(\) forbids/);
});

testWithClients('a mistake gets its sentence', async (api) => {
  await assert.rejects(connect(api, echo(), { protocolls: 'chat' }), {
    message: "connect() has no option 'protocolls'. Did you mean 'protocols'?",
  });
});

testWithClients('a server is served, restarts, and ends with its owner', async (api, scope) => {
  const serve = () => {};
  const server = await api.serve(serve, [echo(), { path: '/chat', port: await freePort() }]);
  const rob = await connect(api, server, { name: 'rob' });
  await server.restart();
  await assert.rejects(rob.receive(), { message: 'rob.receive: ended' });
  assert.equal((await rob.reconnect()).url, server.url);
  await scope.release();
  await assert.rejects(connect(api, server.url), /had ended/);
});

testWithClients('scenarios run together', async (api) => {
  const sockets: WebSocket[] = [];
  const server = serverThat((socket) => {
    sockets.push(socket);
    socket.send(JSON.stringify({ joined: sockets.length }));
    socket.on('message', (data) => {
      for (const other of sockets) if (other !== socket) other.send(String(data));
    });
  });
  const user = (name: string): Scenario => api.scenario(user, [name]).connect(server as never);
  const rob = user('rob').expect({ say: 'hello' }).reply({ say: 'welcome', to: '${from}' });
  const ann = user('ann').expect({ joined: 2 }).reply({ say: 'hello', from: 'ann' }).expect({ say: 'welcome', to: 'ann' });
  const runs = await api.runTogether(testWithClients, [rob, ann]);
  assert.deepEqual(
    runs.map((run) => run.received),
    [[{ say: 'hello', from: 'ann' }], [{ joined: 2 }, { say: 'welcome', to: 'ann' }]],
  );
  const silent = user('bob').timeouts({ response: 50 }).expect({ say: 'never' });
  await assert.rejects(silent.run(), { message: 'bob: silent' });
});

void test('no part of Jest is in the process', () => {
  const loaded = Object.keys(require.cache).filter((file) => /[\\/]node_modules[\\/](@?jest|expect)/.test(file));
  assert.deepEqual(loaded, []);
  assert.equal('jest' in globalThis, false);
});

const recordOf = (scope: Scope, failed = false) =>
  conversationRecord({ scopes: [scope], began: scope.began, failed, servers: [] });

testWithClients(
  'a report knows what was sent, who has read what, and how long was waited',
  async (api, scope) => {
    const rob = await connect(api, echo(), { name: 'rob', query: { token: 'abcdefgh12345' } });
    rob.send({ say: 'one', password: 'hunter2hunter2' });
    rob.send(Buffer.from([1, 2, 3]));
    rob.send('two');
    await rob.receive('two', { timeout: 4000 });
    await assert.rejects(rob.receive({ say: 'never' }, { timeout: 30 }));
    const { clients, events, waits } = JSON.parse(JSON.stringify(recordOf(scope, true))) as ReturnType<typeof recordOf>;
    assert.deepEqual(
      clients.map(({ name, url }) => [name, url.replace(/:\d+/, '')]),
      [['rob', 'ws://127.0.0.1/?token=***']],
    );
    const told = events.map(({ kind, direction, number, status, text, bytes, size, reader }) =>
      [kind, direction, number, status, text ?? bytes, size, reader?.name].filter((part) => part !== undefined),
    );
    assert.deepEqual(told, [
      ['open'],
      ['message', 'sent', 1, '{"say":"one","password":"***"}', 41],
      ['message', 'sent', 2, 'AQID', 3],
      ['message', 'sent', 3, 'two', 3],
      ['message', 'received', 1, 'skipped', '{"say":"one","password":"***"}', 41, 'receive'],
      ['message', 'received', 2, 'skipped', '\u0001\u0002\u0003', 3, 'receive'], // the server sends text,
      ['message', 'received', 3, 'matched', 'two', 3, 'receive'],
    ]);
    assert.match(events[4]?.reader?.position.file ?? '', /core\.test/);
    assert.deepEqual(
      waits.map(({ name, clients, expected, outcome, timeout }) => ({ name, clients, expected, outcome, timeout })),
      [
        { name: 'receive', clients: [0], expected: "'two'", outcome: 'satisfied', timeout: 4000 },
        { name: 'receive', clients: [0], expected: '{"say":"never"}', outcome: 'timed-out', timeout: 30 },
      ],
    );
    for (const { began, ended } of waits) assert.ok(began >= 0 && ended >= began);
  },
  new Recording(),
);

testWithClients(
  'a report knows which of several waits on one line has read a message, also one that had come before',
  async (api, scope) => {
    const rob = await connect(api, echo(), { name: 'rob' });
    const said = ['a', 'b', 'c'];
    for (const say of said) rob.send(say);
    for (const say of said) await rob.receive(say, { timeout: 4000 });
    const { events, waits } = recordOf(scope);
    const received = events.filter(({ direction, kind }) => direction === 'received' && kind === 'message');
    assert.deepEqual(
      received.map(({ text, reader }) => [text, waits[reader?.wait ?? -1]?.expected]),
      said.map((say) => [say, `'${say}'`]),
    );
  },
  new Recording(),
);

testWithClients(
  'a report keeps the first and the last events of a test that has passed, and cuts long payloads',
  async (api, scope) => {
    const rob = await connect(api, echo(), { name: 'rob' });
    for (let n = 0; n < 300; n++) rob.send({ n });
    rob.send(`the last ${'x'.repeat(10_000)}`);
    await rob.receive(/the last/);
    const passed = recordOf(scope);
    assert.deepEqual(passed.omitted, { events: 603 - 200, behind: 100 });
    assert.equal(passed.events.length, 200);
    assert.equal(passed.events.at(-1)?.text?.length, 4097);
    assert.equal(passed.events.at(-1)?.size, 10_009);
    const failed = recordOf(scope, true);
    assert.equal(failed.events.length, 603);
    assert.equal(failed.events.at(-1)?.text?.length, 10_009);
  },
  new Recording(),
);

testWithClients(
  'a report counts the waits of a test that it leaves out',
  async (api, scope) => {
    const rob = await connect(api, echo(), { name: 'rob' });
    for (let n = 0; n < 260; n++) {
      rob.send({ n });
      await rob.receive({ n });
    }
    const { waits, omittedWaits } = recordOf(scope);
    assert.deepEqual([waits.length, omittedWaits], [250, 10]);
    assert.equal(recordOf(scope, true).omittedWaits, undefined);
  },
  new Recording(),
);

testWithClients(
  'a report has no bytes that hold a secret',
  async (api, scope) => {
    const codec = {
      encode: (value: object) => Buffer.from(JSON.stringify(value)),
      decode: (bytes: Buffer) => [JSON.parse(String(bytes)) as unknown],
    };
    const rob = await connect(api, echo(), { name: 'rob', codec: { open: () => codec } });
    rob.send({ token: 'abcdefgh12345' });
    rob.send({ say: 'hello' });
    await rob.receive({ say: 'hello' });
    const sent = recordOf(scope).events.filter(({ direction }) => direction === 'sent');
    assert.deepEqual(
      sent.map(({ bytes, value }) => [bytes === undefined ? undefined : String(Buffer.from(bytes, 'base64')), value]),
      [
        [undefined, '{"token":"***"}'],
        ['{"say":"hello"}', '{"say":"hello"}'],
      ],
    );
  },
  new Recording(),
);

testWithClients(
  'a report has the HTTP requests of a scenario, and its run as a wait',
  async (api, scope) => {
    const server = createServer((request, response) => request.resume().on('end', () => response.end('{"ok":true}')));
    new WebSocketServer({ server }).on('connection', (socket) => socket.send('{"joined":1}'));
    await api
      .scenario(api.scenario, ['rob'])
      .connect(server as never)
      .expect({ joined: 1 })
      .request('/items?token=abcdefgh12345', { method: 'POST', body: { n: 1 } })
      .run();
    const { requests, waits } = recordOf(scope);
    const [request] = requests;
    assert.match(request?.url ?? '', /\/items\?token=\*\*\*$/);
    assert.deepEqual(
      [request?.method, request?.client, request?.status, request?.sent, request?.received],
      ['POST', 0, 200, '{"n":1}', '{"ok":true}'],
    );
    assert.deepEqual(
      waits.map(({ outcome, clients }) => [outcome, clients]),
      [['satisfied', [0]]],
    );
  },
  new Recording(),
);

testWithClients(
  'a report has no text that holds a secret in the encoding of a codec, nor bytes whose secret is behind the cut',
  async (api, scope) => {
    const inBase64 = {
      encode: (value: object) => Buffer.from(JSON.stringify(value)).toString('base64'),
      decode: (text: string) => [JSON.parse(String(Buffer.from(text, 'base64'))) as unknown],
    };
    const inBytes = {
      encode: (value: object) => Buffer.from(JSON.stringify(value)),
      decode: (bytes: Buffer) => [JSON.parse(String(bytes)) as unknown],
    };
    const rob = await connect(api, echo(), { name: 'rob', codec: { open: () => inBase64 } });
    rob.send({ token: 'abcdefgh12345' });
    rob.send({ say: 'hello' });
    await rob.receive({ say: 'hello' });
    const ann = await connect(api, echo(), { name: 'ann', codec: { open: () => inBytes } });
    ann.send({ long: 'x'.repeat(5000), token: 'abcdefgh12345' });
    ann.send({ long: 'x'.repeat(5000) });
    const messages = recordOf(scope).events.filter(({ kind }) => kind === 'message');
    const of = (who: number, direction: string) => messages.filter((one) => one.client === who && one.direction === direction);
    for (const direction of ['sent', 'received']) {
      assert.deepEqual(
        of(0, direction).map(({ text, value }) => [text === undefined, value]),
        [
          [true, '{"token":"***"}'],
          [false, '{"say":"hello"}'],
        ],
      );
    }
    assert.deepEqual(
      of(1, 'sent').map(({ bytes }) => bytes !== undefined),
      [false, true],
    );
  },
  new Recording(),
);

testWithClients(
  'a report has all payloads of a message that comes in several',
  async (api, scope) => {
    const lines = () => {
      let begun = '';
      return {
        encode: (text: string) => text,
        decode: (text: string) => {
          begun += text;
          if (!text.endsWith('.')) return [];
          const whole = begun;
          begun = '';
          return [whole];
        },
      };
    };
    const rob = await connect(api, echo(), { name: 'rob', codec: { open: lines } });
    for (const part of ['one ', 'two ', 'three.']) rob.send(part);
    await rob.receive('one two three.');
    const received = recordOf(scope).events.filter(({ direction }) => direction === 'received');
    assert.deepEqual(
      received.map(({ text, size, value }) => [text, size, value]),
      [['one \ntwo \nthree.', 14, 'one two three.']],
    );
  },
  new Recording(),
);

testWithClients(
  'a report of a test that has passed keeps the first and the last waits, and the nearest to their timeout',
  async (api, scope) => {
    const recording = scope.recording as Recording;
    const rob = await connect(api, echo(), { name: 'rob' });
    for (let n = 0; n < 600; n++) rob.send({ n });
    for (let n = 0; n < 600; n++) await rob.receive({ n });
    const [some] = recording.waits.splice(300, 1);
    assert.ok(some);
    recording.waits.splice(300, 0, { ...some, name: 'near', timeout: some.ended - some.began });
    const passed = recordOf(scope).waits;
    assert.equal(passed.length, 250);
    assert.deepEqual([passed[0]?.expected, passed.at(-1)?.expected], ['{"n":0}', '{"n":599}']);
    assert.equal(passed.filter(({ name }) => name === 'near').length, 1);
    assert.equal(recordOf(scope, true).waits.length, 600);
  },
  new Recording(),
);

testWithClients(
  'a report keeps no messages of the waits that were satisfied, whose logs may have let them go',
  async (api, scope) => {
    const rob = await connect(api, echo(), { name: 'rob' });
    rob.send('one');
    await rob.receive('one');
    assert.deepEqual(
      scope.recording?.waits.map(({ outcome }) => outcome),
      [{ kind: 'satisfied', messages: [] }],
    );
  },
  new Recording(),
);

testWithClients(
  'a report shows a request of beforeAll in no later test, and a long body as its beginning',
  async (_api, scope) => {
    const recording = scope.recording as Recording;
    const request = (at: number) =>
      recording.addRequest({ at, user: 'rob', method: 'POST', url: 'http://localhost/', sent: 'x'.repeat(20_000) });
    recording.addAnswer(request(performance.now()), 200, { items: Array.from({ length: 30 }, (_, n) => n) });
    const began = performance.now() + 1000;
    request(began + 1);
    const { requests } = conversationRecord({ scopes: [scope], began, failed: false, servers: [] });
    assert.deepEqual(
      requests.map(({ at, sent, received }) => [at, sent?.length, received]),
      [[1, 4097, undefined]],
    );
    assert.match(recordOf(scope).requests[0]?.received ?? '', /^\{"items":\[0,.*,29\]\}$/);
  },
  new Recording(),
);

testWithClients(
  'a report masks a private key that a server prints over several lines',
  async (_api, scope) => {
    const key = ['key -----BEGIN PRIVATE KEY-----', 'MIIEvQIBADANBgkq', 'AAAA', '-----END PRIVATE KEY----- is read', 'ready'];
    const printing = { name: 'server', linesSince: () => key.map((text, at) => ({ at: scope.began + at, text })) };
    const { output } = conversationRecord({ scopes: [scope], began: scope.began, failed: false, servers: [printing] });
    assert.deepEqual(
      output.map(({ text }) => text),
      ['key ***', '***', '***', '*** is read', 'ready'],
    );
  },
  new Recording(),
);

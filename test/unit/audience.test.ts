import { createServer } from 'node:http';
import { WebSocketServer } from 'ws';
import { toReceiveMessage } from '../../matchers/to-receive-message';
import { Api } from '../../src/api';
import { Engine } from '../../src/client/engine';
import { conversationRecord } from '../../src/record/conversation-record';
import { realmOf } from '../../src/runtime/realm';
import { Recording } from '../../src/waiting/recording';
import { Scope } from '../../src/waiting/scope';

test('a report gives a message to the wait for its audience, not to the silence of the others behind it', async () => {
  const scope = new Scope('the test', undefined, new Recording());
  const host = {
    imported: () => {},
    caller: () => ({ scope, deadline: Number.POSITIVE_INFINITY }),
    judging: () => scope,
    rootDir: process.cwd(),
    beforeEach: () => {},
  };
  const engine = new Engine(realmOf(globalThis), {}, host);
  const server = createServer();
  new WebSocketServer({ server }).on('connection', (socket, { url }) => {
    if (url?.endsWith('ann')) socket.send('"psst"');
  });
  const api = new Api(engine);
  const user = (name: string) => api.connect(createServer, [server, { name, query: { name } }]);
  const ann = await user('ann');
  const eve = await user('eve');
  const told: unknown[] = [];
  expect.extend({
    async isHeard(subject: unknown) {
      const call = { engine, context: this as never, name: 'toReceiveMessage', callee: toReceiveMessage, thens: 1 };
      const { pass, message } = await toReceiveMessage(call, subject, 'psst', { only: ann });
      told.push(pass);
      return { pass, message };
    },
  });
  await (expect([ann, eve]) as unknown as { isHeard(): Promise<void> }).isHeard();
  const { events, waits } = conversationRecord({ scopes: [scope], began: scope.began, failed: false, servers: [] });
  const readers = events.flatMap(({ reader }) => (reader === undefined ? [] : [reader]));
  expect(told).toEqual([true]);
  expect(waits.map(({ negated }) => negated === true)).toEqual([false, true]);
  expect(readers.map(({ wait }) => wait)).toEqual([0]);
  await scope.release();
  await engine.servers.closeAll();
});

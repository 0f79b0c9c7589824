import { Contracts } from '../../src/client/contracts';
import type { CodecProfile } from '../../src/codecs/codec-profile';
import type { ContractWatch } from '../../src/connection/contract-watch';
import { Coverage } from '../../src/contract/coverage';
import type { Log } from '../../src/log/log';
import type { TranscriptEntry } from '../../src/log/transcript';
import { contractOf, projectWith, version3 } from '../support/contracts';

const ref = (path: string) => ({ $ref: `#/${path}` });
const info = { title: 'Chat', version: '1.0.0' };

/** What was seen, by kind, channel and name. */
const seen = ({ items }: Pick<Coverage, 'items'> | undefined = { items: [] }) =>
  items.map(({ kind, channel, name, seen: times }) => `${kind} ${channel} ${name}: ${times}`);

test('a message of two channels that is seen on one is not counted for the other, and is called as each calls it', () => {
  const document = {
    asyncapi: '3.0.0',
    info,
    channels: {
      a: { address: '/a', messages: { Hello: ref('components/messages/M'), Same: ref('components/messages/Named') } },
      b: { address: '/b', messages: { Hi: ref('components/messages/M'), Again: ref('components/messages/Named') } },
    },
    operations: {
      tellA: { action: 'send', channel: ref('channels/a') },
      tellB: { action: 'send', channel: ref('channels/b') },
    },
    components: { messages: { M: { payload: { type: 'string' } }, Named: { name: 'Named', payload: { type: 'number' } } } },
  };
  const contract = contractOf(document);
  const coverage = new Coverage(contract);
  const { received: judge, channels } = contract.judgeOf(contract.channelsAt('/b'));
  const verdict = judge.judge({ payload: 'hi' });
  expect(verdict).toMatchObject({ kind: 'fits', definition: { name: 'Hi' } });
  if (verdict.kind === 'fits') {
    coverage.ofConnection(contract.channels).message(verdict.definition, 'received', { payload: 'hi' }, channels);
  }
  expect(seen(coverage)).toEqual([
    'operation /a tellA: 0',
    'message /a Hello: 0',
    'message /a Named: 0',
    'operation /b tellB: 1',
    'message /b Hi: 1',
    'message /b Named: 0',
  ]);
});

test('a message under two names of one channel is one', () => {
  const message = ref('components/messages/M');
  const contract = contractOf({
    asyncapi: '3.0.0',
    info,
    channels: { a: { address: '/a', messages: { Hello: message, Hi: message } } },
    components: { messages: { M: { payload: { type: 'string' } } } },
  });
  expect(seen(new Coverage(contract))).toEqual(['message /a Hello: 0']);
});

test('values of secrets and long values are not shown, and yet are told apart', () => {
  const long = 'x'.repeat(200);
  const properties = { password: { enum: ['hunter2', 'hunter3'] }, text: { enum: [`${long}a`, `${long}b`] } };
  const { items } = new Coverage(contractOf(version3({ Login: { payload: { type: 'object', properties } } })));
  const names = items.filter(({ kind }) => kind === 'value').map(({ name }) => name);
  expect(names).toEqual([
    'Login /password *** (1)',
    'Login /password *** (2)',
    expect.stringMatching(/^Login \/text "x{50,}… \(1\)$/),
    expect.stringMatching(/^Login \/text "x{50,}… \(2\)$/),
  ]);
});

/** A document of the root, beside a channel that any path is one of. */
const withRooms = {
  asyncapi: '3.0.0',
  info,
  channels: {
    root: { address: '/', messages: { chat: { payload: { type: 'string' } } } },
    room: { address: '/{room}', messages: { other: { payload: { type: 'number' } } } },
  },
  operations: {
    tell: { action: 'send', channel: ref('channels/root') },
    other: { action: 'send', channel: ref('channels/room') },
  },
};

/** Shows messages to a client of a document. */
function client(contracts: Contracts, url: string, profile: Pick<CodecProfile, 'documented'> = {}) {
  let look: (entry: TranscriptEntry) => void = () => {};
  const log = {
    watch: (watcher: typeof look) => {
      look = watcher;
    },
  } as unknown as Log;
  const watch = contracts.of('asyncapi.yaml', url, profile as CodecProfile)?.(log, () => undefined) as ContractWatch;
  const broken: string[] = [];
  watch.breaches.broken = ({ sentence }) => {
    broken.push(sentence);
    return { pardon: () => {}, isOpen: () => true };
  };
  const show = (number: number, value: unknown) =>
    look({ kind: 'message', direction: 'received', number, value, payload: '' } as unknown as TranscriptEntry);
  return { show, broken };
}

test('what a codec says of the root is seen though the path of the connection is another channel', () => {
  const contracts = new Contracts(projectWith({ 'asyncapi.yaml': withRooms }), true);
  const documented = (message: unknown) => ({ name: 'chat', payload: message, channel: '/' });
  const { show, broken } = client(contracts, 'ws://localhost/socket.io', { documented });
  show(1, 'hi');
  expect(broken).toEqual([]);
  expect(seen(contracts.coverage[0])).toEqual([
    'operation / tell: 1',
    'message / chat: 1',
    'operation /{room} other: 0',
    'message /{room} other: 0',
  ]);
});

test('nothing of a configured contract is seen where no client is held to it', () => {
  const root = projectWith({ 'asyncapi.yaml': withRooms });
  const contracts = new Contracts(root, true);
  contracts.prepare('./asyncapi.yaml');
  expect(contracts.coverage).toMatchObject([
    { contract: expect.stringMatching(/asyncapi\.yaml$/), items: [{ seen: 0 }, {}, {}, {}] },
  ]);
});

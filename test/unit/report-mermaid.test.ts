import fc from 'fast-check';
import { mermaidOf } from '../../reporter/mermaid';
import { anyConversation, hostileText } from '../support/any-report';
import { conversation, nothingSaid, received, wait } from '../support/reports';
import { runs } from '../support/runs';

test('a conversation as a sequence diagram', () => {
  const said = conversation(
    [
      { kind: 'open' },
      { direction: 'sent', number: 1, text: '{"join":"a;b"}' },
      received('hello'),
      received('noise', { status: 'ignored' }),
      { kind: 'ping', direction: 'received' },
      { kind: 'pong', direction: 'sent' },
      { kind: 'protocol', direction: 'received', text: 'ack' },
      received('', { text: undefined as never, bytes: 'AQID', size: 3 }),
      { kind: 'network', text: 'cut' },
      { kind: 'close', direction: 'none', code: 1006 },
    ],
    {
      waits: [wait({ outcome: 'timed-out', began: 3, ended: 103 }), wait()],
      requests: [{ at: 1.5, client: 0, method: 'POST', url: '/rooms', sent: '{}', status: 201, ended: 1.7, received: 'ok' }],
    },
  );
  expect(mermaidOf('chat › greets', said)).toBe(`sequenceDiagram
    accTitle: chat › greets
    participant client1 as ann
    participant server
    client1->>server: connects
    client1->>server: {"join"#58;"a#59;b"}
    client1->>server: POST /rooms {}
    server-->>client1: 201 ok
    server->>client1: hello
    server-->>client1: noise (ignored)
    Note over client1,server: 1 ping, 1 pong, 1 protocol message
    server->>client1: 3 bytes 010203
    Note over client1: network#58; cut
    Note over client1,server: cut without a close frame (1006)
    Note over client1: ✗ toReceiveMessage {"a"#58;1} timed out after 100 ms (chat.test.ts#58;12)`);
});

test('a message that breaks its contract says so, and a wait that a breach has ended', () => {
  const said = conversation(
    [
      received('1', { status: 'unread', breach: 'breaks Said of /: /text is missing' }),
      received('2', { breach: 'breaks Said of /: /text is missing', isBreachMeant: true }),
    ],
    { waits: [wait({ outcome: 'forbidden', breach: 'ann: #1 breaks Said of /: /text is missing' })] },
  );
  expect(mermaidOf('x', said).split('\n').slice(4)).toEqual([
    '    server->>client1: ✗ 1 (breaks Said of /#58; /text is missing)',
    '    server->>client1: 2',
    '    Note over client1: ✗ toReceiveMessage {"a"#58;1} was ended by a breach after 10 ms (chat.test.ts#58;12)',
  ]);
});

test('one that is long is cut in the middle', () => {
  const text = mermaidOf('x', conversation(Array.from({ length: 1000 }, (_, index) => received(String(index)))));
  expect(text.split('\n')).toHaveLength(155);
  expect(text).toContain('Note over client1,server: … 850 more lines …');
});

test('one of many clients has the lanes of those that are shown', () => {
  const clients = Array.from({ length: 2000 }, (_, index) => ({ name: `user${index}`, url: 'ws://localhost/' }));
  const said = conversation([received('1', { client: 7 }), received('2', { client: 1999 })], {
    clients,
    waits: [wait({ outcome: 'timed-out', clients: clients.map((_, index) => index) })],
  });
  const lanes = mermaidOf('x', said)
    .split('\n')
    .filter((line) => line.includes('participant'));
  expect(lanes.map((line) => line.trim())).toEqual([
    'participant client1 as user0',
    'participant client8 as user7',
    'participant client2000 as user1999',
    'participant server',
  ]);
  const silent = conversation([], { clients, omitted: { events: 9, behind: 0 } });
  expect(mermaidOf('x', silent).split('\n').slice(2)).toEqual([
    '    participant server',
    '    Note over server: … 9 events left out …',
  ]);
});

test.each([
  ['of characters that Mermaid would read as its own', '#'.repeat(1000), 1],
  ['of many clients with such names', 'x', 1000],
])('one %s is no longer than Mermaid draws', (_, text, count) => {
  const clients = Array.from({ length: count }, () => ({ name: '\uff03'.repeat(50), url: 'ws://localhost/' }));
  const events = Array.from({ length: 1000 }, (_, index) => received(text, { client: index % count }));
  const diagram = mermaidOf('#'.repeat(1000), conversation(events, { clients }));
  expect(diagram.length).toBeLessThan(50_000);
  expect(diagram).toMatch(/… 9\d\d more lines …/);
});

test('one of nobody is a diagram', () => {
  expect(mermaidOf('', nothingSaid)).toBe('sequenceDiagram\n    accTitle: (empty)\n    participant server');
});

test('events that were left out are a note', () => {
  const said = conversation([received('1'), received('2')], { omitted: { events: 5000, behind: 1 } });
  expect(mermaidOf('x', said)).toMatch(/: 1\n.*: … 5,000 events left out …\n.*: 2$/);
});

test('whatever is in it, each line is a statement of ours', () => {
  const lane = '(?:client[123]|server)';
  const text = '(?:[\\p{L}\\p{N} .,()\'…–›✗/_="{}[\\]!?*-]|#\\d+;)+';
  const statement = new RegExp(
    `^    (?:accTitle: ${text}|participant client[123] as ${text}|participant server|${lane}(?:->>|-->>|-x)${lane}: ${text}|Note over ${lane}(?:,${lane})?: ${text})$`,
    'u',
  );
  fc.assert(
    fc.property(hostileText, anyConversation, (title, said) => {
      const [first, ...lines] = mermaidOf(title, said).split('\n');
      expect(first).toBe('sequenceDiagram');
      for (const line of lines) expect(line).toMatch(statement);
    }),
    { numRuns: runs(100) },
  );
});

import fc from 'fast-check';
import { fenced } from '../../reporter/markdown';
import { summaryOf } from '../../reporter/summary';
import { anyReport, hostileText } from '../support/any-report';
import { attempt, conversation, fileOf, received, report, run, testReport, wait } from '../support/reports';
import { runs } from '../support/runs';

const failedTest = testReport({
  titles: ['chat', 'greets'],
  status: 'failed',
  attempts: [
    attempt({
      status: 'failed',
      errors: [{ message: 'Expected: {"a":1}' }],
      conversation: conversation(
        [
          { kind: 'open' },
          { direction: 'sent', number: 1, text: '{"join":true}' },
          received('{"a":2}', { status: 'skipped' }),
          { kind: 'ping', direction: 'received' },
          { kind: 'pong', direction: 'sent' },
          { kind: 'close', direction: 'received', code: 1000, reason: 'bye' },
        ],
        { waits: [wait({ outcome: 'timed-out', began: 1, ended: 201 })] },
      ),
    }),
  ],
});

describe('the summary', () => {
  test('marks what breaks a contract, and names a wait that a rule or a breach has ended', () => {
    const said = conversation([received('{}', { status: 'unread', breach: 'breaks Said of /: /text is missing' })], {
      waits: [wait({ outcome: 'forbidden', breach: 'ann: #1 breaks Said' }), wait({ outcome: 'forbidden' })],
    });
    const test = testReport({ status: 'failed', attempts: [attempt({ status: 'failed', conversation: said })] });
    const text = summaryOf(report([fileOf([test])]));
    expect(text).toContain('~ ignored, ✗ breaks its contract, ▪ a wait that failed.');
    expect(text).toContain('     0  ann  ← #1 ✗ {} (breaks Said of /: /text is missing)');
    expect(text).toContain('▪ toReceiveMessage {"a":1} was ended by a breach after 10 ms');
    expect(text).toContain('▪ toReceiveMessage {"a":1} was ended by a broken rule after 10 ms');
    expect(text).not.toContain('forbids');
  });

  test('names the shards that are not here', () => {
    const text = summaryOf(report([], [run({ shard: '1/2' })]));
    expect(text).toContain('- Not in this report&#58; shard 2/2&#46;');
  });

  test('tells what failed, with its conversation', () => {
    expect(summaryOf(report([fileOf([testReport({ titles: ['passes'] }), failedTest])]))).toBe(`## Conversations

1 failed, 1 passed of 2 tests in 1 file.

### ✗ <code>chat › greets</code>

In <code>chat&#46;test&#46;ts</code>.

\`\`\`text
Expected: {"a":1}
\`\`\`

<details><summary>The conversation</summary>

\`\`\`text
In ms; ← received, → sent, ✓ matched, – skipped, ~ ignored, ▪ a wait that failed.

     0  ann  open
     1  ann  → #1 {"join":true}
     2  ann  ← #1 – {"a":2}
     3  ann  1 ping, 1 pong
     5  ann  ← close 1000 bye
   201  ▪ toReceiveMessage {"a":1} timed out after 200 ms (chat.test.ts:12)
\`\`\`

</details>
`);
  });

  test('tells what passed on a retry, and which waits came near their timeout, the nearest first', () => {
    const waits = [0.05, 0.5, 0.2, 0.3, 0.9, 0.4, 0.6].map((share) => wait({ expected: String(share), ended: share * 1000 }));
    const flaky = testReport({
      attempts: [
        attempt({ status: 'failed', errors: [{ message: 'first line\nsecond' }] }),
        attempt({ conversation: conversation([], { waits }) }),
      ],
    });
    const text = summaryOf(report([fileOf([flaky])]));
    expect(text).toContain('1 passed of 1 test in 1 file, 1 passed on a retry.');
    expect(text).toContain('| <code>chat › greets</code> | <code>chat&#46;test&#46;ts</code> | 2 | <code>first line</code> |');
    expect([...text.matchAll(/^\| (\d+ %) \| (.*?) \|/gm)].map(([, share, took]) => `${share}, ${took}`)).toEqual([
      '90 %, 900 ms of 1,000 ms',
      '60 %, 600 ms of 1,000 ms',
      '50 %, 500 ms of 1,000 ms',
      '40 %, 400 ms of 1,000 ms',
      '30 %, 300 ms of 1,000 ms',
    ]);
  });

  test('of tests that passed in their time is short', () => {
    const negated = wait({ negated: true, ended: 1000 });
    const text = summaryOf(
      report([fileOf([testReport({ attempts: [attempt({ conversation: conversation([], { waits: [negated] }) })] })])]),
    );
    expect(text).toBe('## Conversations\n\n1 passed of 1 test in 1 file.\n');
  });

  test('of no tests says so', () => {
    expect(summaryOf(report([]))).toBe('## Conversations\n\nNo tests in 0 files.\n');
  });

  test('tells of a file that could not be run, and of the problems of a run', () => {
    const text = summaryOf(
      report([fileOf([], { problem: 'SyntaxError: <b>' })], [run({ interrupted: true, problems: ['It is <late>.'] })]),
    );
    expect(text).toContain('- The run was ended early&#46;\n- It is &#60;late&#62;&#46;');
    expect(text).toContain('### ✗ <code>chat&#46;test&#46;ts</code>\n\n```text\nSyntaxError: <b>\n```');
  });

  test('says how many failures of one test, problems and contracts it leaves out', () => {
    const errors = Array.from({ length: 5 }, (_, index) => ({ message: `Failure ${index + 1}` }));
    const problems = Array.from({ length: 53 }, (_, index) => `Problem ${index + 1}`);
    const contracts = Array.from({ length: 11 }, (_, index) => ({ contract: `${index}.yaml`, items: [] }));
    const failing = { ...failedTest, attempts: [attempt({ status: 'failed', errors })] };
    const text = summaryOf(report([fileOf([failing])], [run({ problems, contracts })]));
    expect(text).toContain('\n- Problem 50\n- … 3 more problems\n');
    expect(text).toContain('Failure 3\n```\n\n… 2 more failures of this test.\n');
    expect(text).toContain('\n\n… 1 more contract\n');
    expect(text).not.toMatch(/Problem 51|Failure 4/);
  });

  test('names a few of the clients that something routine is told of', () => {
    const clients = Array.from({ length: 2000 }, (_, index) => ({ name: `user${index}`, url: 'ws://localhost/' }));
    const events = clients.map((_, client) => ({ kind: 'ping', client, direction: 'received' }) as const);
    const text = summaryOf(
      report([fileOf([{ ...failedTest, attempts: [attempt({ conversation: conversation(events, { clients }) })] }])]),
    );
    expect(text).toContain('user0, user1, user2, user3, user4 and 1,995 more  2,000 pings\n');
  });

  test('cuts a long conversation in the middle', () => {
    const events = Array.from({ length: 500 }, (_, index) => received(String(index)));
    const text = summaryOf(report([fileOf([{ ...failedTest, attempts: [attempt({ conversation: conversation(events) })] }])]));
    expect(text).toContain('        … 440 more lines …');
    expect(text.split('\n').filter((line) => line.includes('← #1'))).toHaveLength(60);
  });

  test('stays below the limit of GitHub, and says what it leaves out', () => {
    const message = '`'.repeat(5000);
    const many = Array.from({ length: 400 }, () => ({ ...failedTest, attempts: [attempt({ errors: [{ message }] })] }));
    const text = summaryOf(report([fileOf(many)]));
    expect(Buffer.byteLength(text)).toBeLessThan(1024 * 1024);
    expect(text).toMatch(/\n\n\d+ more failures left out here, for want of room: see the page of the report\.\n$/);
  });
});

describe('whatever is in a report', () => {
  /** What GitHub would show as Markdown or HTML: everything outside of fenced blocks. */
  const outsideOfFences = (text: string): string => {
    const shown: string[] = [];
    let fence: string | undefined;
    for (const line of text.split('\n')) {
      const [run] = /^`{3,}/.exec(line) ?? [];
      if (fence === undefined && run) fence = run;
      else if (fence !== undefined && line === fence) fence = undefined;
      else if (fence === undefined) shown.push(line);
    }
    expect(fence).toBeUndefined();
    return shown.join('\n');
  };

  test('none of it is markup', () => {
    fc.assert(
      fc.property(anyReport, (one) => {
        const shown = outsideOfFences(summaryOf(one));
        expect(shown.replace(/<\/?(?:code|details|summary)>/g, '')).not.toMatch(/[<>`*\\[\]{}@~"_]/);
        for (const line of shown.split('\n').filter((one) => one.startsWith('|'))) {
          expect([4 + 1, 5 + 1]).toContain(line.split('|').length - 1);
        }
      }),
      { numRuns: runs(100) },
    );
  });

  test('no text ends its fence', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(hostileText, fc.constantFrom('`', '```', '\n', '````\n'))), (texts) => {
        const [open = '', ...lines] = fenced(texts.join('')).split('\n');
        const fence = open.replace('text', '');
        expect(lines.pop()).toBe(fence);
        expect(lines.join('\n')).not.toContain(fence);
      }),
      { numRuns: runs(100) },
    );
  });
});

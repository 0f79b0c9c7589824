import type { AttemptReport, FileReport, Report, TestReport } from '../../reporter/report';
import type { ClientRecord, ErrorRecord, EventRecord, HttpRecord, OutputRecord, WaitRecord } from '../../src/record/test-record';
import { attempt, conversation, fileOf, report, testReport, wait } from './reports';

const STARTED = Date.UTC(2026, 4, 4, 9, 30);

let tests = 0;

/** A conversation that is written down event by event, as a recorder would. */
export class ReportedConversation {
  readonly clients: ClientRecord[] = [];
  readonly events: EventRecord[] = [];
  readonly waits: WaitRecord[] = [];
  readonly requests: HttpRecord[] = [];
  readonly output: OutputRecord[] = [];
  readonly #numbers = new Map<string, number>();
  readonly #file: string;
  now = 0;

  constructor(file = 'test/chat.test.ts') {
    this.#file = file;
  }

  client(name: string, url = `ws://localhost:8080/?name=${encodeURIComponent(name.replace(/\p{Cs}/gu, ''))}`): number {
    const client = this.clients.push({ name, url }) - 1;
    this.events.push({ at: this.now, client, kind: 'open' });
    return client;
  }

  after(ms: number): this {
    this.now += ms;
    return this;
  }

  send(client: number, payload: unknown): void {
    this.event({ client, kind: 'message', direction: 'sent', number: this.#next(client, 'sent'), ...payloadOf(payload) });
  }

  receive(client: number, payload: unknown, status: NonNullable<EventRecord['status']> = 'unread', line = 12): void {
    const name = status === 'answered' ? 'respond' : 'toReceiveMessage';
    const reader = status === 'unread' ? {} : { reader: { name, position: this.at(line) } };
    const number = this.#next(client, 'received');
    this.event({ client, kind: 'message', direction: 'received', number, status, ...reader, ...payloadOf(payload) });
  }

  event(event: Omit<EventRecord, 'at'>): void {
    this.events.push({ at: this.now, ...event });
  }

  /** A wait that ends now; gives its index. */
  waited(clients: number[], began: number, expected: unknown, more: Partial<WaitRecord> & { line?: number } = {}): number {
    const { line = 12, ...rest } = more;
    const wait: WaitRecord = {
      name: 'toReceiveMessage',
      clients,
      began,
      ended: this.now,
      timeout: 4500,
      expected: JSON.stringify(expected) ?? '',
      outcome: 'satisfied',
      position: this.at(line),
      ...rest,
    };
    return this.waits.push(wait) - 1;
  }

  attempt(errors: readonly ErrorRecord[] = [], more: Partial<AttemptReport['conversation']> = {}): AttemptReport {
    const { clients, events, waits, requests, output } = this;
    return {
      status: errors.length > 0 ? 'failed' : 'passed',
      startedAt: STARTED,
      duration: this.now + 2,
      errors,
      conversation: { clients, events, waits, requests, output, ...more },
    };
  }

  at(line: number) {
    return { file: this.#file, line, column: 21 };
  }

  #next(client: number, direction: string): number {
    const key = `${client} ${direction}`;
    const number = (this.#numbers.get(key) ?? 0) + 1;
    this.#numbers.set(key, number);
    return number;
  }
}

function payloadOf(payload: unknown): Partial<EventRecord> {
  if (payload instanceof Uint8Array) return { bytes: Buffer.from(payload).toString('base64'), size: payload.length };
  const text = typeof payload === 'string' ? payload : JSON.stringify(payload);
  return { text, size: Buffer.byteLength(text) };
}

function reportedTest(titles: string[], attempts: AttemptReport[], more: Partial<TestReport> = {}): TestReport {
  const duration = attempts.reduce((sum, attempt) => sum + attempt.duration, 0);
  return {
    id: (++tests).toString(16).padStart(8, '0'),
    titles,
    status: attempts.at(-1)?.status ?? 'passed',
    duration,
    attempts,
    ...more,
  };
}

function reportOf(files: readonly Pick<FileReport, 'path' | 'tests' | 'project' | 'problem'>[], problems?: string[]): Report {
  const run = {
    id: 'run-1',
    startedAt: STARTED,
    duration: 8432,
    jest: '30.5.2',
    node: '22.3.0',
    platform: 'linux',
    ...(problems && { problems }),
  };
  return { version: 1, runs: [run], files: files.map((file) => ({ run: run.id, ...file })) };
}

const USERS = ['Rob', 'Ann', 'Mike', 'Kate', 'Lea'];

/** Five users in a room: everybody is told what one says. In the end Ann waits for a farewell that is worded otherwise. */
export function chatAttempt(fails: boolean, slow = 1): AttemptReport {
  const chat = new ReportedConversation();
  chat.output.push({ at: 0.4, server: 'node server.js', text: 'chat server listens on 8080' });
  chat.after(3).requests.push({
    at: chat.now,
    method: 'POST',
    url: 'http://localhost:8080/rooms',
    status: 201,
    ended: chat.now + 6,
    sent: '{"name":"lobby"}',
    received: '{"id":7,"name":"lobby"}',
  });
  chat.after(9);
  const tell = (message: string, matched: number, line: number) => {
    chat.clients.forEach((_, client) => {
      const began = chat.now - 1.4;
      chat.after(0.3).receive(client, { message }, client === matched ? 'matched' : 'skipped', line);
      if (client === matched) chat.waited([client], began, { message }, { line });
    });
  };
  for (const [index, name] of USERS.entries()) {
    chat.after(4.2).client(name);
    chat.after(1.1);
    tell(`${name} has connected`, index, 8 + index);
  }
  chat.after(12);
  for (let beat = 0; beat < 3; beat++) {
    for (const client of chat.clients.keys()) {
      chat.event({ client, kind: 'ping', direction: 'received' });
      chat.after(0.1).event({ client, kind: 'pong', direction: 'sent' });
    }
  }
  chat.after(3 * slow).send(0, { message: 'Who is on call today?' });
  chat.after(1.2);
  tell('Rob: Who is on call today?', 2, 16);
  chat.after(2).send(2, {
    message: 'I am, until 18:00',
    attachments: [{ id: 991, kind: 'calendar', title: 'On call, week 19' }],
    urgent: false,
  });
  chat.after(1.3);
  tell('Mike: I am, until 18:00', 3, 18);
  chat.output.push({ at: chat.now + 0.2, server: 'node server.js', text: 'room lobby: 5 members, 7 messages' });
  chat.after(4);
  chat.event({
    client: 4,
    kind: 'message',
    direction: 'received',
    number: 8,
    status: 'ignored',
    text: '{"type":"typing","user":"Kate"}',
    size: 31,
    reader: { name: 'ignore', position: chat.at(7) },
  });
  chat.after(2).event({
    client: 3,
    kind: 'message',
    direction: 'received',
    number: 9,
    status: 'answered',
    text: '{"type":"are you there?"}',
    size: 25,
    reader: { name: 'respond', position: chat.at(6) },
  });
  chat.after(0.2).send(3, { type: 'yes' });
  chat.after(5).receive(2, Buffer.from('89504e470d0a1a0a0000000d49484452000000100000001008060000001ff3ff61', 'hex'));
  chat.after(3 * slow).send(0, { message: 'Thank you. Bye!' });
  chat.after(1.2);
  tell('Rob: Thank you. Bye!', -1, 0);
  chat.after(2).event({ client: 0, kind: 'close', direction: 'sent', code: 1000, reason: '' });
  chat.output.push({ at: chat.now + 0.4, server: 'node server.js', text: 'Rob left (1000)' });
  chat.after(1.1);
  const began = chat.now;
  for (const client of [1, 2, 3, 4])
    chat
      .after(0.3)
      .receive(
        client,
        { message: fails ? 'Rob has left' : 'Rob has disconnected' },
        fails || client !== 1 ? 'unread' : 'matched',
        24,
      );
  if (!fails) {
    chat.waited([1], began, { message: 'Rob has disconnected' }, { line: 24 });
    return chat.attempt();
  }
  chat.now = began + 501;
  const wait = chat.waited([1], began, { message: 'Rob has disconnected' }, { line: 24, timeout: 500, outcome: 'timed-out' });
  for (const client of [1, 2, 3, 4])
    chat.after(0.4).event({ client, kind: 'close', direction: 'sent', code: 1001, reason: 'the test is over' });
  return chat.attempt([{ message: FAILURE, position: chat.at(24), wait, source: SOURCE }]);
}

const FAILURE = `expect(Ann).toReceiveMessage(expected)

Expected: {"message": "Rob has disconnected"}
Received: Ann got nothing that matches within 500 ms

Ann has 2 unread messages:
  #7 {"message":"Rob: Thank you. Bye!"}
> #8 {"message":"Rob has left"}

The nearest is #8, differs in message:

- Expected  - 1
+ Received  + 1

  Object {
-   "message": "Rob has disconnected",
+   "message": "Rob has left",
  }`;

const SOURCE = {
  firstLine: 21,
  lines: [
    "  await rob.send({ message: 'Thank you. Bye!' });",
    '  await rob.close();',
    '  // everybody is told',
    "  await expect(ann).toReceiveMessage({ message: 'Rob has disconnected' }, { timeout: 500 });",
    '});',
  ],
};

/** In the spirit of the chat example: its failing test, a retried one, passing ones, and others. */
export function chatReport(): Report {
  const small = (name: string, took: number, timeout = 4500) => {
    const chat = new ReportedConversation('test/rooms.test.ts');
    const client = chat.after(2).client(name);
    const began = chat.now;
    chat.after(took).receive(client, { message: `${name} has connected` }, 'matched');
    chat.waited([client], began, { message: `${name} has connected` }, { timeout });
    return chat.attempt();
  };
  return reportOf([
    {
      path: 'test/chat.test.ts',
      tests: [
        reportedTest(['a room', 'tells everybody who is left that somebody has left'], [chatAttempt(true), chatAttempt(true, 4)]),
        reportedTest(['a room', 'tells everybody who comes'], [chatAttempt(true, 8), chatAttempt(false)]),
        reportedTest(['a room', 'has a history'], [], { status: 'todo' }),
      ],
    },
    {
      path: 'test/rooms.test.ts',
      tests: [
        reportedTest(['greets one who comes late'], [small('Kate', 4120)]),
        reportedTest(['greets one by name'], [small('Rob', 12)]),
        reportedTest(['greets one from afar'], [small('Lea', 2600)]),
        reportedTest(['on staging only'], [], { status: 'skipped' }),
        reportedTest(['formats a name'], [], { duration: 1 }),
      ],
    },
    {
      path: 'test/deploy.test.ts',
      project: 'staging',
      problem: "Cannot find module './deployed' from 'test/deploy.test.ts'",
      tests: [],
    },
  ]);
}

/** Many tests of 50 messages each. */
export function manyTests(count = 2000, messages = 50): Report {
  const files = Array.from({ length: Math.ceil(count / 40) }, (_, file) => ({
    path: `test/${['orders', 'prices', 'chat', 'presence'][file % 4]}/case-${file}.test.ts`,
    tests: Array.from({ length: Math.min(40, count - file * 40) }, (_, index) => {
      const random = generator(file * 40 + index + 1);
      const talk = new ReportedConversation(`test/case-${file}.test.ts`);
      const clients = ['buyer', 'seller'].map((name) => talk.after(random() * 5).client(name));
      for (let number = 0; number < messages; number++) {
        const client = clients[number % 2] as number;
        const order = {
          type: 'order',
          id: Math.floor(random() * 1e9),
          price: Math.round(random() * 1e5) / 100,
          state: ['new', 'paid', 'sent'][number % 3],
        };
        const began = talk.now;
        talk.after(random() * 8);
        if (number % 4 === 0) talk.send(client, order);
        else talk.receive(client, order, number % 4 === 3 ? 'skipped' : 'matched', 10 + number);
        if (number % 8 === 1)
          talk.waited([client], began, order, { line: 10 + number, timeout: 10 + Math.round(random() * 1000) });
      }
      const fails = (file * 40 + index) % 331 === 7;
      const wait = fails
        ? talk.after(400).waited([0], talk.now - 400, { state: 'lost' }, { outcome: 'timed-out', timeout: 400 })
        : 0;
      const error = { message: FAILURE, position: talk.at(40), wait, source: SOURCE };
      return reportedTest(
        ['orders', `number ${index} of file ${file} goes from hand to hand`],
        [talk.attempt(fails ? [error] : [])],
      );
    }),
  }));
  return reportOf(files);
}

/** Numbers that are the same at each run. */
function generator(seed: number): () => number {
  let state = seed * 2654435761;
  return () => {
    state = (Math.imul(state ^ (state >>> 15), 2246822519) + 0x9e3779b9) >>> 0;
    return state / 0x100000000;
  };
}

/** One test of so many events of as many clients as asked for. */
export function longTest(events = 10_000, clients = 3): Report {
  const random = generator(7);
  const talk = new ReportedConversation('test/feed.test.ts');
  const all = Array.from({ length: clients }, (_, index) => talk.client(`reader_${index + 1}`, `ws://feed-${index % 2}.test/`));
  let began = 0;
  for (let number = 0; number < events; number++) {
    const client = all[Math.floor(random() * clients)] as number;
    talk.after(random() * 3);
    if (number % 40 === 0) talk.send(client, { subscribe: `topic/${number}` });
    else if (number % 25 < 3)
      talk.event({ client, kind: number % 2 ? 'ping' : 'pong', direction: number % 2 ? 'received' : 'sent' });
    else
      talk.receive(
        client,
        { topic: `topic/${number % 90}`, number, price: Math.round(random() * 1e4) / 100 },
        (['matched', 'skipped', 'unread', 'ignored'] as const)[number % 4],
        20,
      );
    if (number % 10 === 9) {
      talk.waited([client], began, { number }, { line: 20 });
      began = talk.now;
    }
  }
  return reportOf([{ path: 'test/feed.test.ts', tests: [reportedTest(['a feed', 'stays in order'], [talk.attempt()])] }]);
}

/** What a hostile server would say, hoping that a report shows it. */
export const HOSTILE: readonly string[] = [
  '</script><script>window.__xss=1</script>',
  '<img src=x onerror="window.__xss=1">',
  '<svg onload="window.__xss=1">',
  '<iframe srcdoc="<script>parent.__xss=1</script>"></iframe>',
  '"><a href="javascript:window.__xss=1">x</a>',
  "'-window.__xss=1-'",
  'javascript:window.__xss=1//',
  '<style>@import "http://127.0.0.1:1/leak.css";</style>',
  '<link rel=stylesheet href="http://127.0.0.1:1/leak.css">',
  '<meta http-equiv=refresh content="0;url=http://127.0.0.1:1/">',
  '<base href="http://127.0.0.1:1/">',
  '<!--<script>',
  ']]><![CDATA[',
  '{{constructor.constructor("window.__xss=1")()}}',
  '${window.__xss=1}',
  '\u202egnp.exe\u202c \u2066hidden\u2069 \u200b\u200d\ufeff',
  '\u0000\u0001\u0007\u001b[31mred\u001b[0m\u007f\u0085\u009b',
  '\ud800 alone \udfff',
  '__proto__',
  'constructor',
  '\u2028\u2029',
];

export function hostileReport(huge = 10_000_000): Report {
  const attempts = HOSTILE.map((text) => {
    const talk = new ReportedConversation(text);
    talk.clients.push({ name: text, url: text });
    talk.event({ client: 0, kind: 'open' });
    talk.after(1).send(0, text);
    talk.after(1).receive(0, { [text]: text, ['__proto__']: { isAdmin: true } }, 'matched');
    talk.event({
      client: 0,
      kind: 'message',
      direction: 'received',
      number: 2,
      text,
      value: text,
      problem: text,
      size: text.length,
      reader: { name: text, position: talk.at(1) },
      status: 'skipped',
    });
    talk.event({ client: 0, kind: 'error', text });
    talk.event({ client: 0, kind: 'close', direction: 'received', code: 1006, reason: text });
    talk.output.push({ at: talk.now, server: text, text });
    talk.requests.push({ at: talk.now, client: 0, method: text, url: text, sent: text, received: text });
    const wait = talk.after(1).waited([0], 0, text, { name: text, expected: text, outcome: 'timed-out', timeout: 3 });
    return talk.attempt([
      { message: `${text}\n- ${text}\n+ ${text}`, position: talk.at(1), wait, source: { firstLine: 1, lines: [text, text] } },
    ]);
  });
  const talk = new ReportedConversation();
  const client = talk.client('big');
  talk.receive(client, JSON.stringify({ begin: 'here', filling: 'x'.repeat(huge), '<b>end': 'there' }), 'matched');
  talk.receive(client, 'needle '.padEnd(huge, '<img src=x onerror=window.__xss=1>\u202e'));
  talk.receive(client, `[${'[],{"__proto__":1},'.repeat(huge / 20)}0]`);
  const tests = attempts.map((attempt, index) => reportedTest([HOSTILE[index] as string, HOSTILE[index] as string], [attempt]));
  const files = [
    ...tests.map((test, index) => ({
      path: HOSTILE[index] as string,
      project: HOSTILE[index] as string,
      problem: HOSTILE[index] as string,
      tests: [test],
    })),
    { path: 'test/big.test.ts', tests: [reportedTest(['10 MB'], [talk.attempt()])] },
  ];
  return reportOf(files, [...HOSTILE]);
}

export const emptyReport = (): Report => reportOf([]);

export function passingReport(): Report {
  const report = chatReport();
  const files = report.files.map(({ problem: _, ...file }) => ({
    ...file,
    tests: file.tests.filter(({ status }) => status === 'passed'),
  }));
  return { ...report, files: files.filter((file) => file.tests.length > 0) };
}

/** A test whose second message breaks its contract, as a close does, and whose third one is meant to. */
export function brokenReport(): Report {
  const breach = 'breaks ChatSaid of /chat: /text is missing';
  const message = { client: 0, kind: 'message', direction: 'received', size: 2, text: '{}', status: 'unread' } as const;
  const position = { file: 'chat.test.ts', line: 12, column: 3 };
  const one = testReport({
    titles: ['hears what is said'],
    status: 'failed',
    attempts: [
      attempt({
        status: 'failed',
        errors: [{ message: `expect(ann).toReceiveMessage()\n\nReceived: ann: #2 ${breach}`, position, wait: 0 }],
        conversation: conversation(
          [
            { ...message, number: 1 },
            { ...message, number: 2, breach },
            { ...message, number: 3, breach, isBreachMeant: true },
            { client: 0, kind: 'close', direction: 'received', code: 4002, breach: 'is not documented for <b>/chat</b>' },
          ],
          { waits: [wait({ outcome: 'forbidden', breach: `ann: #2 ${breach}`, position })] },
        ),
      }),
    ],
  });
  return report([fileOf([one])]);
}

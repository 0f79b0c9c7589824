import { barsOf, livesOf } from '../../../reporter/page/bars';
import { find } from '../../../reporter/page/find';
import { foldOf } from '../../../reporter/page/folds';
import { lanesOf } from '../../../reporter/page/lanes';
import { nextRow, rowsOf } from '../../../reporter/page/rows';
import { chatAttempt, ReportedConversation } from '../../support/report-fixtures';

const keys = (rows: readonly { key: string }[]) => rows.map(({ key }) => key);

describe('rows', () => {
  test('stand in the order of time, and what causes comes before what follows at the same time', () => {
    const talk = new ReportedConversation();
    const client = talk.client('rob');
    talk.receive(client, 'hi', 'matched');
    talk.requests.push({ at: 0, method: 'GET', url: 'http://x/' });
    talk.output.push({ at: 0, server: 's', text: 'x' });
    const wait = talk.waited([client], 0, 'never', { outcome: 'timed-out' });
    talk.waited([client], 0, 'hi');
    talk.waited([client], 0, 'hi', { outcome: 'broken' });
    const attempt = talk.attempt([{ message: 'no', wait }]);
    expect(keys(rowsOf(attempt))).toEqual(['request=0', 'event=0', 'event=1', 'output=0', 'wait=2', 'failure=0']);
  });

  test('a failure without a wait comes at the end, events that are left out stand where they were', () => {
    const talk = new ReportedConversation();
    const client = talk.client('rob');
    talk.after(1).receive(client, 'first');
    talk.after(9).receive(client, 'last');
    const attempt = talk.attempt([{ message: 'no' }], { omitted: { events: 40, behind: 2 } });
    expect(keys(rowsOf(attempt))).toEqual(['event=0', 'event=1', 'omitted=0', 'event=2', 'failure=0']);
    const end = talk.attempt([], { omitted: { events: 40, behind: 3 } });
    expect(keys(rowsOf(end))).toEqual(['event=0', 'event=1', 'event=2', 'omitted=0']);
  });

  test('what a client has forgotten, and long silence, have rows of their own', () => {
    const talk = new ReportedConversation();
    talk.client('rob');
    talk.after(250).send(0, 'hi');
    const clients = talk.clients.map((client) => ({ ...client, forgotten: 5 }));
    expect(keys(rowsOf(talk.attempt([], { clients })))).toEqual(['forgotten=0', 'event=0', 'gap=2', 'event=1']);
  });

  test('it was not silent while folded pings came and went, nor where events are left out', () => {
    const talk = new ReportedConversation();
    const client = talk.client('rob');
    for (let n = 0; n < 5; n++) talk.after(200).event({ client, kind: 'ping', direction: 'received' });
    talk.after(5).send(client, 'hi');
    talk.after(900).send(client, 'behind what is left out');
    expect(keys(rowsOf(talk.attempt()))).toEqual(['event=0', 'fold=1', 'event=6', 'gap=3', 'event=7']);
    const attempt = talk.attempt([], { omitted: { events: 40, behind: 7 } });
    expect(keys(rowsOf(attempt))).toEqual(['event=0', 'fold=1', 'event=6', 'omitted=0', 'event=7']);
  });

  test('what a client has forgotten stands before the first thing that it has not', () => {
    const talk = new ReportedConversation();
    talk.client('rob');
    talk.clients.push({ name: 'ann', url: 'ws://x/', forgotten: 5 });
    talk.after(900).send(1, 'hi');
    expect(keys(rowsOf(talk.attempt()))).toEqual(['event=0', 'forgotten=1', 'event=1']);
  });

  test('pings are folded from two on, in one row with what else is routine, and unfold', () => {
    const talk = new ReportedConversation();
    talk.client('rob');
    for (const kind of ['ping', 'pong', 'protocol'] as const) talk.event({ client: 0, kind, direction: 'received' });
    talk.send(0, 'hi');
    talk.event({ client: 0, kind: 'ping', direction: 'received' });
    const attempt = talk.attempt();
    expect(keys(rowsOf(attempt))).toEqual(['event=0', 'fold=1', 'event=4', 'event=5']);
    const open = rowsOf(attempt, new Set(['fold=1']));
    expect(keys(open)).toEqual(['event=0', 'fold=1', 'event=1', 'event=2', 'event=3', 'event=4', 'event=5']);
    expect(foldOf(rowsOf(attempt), 'event=2')).toBe('fold=1');
    expect(foldOf(open, 'event=2')).toBeUndefined();
    expect(foldOf(rowsOf(attempt), 'event=5')).toBeUndefined();
  });

  test('many lines of output in a row are folded', () => {
    const talk = new ReportedConversation();
    talk.client('rob');
    for (let line = 0; line < 9; line++) talk.output.push({ at: 1, server: 's', text: `line ${line}` });
    const attempt = talk.attempt();
    expect(keys(rowsOf(attempt))).toEqual(['event=0', 'lines=0']);
    expect(foldOf(rowsOf(attempt), 'output=4')).toBe('lines=0');
    expect(rowsOf(attempt, new Set(['lines=0']))).toHaveLength(11);
  });

  test('a crowd that connects is folded, five users are not', () => {
    const talk = new ReportedConversation();
    for (let client = 0; client < 20; client++) talk.client(`user ${client}`);
    expect(keys(rowsOf(talk.attempt()))).toEqual(['fold=0']);
    expect(rowsOf(chatAttempt(false)).filter(({ kind }) => kind === 'fold')).toHaveLength(1);
  });

  test('one goes from row to row, over silence, and stays at the ends', () => {
    const talk = new ReportedConversation();
    talk.client('rob');
    talk.after(1000).send(0, 'hi');
    const rows = rowsOf(talk.attempt());
    expect([
      nextRow(rows, -1, 1),
      nextRow(rows, 0, 1),
      nextRow(rows, 2, 1),
      nextRow(rows, 2, -1),
      nextRow(rows, 0, -1),
      nextRow(rows, -1, -1),
    ]).toEqual([0, 2, 2, 0, 0, 2]);
  });

  test('a search looks at all that was said, whatever its case', () => {
    const talk = new ReportedConversation();
    talk.client('rob');
    talk.send(0, 'NEEDLE');
    talk.send(0, Buffer.from('a needle of bytes'));
    talk.event({ client: 0, kind: 'close', reason: 'needle', code: 1000 });
    talk.event({ client: 0, kind: 'message', value: 'Map {"needle"}' });
    talk.requests.push({ at: 0, method: 'GET', url: 'http://x/', received: 'needle' });
    talk.output.push({ at: 0, server: 's', text: 'a needle' });
    const attempt = talk.attempt([{ message: 'no needle' }]);
    expect(find(rowsOf(attempt, 'all'), attempt, 'nEEdle')).toEqual([
      'request=0',
      'event=1',
      'event=2',
      'event=3',
      'event=4',
      'output=0',
      'failure=0',
    ]);
    expect(find(rowsOf(attempt, 'all'), attempt, '')).toEqual([]);
  });
});

describe('lanes', () => {
  const crowd = () => {
    const talk = new ReportedConversation();
    for (let client = 0; client < 30; client++) talk.client(`user ${client}`);
    for (const client of [7, 7, 7, 9, 9, 20]) talk.send(client, 'hi');
    return talk.attempt().conversation;
  };

  test('each client has one, and each server', () => {
    const talk = new ReportedConversation();
    talk.client('rob', 'ws://a/?x');
    talk.client('ann', 'ws://b/');
    talk.client('odd', '</script>');
    const { lanes, ofClient, ofServer } = lanesOf(talk.attempt().conversation, 10);
    expect(lanes.map(({ kind, name }) => `${kind} ${name}`)).toEqual([
      'client rob',
      'client ann',
      'client odd',
      'server a',
      'server b',
      'server </script>',
    ]);
    expect([ofClient, ofServer]).toEqual([
      [0, 1, 2],
      [3, 4, 5],
    ]);
  });

  test('of many, the busiest have one, those of a failure before them, those that are wanted before all', () => {
    const names = (wanted: number[], about: number[]) =>
      lanesOf(crowd(), 3, new Set(wanted), about).lanes.map(({ name }) => name);
    expect(names([], [])).toEqual(['user 7', 'user 9', 'user 20', '+27', 'server']);
    expect(names([], [29])).toEqual(['user 7', 'user 9', 'user 29', '+27', 'server']);
    expect(names([1, 2, 3, 4], [29])).toEqual(['user 1', 'user 2', 'user 3', 'user 4', '+26', 'server']);
  });

  test('many servers share the last one', () => {
    const talk = new ReportedConversation();
    for (let server = 0; server < 5; server++) talk.client(`user ${server}`, `ws://host-${server}/`);
    const { lanes } = lanesOf(talk.attempt().conversation, 10);
    expect(lanes.filter(({ kind }) => kind === 'server').map(({ name }) => name)).toEqual(['host-0', 'host-1', '+3 servers']);
  });
});

describe('bars', () => {
  test('span what came while a wait lasted; those that overlap stand beside each other', () => {
    const talk = new ReportedConversation();
    talk.client('rob');
    for (let number = 0; number < 4; number++) talk.after(10).receive(0, number, 'matched');
    const bar = (began: number, ended: number) => {
      talk.now = ended;
      talk.waited([0], began, 1);
    };
    bar(5, 20);
    bar(15, 35);
    bar(36, 38);
    const { conversation, ...attempt } = talk.attempt();
    const rows = rowsOf({ ...attempt, conversation });
    expect(barsOf(conversation.waits, rows, [0])).toEqual([
      { wait: 0, lane: 0, track: 0, from: 1, to: 2 },
      { wait: 1, lane: 0, track: 1, from: 2, to: 3 },
      { wait: 2, lane: 0, track: 0, from: 4, to: 3 },
    ]);
  });

  test('a lane is drawn from its first event to its close, and on if another client of it is still there', () => {
    const talk = new ReportedConversation();
    const [rob, ann] = [talk.client('rob'), talk.client('ann')];
    talk.after(1).event({ client: rob, kind: 'close' });
    talk.after(1).send(ann, 'hi');
    const { conversation, ...attempt } = talk.attempt();
    const rows = rowsOf({ ...attempt, conversation });
    expect([...livesOf(rows, conversation.events, [0, 1])]).toEqual([
      [0, { from: 0, to: 2 }],
      [1, { from: 1, to: Number.POSITIVE_INFINITY }],
    ]);
    expect([...livesOf(rows, conversation.events, [0, 0])]).toEqual([[0, { from: 0, to: Number.POSITIVE_INFINITY }]]);
  });
});

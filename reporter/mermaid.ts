import type { ConversationRecord, EventRecord } from '../src/record/test-record';
import { count } from '../src/text/count';
import { answerText, eventText, line, requestText, routineText, waitText } from './event-text';
import { ends, type Happening, happeningsOf } from './happenings';
import { isBreach } from './page/statuses';

/** The most lines of a diagram: more are hard to read. */
const MOST_LINES = 150;
const LONGEST_TEXT = 100;
const LONGEST_NAME = 40;
/** The longest text that Mermaid draws (its `maxTextSize`), in characters. */
const LONGEST = 50_000;

/**
 * A conversation as a Mermaid sequence diagram, which GitHub and GitLab draw: with a lane for each client that occurs, and
 * one for the server.
 */
export function mermaidOf(title: string, conversation: ConversationRecord): string {
  const happenings = happeningsOf(conversation);
  for (let most = MOST_LINES; ; most = Math.floor(most / 2)) {
    const text = diagramOf(title, conversation, ends(happenings, most));
    if (text.length <= LONGEST || most === 0) return text;
  }
}

function diagramOf(
  title: string,
  { clients }: ConversationRecord,
  { first, omitted, last }: ReturnType<typeof ends<Happening>>,
): string {
  const shown = new Set([...first, ...last].flatMap(lanesOf));
  const lanes = clients.flatMap(({ name }, client) => (shown.has(client) ? { client, name } : []));
  const everyone = lanes[0] ? `${lane(lanes[0].client, clients.length)},server` : 'server';
  const statements = (all: readonly Happening[]) => all.map((one) => statementOf(one, clients.length, everyone));
  return [
    'sequenceDiagram',
    `accTitle: ${inDiagram(line(title, 200))}`,
    ...lanes.map(({ client, name }) => `participant ${lane(client, clients.length)} as ${inDiagram(line(name, LONGEST_NAME))}`),
    'participant server',
    ...statements(first),
    ...(omitted === 0 ? [] : [`Note over ${everyone}: … ${count(omitted, 'more line')} …`]),
    ...statements(last),
  ]
    .map((text, index) => (index === 0 ? text : `    ${text}`))
    .join('\n');
}

/** The clients whose lanes a statement names. */
function lanesOf(one: Happening): readonly (number | undefined)[] {
  switch (one.kind) {
    case 'event':
      return [one.event.client];
    case 'routine':
      return outermost(one.clients);
    case 'omitted':
      return [];
    case 'failed wait':
      return outermost(one.wait.clients);
    case 'request':
    case 'answer':
      return [one.request.client];
  }
}

const outermost = (some: readonly number[]): number[] => (some.length === 0 ? [] : [Math.min(...some), Math.max(...some)]);

/** A name of ours for a lane, since that of a client may be any text. If a damaged record has no such client: the server's. */
const lane = (client: number | undefined, clients: number): string =>
  client !== undefined && client >= 0 && client < clients ? `client${client + 1}` : 'server';

/** From the first of some lanes to the last. */
function across(some: readonly number[], clients: number): string {
  const [first, last] = [lane(Math.min(...some), clients), lane(Math.max(...some), clients)];
  return first === last ? first : `${first},${last}`;
}

function statementOf(one: Happening, clients: number, everyone: string): string {
  switch (one.kind) {
    case 'event':
      return eventStatement(one.event, lane(one.event.client, clients));
    case 'routine':
      return note(across([...one.clients, clients], clients), routineText(one.events));
    case 'omitted':
      return note(everyone, `… ${count(one.omitted.events, 'event')} left out …`);
    case 'failed wait':
      return note(across(one.wait.clients, clients), `✗ ${waitText(one.wait, LONGEST_TEXT)}`);
    case 'request':
      return arrow(lane(one.request.client, clients), '->>', 'server', requestText(one.request, LONGEST_TEXT));
    case 'answer':
      return arrow('server', '-->>', lane(one.request.client, clients), answerText(one.request, LONGEST_TEXT));
  }
}

function eventStatement(event: EventRecord, client: string): string {
  const { kind, direction, status } = event;
  const text = `${isBreach(event) ? '✗ ' : ''}${eventText(event, LONGEST_TEXT)}`;
  if (kind === 'open') return arrow(client, '->>', 'server', 'connects');
  if (kind === 'close' && direction === 'none') return note(`${client},server`, text);
  if (kind === 'close') return direction === 'sent' ? arrow(client, '-x', 'server', text) : arrow('server', '-x', client, text);
  if (direction === 'sent') return arrow(client, '->>', 'server', text);
  if (direction !== 'received') return note(client, text);
  const isRead = status === 'matched' || status === 'answered' || status === undefined;
  return isRead || isBreach(event)
    ? arrow('server', '->>', client, text)
    : arrow('server', '-->>', client, `${text} (${status})`);
}

const note = (over: string, text: string): string => `Note over ${over}: ${inDiagram(text)}`;

const arrow = (from: string, line: string, to: string, text: string): string => `${from}${line}${to}: ${inDiagram(text)}`;

/** A text in which everything that Mermaid would read as its syntax or as HTML is written as its entities: `#60;`. */
const inDiagram = (text: string): string => text.replace(SPECIAL, entity) || '(empty)';

const SPECIAL = /[^\p{L}\p{N} .,()'…–›✗/_="{}[\]!?*-]|[ﬂ°¶ß]/gu;

const entity = (character: string): string => `#${character.codePointAt(0)};`;

import { type Expected, wouldMatch } from '../expectations/expected';
import { troublesOf } from '../expectations/trouble';
import type { Message, ReceivedMessage } from '../log/transcript';
import { shownPosition } from '../runtime/call-location';
import { count, ordinal } from '../text/count';
import { listed } from '../text/listed';
import { said } from '../text/show';
import { cutOffText } from './cut-off';
import type { Hint, HintContext, UnmetWait } from './hint';
import { lookingSince } from './search-deadline';

/** How many messages are looked at: the last ones. */
const LOOKED_AT = 20_000;
/** How many are looked at if that costs more. */
const FEW = 100;
const LONGEST_TEXT = 64 * 1024;

/** A hint about a wait for messages. */
const aboutWait = (say: (wait: UnmetWait, context: HintContext) => string | undefined): Hint => {
  return (context) => context.wait && say(context.wait, context);
};

/** A standing rule has thrown: it may not have done what the test waits for. */
const troubledRules = aboutWait(({ connection }) => {
  const sentences = connection.expectations.troubledRules.map(({ expected, reader }) => {
    const [trouble] = troublesOf(expected);
    return `The predicate of ${reader.name}() (${shownPosition(reader.position)}) ${trouble?.sentence}`;
  });
  return sentences.length === 0 ? undefined : sentences.join(' ');
});

/** A text matches a pattern except for upper and lower case. */
const patternCase = aboutWait(({ connection, lacks }) => {
  const patterns = lacks.flatMap(({ form, source }) => (form === 'text' ? [new RegExp(source as RegExp, 'i')] : []));
  const found = connection.log.unread
    .slice(-FEW)
    .findLast(
      ({ payload }) =>
        typeof payload === 'string' && payload.length <= LONGEST_TEXT && patterns.some((pattern) => pattern.test(payload)),
    );
  return found && `#${found.number} matches except for upper and lower case.`;
});

/** The test itself has made sure that nothing comes. */
const cutOff = aboutWait(({ connection }) => cutOffText(connection));

/** The codec knows which message answers a request, but that has not come, or was not the expected one. */
const noReply = aboutWait(({ connection, requirement, lacks }) => {
  if (requirement.kind !== 'own reply') return undefined;
  const found = lastMatch(connection.log.unread, lacks);
  return (
    found &&
    `#${found.number} matches, but does not answer the request: the codec '${connection.codecName}' knows its reply by the protocol. ` +
      'Wait for another message with toReceiveMessage().'
  );
});

/** One of several messages came before one that must precede it. */
const tooEarly = aboutWait(({ connection, requirement, held, lacks: [lacking], by }) => {
  if (requirement.kind !== 'in order' || requirement.expected.length < 2 || !lacking) return undefined;
  const position = requirement.expected.indexOf(lacking) + 1;
  if (by) {
    const other = requirement.expected.findIndex((expected) => wouldMatch(expected, by)) + 1;
    return other === 0
      ? undefined
      : `#${by.number} matches the ${ordinal(other)} expected message, and the ${ordinal(position)} must come first.`;
  }
  const last = held.at(-1);
  const early = last && lastMatch(connection.log.unread, [lacking], ({ number }) => number < last.number);
  return (
    early &&
    `The ${ordinal(position)} expected message came before the ${ordinal(position - 1)}: #${early.number} before #${last?.number}.`
  );
});

/** What was done with messages that are no longer unread, in words. */
const TAKEN: Readonly<Partial<Record<ReceivedMessage['status'], string>>> = {
  matched: 'satisfied',
  skipped: 'was skipped by',
  answered: 'was answered by',
};

const cameEarlier = aboutWait((wait) => {
  const { number, status, reader } = earlierMatch(wait) ?? {};
  if (!reader || !status) return undefined;
  const by = `${reader.name} at ${shownPosition(reader.position)}`;
  return `A message that matches came earlier: #${number} ${TAKEN[status]} ${by}.`;
});

const cameElsewhere = aboutWait((wait) => {
  if (earlierMatch(wait)) return undefined;
  const { connection, lacks, neighbours } = wait;
  const looking = lookingSince();
  const found = neighbours.flatMap((other) => {
    if (other === connection || looking.isOver) return [];
    const message = lastMatch(other.log.received, lacks, undefined, looking);
    return message ? `${other.name} (#${message.number})` : [];
  });
  if (found.length === 0) return undefined;
  return `Such a message arrived at ${listed(found, 3)}, not at ${connection.name}.`;
});

const wasSent = aboutWait((wait, { nearest }) => {
  const { connection, lacks } = wait;
  const sent = earlierMatch(wait) ? undefined : lastMatch(connection.log.sent, lacks);
  const none = nearest ? '' : ', and received none';
  return sent && `${connection.name} sent such a message itself (→ #${sent.number})${none}.`;
});

/** A strict expectation failed at one message, and a later one would have matched. */
const cameBehind = aboutWait(({ connection, lacks, by }) => {
  if (!by) return undefined;
  const behind = lastMatch(connection.log.unread, lacks, ({ number }) => number > by.number);
  return behind && `A message that matches came after it: #${behind.number}.`;
});

/** A message that would have matched, but was read earlier. */
function earlierMatch({ connection, lacks }: UnmetWait): ReceivedMessage | undefined {
  return lastMatch(connection.log.received, lacks, ({ status }) => status in TAKEN);
}

const undecoded = aboutWait(({ connection }) => {
  const broken = connection.log.unread.filter(({ problem }) => problem !== undefined);
  return (
    broken[0] &&
    `${numbers(broken)} could not be decoded: ${broken[0].problem}. Only undecodable() matches what cannot be decoded.`
  );
});

const isBinary = ({ payload, value, problem }: ReceivedMessage): boolean =>
  typeof payload !== 'string' && value === payload && problem === undefined;

const binary = aboutWait(({ connection, lacks }) => {
  const found = connection.log.unread.filter(isBinary);
  const wantsBytes = lacks.some(({ form }) => form === 'bytes' || form === 'anything');
  if (found.length === 0 || wantsBytes) return undefined;
  const what = found.length === 1 ? 'is binary' : 'are binary';
  return `${numbers(found)} ${what}, and the codec '${connection.codecName}' gives binary messages as Buffers.`;
});

const cutJson = aboutWait(({ connection, lacks }) => {
  if (connection.codecName !== 'json' || lacks.every(({ form }) => form === 'text')) return undefined;
  const found = connection.log.unread.filter(
    ({ payload, value }) => value === payload && typeof payload === 'string' && /^\s*[[{]/.test(payload),
  );
  if (found.length === 0) return undefined;
  const begins = found.length === 1 ? 'begins' : 'begin';
  return `${numbers(found)} ${begins} like JSON but cannot be parsed: ${parseError(found[0])}.`;
});

const bytesExpected = aboutWait(({ connection, lacks }) => {
  const { unread } = connection.log;
  if (unread.length === 0 || unread.some(isBinary) || lacks.every(({ form }) => form !== 'bytes')) return undefined;
  return `Bytes are expected, and ${unread.length === 1 ? 'the unread message is' : 'the unread messages are'} text.`;
});

/** Hints about what else is in the logs. */
export const waitHints: readonly Hint[] = [
  cutOff,
  noReply,
  patternCase,
  tooEarly,
  cameEarlier,
  cameElsewhere,
  wasSent,
  cameBehind,
  undecoded,
  binary,
  cutJson,
  bytesExpected,
  troubledRules,
];

function parseError(message: ReceivedMessage | undefined): string {
  try {
    JSON.parse(String(message?.payload));
    return 'it can now';
  } catch (error) {
    return said(error);
  }
}

function lastMatch<M extends Message>(
  messages: readonly M[],
  lacks: readonly Expected[],
  isOne = (_: M) => true,
  looking = lookingSince(),
): M | undefined {
  // that any message came is not a clue
  const telling = lacks.filter(({ form }) => form !== 'anything');
  return messages
    .slice(-LOOKED_AT)
    .findLast((message) => isOne(message) && telling.some((expected) => !looking.isOver && wouldMatch(expected, message)));
}

function numbers(messages: readonly ReceivedMessage[]): string {
  if (messages.length > 3) return count(messages.length, 'message');
  return messages.map(({ number }) => `#${number}`).join(', ');
}

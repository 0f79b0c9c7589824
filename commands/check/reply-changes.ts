import type { MessageDefinition, Operation } from '../../src/contract/definition';
import { show } from '../../src/text/show';
import type { DescribedChannel } from './described-api';
import { coveringOf, pairedMessages, splitInto } from './message-changes';

/** Replies that are not documented any more. */
interface ReplyChange {
  /** Whether each request has another reply. */
  readonly isAnswered: boolean;
  readonly text: string;
}

/** The requests that are not answered as before, whatever the names of their operations are now. */
export function replyChanges(old: DescribedChannel, now: DescribedChannel): ReplyChange[] {
  const [requests, replies] = [nowOf(old, now, 'sent'), nowOf(old, now, 'received')];
  return requestsOf(old).flatMap((operation): ReplyChange[] => {
    if (operation.replies.length === 0) return [];
    const answers = answersNow(operation, now, requests);
    const isLost = (reply: MessageDefinition) => answers.some((known) => !replies.get(reply)?.some((one) => known.includes(one)));
    const lost = operation.replies.filter(isLost);
    if (lost.length === 0) return [];
    const text = `the operation ${show(operation.name)} is not answered by ${lost.map(({ name }) => name).join(', ')} any more`;
    return [{ isAnswered: answers.every(({ length }) => length > 0), text }];
  });
}

const requestsOf = ({ channel }: DescribedChannel): readonly Operation[] =>
  channel.operations.filter(({ direction }) => direction === 'sent');

/** For each message of the old document, the new one that it has become. */
function nowOf(old: DescribedChannel, now: DescribedChannel, direction: 'received' | 'sent') {
  const { pairs, gone } = pairedMessages(old[direction], now[direction]);
  const covered = gone.map((one) => [one, coveringOf(one, now[direction])] as const);
  return new Map(
    [...pairs, ...covered].map(([one, other]) => {
      const split = direction === 'sent' ? splitInto(one, now[direction]) : undefined;
      return [one.definition, [...(other ? [other] : []), ...(split ?? [])].map(({ definition }) => definition)];
    }),
  );
}

/** The replies to each request of an operation, without requests that are gone: these are told elsewhere. */
function answersNow(
  { name, messages }: Operation,
  now: DescribedChannel,
  requests: ReadonlyMap<MessageDefinition, readonly MessageDefinition[]>,
): MessageDefinition[][] {
  const all = requestsOf(now);
  if (messages.length === 0) return all.filter((operation) => operation.name === name).map(({ replies }) => [...replies]);
  const known = messages.flatMap((message) => requests.get(message) ?? []);
  return known.map((request) => all.filter((one) => one.messages.includes(request)).flatMap(({ replies }) => replies));
}

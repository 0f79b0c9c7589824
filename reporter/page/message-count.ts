import type { ConversationRecord } from '../../src/record/test-record';

/** How many messages a conversation had. Messages that were left out in the middle are counted by the numbers around them. */
export function messageCount({ events, omitted }: ConversationRecord): number {
  const messages = events.filter(({ kind }) => kind === 'message');
  if (omitted === undefined) return messages.length;
  const ranges = new Map<string, { readonly from: number; to: number }>();
  for (const { client, direction, number = 0 } of messages) {
    const key = `${client} ${direction}`;
    const range = ranges.get(key);
    if (range) range.to = number;
    else ranges.set(key, { from: number, to: number });
  }
  return [...ranges.values()].reduce((count, { from, to }) => count + to - from + 1, 0);
}

import type { ConversationRecord, ErrorRecord } from '../../src/record/test-record';
import { isBreach } from './statuses';

/** The event whose breach of a contract a failure is about: `ann: #2 breaks ChatSaid of /chat: /text is missing`. */
export function brokenMessage({ message }: ErrorRecord, { clients, events }: ConversationRecord): number | undefined {
  const event = events.findIndex((one) => {
    if (!isBreach(one)) return false;
    const what = one.kind === 'close' ? `the close code ${one.code}` : `${one.direction === 'sent' ? 'sent ' : ''}#${one.number}`;
    return message.includes(`${clients[one.client]?.name}: ${what} ${one.breach}`);
  });
  return event === -1 ? undefined : event;
}

import { messageText } from '../src/explain/message-text';
import { count } from '../src/text/count';
import type { Scope } from '../src/waiting/scope';

const LISTED = 5;
const LONGEST_PAYLOAD = 66;

/** A sentence with a list of what a test has left unread; undefined when it has read everything. */
export function unreadIn(scopes: readonly Scope[]): string | undefined {
  const connections = scopes.flatMap(({ connections }) => connections);
  const parts = connections.flatMap(({ name, unreadOfTest: unread }) => {
    if (unread.length === 0) return [];
    const lines = unread.slice(0, LISTED).map((message) => `  #${message.number} ${messageText(message, LONGEST_PAYLOAD)}`);
    const more = unread.length > LISTED ? [`  … ${count(unread.length - LISTED, 'more message')}`] : [];
    return [`${name} has ${count(unread.length, 'unread message')}:`, ...lines, ...more].join('\n');
  });
  if (parts.length === 0) return undefined;
  return ["The test passed but left messages unread (the option unread is 'fail').", ...parts].join('\n\n');
}

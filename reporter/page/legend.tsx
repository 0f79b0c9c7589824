import type { EventRecord } from '../../src/record/test-record';
import { EventMark } from './marks';

const SAMPLES: readonly (readonly [string, Partial<EventRecord>])[] = [
  ['sent by the test', { direction: 'sent' }],
  ['matched by an expectation', { direction: 'received', status: 'matched' }],
  ['answered by respond()', { direction: 'received', status: 'answered' }],
  ['skipped: a later one matched', { direction: 'received', status: 'skipped' }],
  ['ignored by ignore()', { direction: 'received', status: 'ignored' }],
  ['unread: nobody asked for it', { direction: 'received', status: 'unread' }],
];

const BREACH: (typeof SAMPLES)[number] = ['breaks its contract', { direction: 'received', breach: '' }];

/** What the shapes of the diagram mean. */
export function Legend({ breach = true }: { breach?: boolean }) {
  return (
    <ul class="legend">
      {[...SAMPLES, ...(breach ? [BREACH] : [])].map(([words, event]) => (
        <li key={words}>
          <svg width="64" height="18" aria-hidden="true">
            <EventMark event={{ at: 0, client: 0, kind: 'message', ...event }} client={10} server={58} y={9} />
          </svg>
          {words}
        </li>
      ))}
      <li>
        <svg width="64" height="18" aria-hidden="true">
          <g class="bar is-satisfied">
            <rect x="6" y="1" width="8" height="16" rx="4" />
          </g>
          <g class="bar is-failed">
            <rect x="28" y="1" width="8" height="16" rx="1" />
            <path d="M24 17h16" class="end" />
          </g>
        </svg>
        a wait: satisfied, and failed
      </li>
    </ul>
  );
}

/**
 * The map of all matchers, one line for each file. These files export the matchers, by their names, and the types of their
 * options.
 */
export * from './to-answer-ping';
export * from './to-be-open';
export * from './to-break-contract';
export * from './to-close';
export * from './to-complete';
export * from './to-fail-handshake';
export * from './to-have-message';
export * from './to-have-no-unread-messages';
export * from './to-have-received-messages';
export * from './to-match-transcript-snapshot';
export * from './to-receive-message';
export * from './to-receive-messages';
export * from './to-receive-ping';
export * from './to-send-on-receive';

/** Exported from here, so that it includes everything that those files add to it. */
export type { WebSocketMatchers } from './types';

import type { HandshakeFailure } from './handshake-failure';

/** A handshake that failed, with its code, status, headers and body. */
export class ConnectFailure extends Error {
  constructor(readonly details: HandshakeFailure) {
    super(details.message);
  }
}

/**
 * Adds what is known of the refusal to an error. Headers and body are as the server sent them, including secrets: a test can
 * read them by name, but they are not enumerable, so that no log of the error shows them.
 */
export function withDetails<E extends Error>(error: E, { code, status, headers, body, properties }: HandshakeFailure): E {
  if (code !== undefined) Object.assign(error, { code });
  if (status !== undefined) Object.assign(error, { status });
  if (isCode(properties?.code)) Object.assign(error, { code: properties?.code });
  for (const [name, value] of Object.entries({ headers, body, ...properties })) {
    if (value !== undefined && !(name in error))
      Object.defineProperty(error, name, { value, configurable: true, writable: true });
  }
  return error;
}

const isCode = (code: unknown): boolean => typeof code === 'number' || typeof code === 'string';

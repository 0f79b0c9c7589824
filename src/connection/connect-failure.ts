import type { HandshakeFailure } from './handshake-failure';

/** What went wrong at the server's side of a handshake, with its code, status, headers and body. */
export class ConnectFailure extends Error {
  constructor(readonly details: HandshakeFailure) {
    super(details.message);
  }
}

/**
 * The error with what is known of the refusal. What the server said as it said it, secrets and all, is there for the
 * test, which asks for it by name; whoever writes an error down with all that can be enumerated does not get it.
 */
export function withDetails<E extends Error>(error: E, { code, status, headers, body }: HandshakeFailure): E {
  if (code !== undefined) Object.assign(error, { code });
  if (status !== undefined) Object.assign(error, { status });
  for (const [name, value] of Object.entries({ headers, body })) {
    if (value !== undefined) Object.defineProperty(error, name, { value, configurable: true, writable: true });
  }
  return error;
}
